import { expect, test } from 'vitest';
import { against } from '../../../src/measure/against.ts';
import { decisions } from '../../../src/measure/decisions.ts';
import { images as countOfImages } from '../../../src/measure/images.ts';
import { matches } from '../../../src/measure/matches.ts';
import { top1Change } from '../../../src/measure/top1_change.ts';
import { isKey, isPlace } from '../../../src/results/columns.ts';
import { images } from '../../../src/results/tables/images.ts';
import { neverYields } from '../../support/running.ts';

const measures = [countOfImages, matches, against, top1Change, decisions];

test('the table of images names the picture and its label, then has what one picture has', () => {
  const columns = images.columns({ swept: [], measures, set: true }).filter((column) => !isPlace(column));
  const names = columns.map(({ name }) => name);
  expect(names.slice(0, 3)).toEqual(['image', 'label', 'matches']);
  expect(names).not.toContain('images');
  expect(columns.filter(isKey).map(({ name }) => name)).toEqual(['image', 'label']);
});

test('the number of a class has its name beside it, and no other number has', () => {
  const names = images.columns({ swept: [], measures, set: true }).map(({ name }) => name);
  expect(names.filter((name) => name.endsWith('_name'))).toEqual(['decision_name', 'other_name']);
});

test('a row has the values of one picture, and the names of the classes that are known', () => {
  const identity = { experiment: 'e', step: 1 };
  const values = { images: 3, matches: 1, decision: 1, other: null, other_rate: 0.5 };
  const given = { identity, values, picture: { name: 'p', label: 'a' }, classNames: ['a', 'b'] };
  const [row] = images.rows!(
    { ...given, measures: [countOfImages, decisions] } as never,
    neverYields,
  ) as never[];
  expect(row).toMatchObject({ ...identity, image: 'p', label: 'a', decision: 1, decision_name: 'b' });
  expect(row).toMatchObject({ other: null, other_name: null, other_rate: 0.5 });
  expect(Object.keys(row!)).not.toContain('images');
});
