import { readFileSync } from 'node:fs';
import seedrandom from 'seedrandom';
import { expect, test } from 'vitest';
import { drawShifts } from '../../src/shift/draw.ts';
import { fillModes } from '../../src/shift/fill.ts';
import { interpolations } from '../../src/shift/interpolation.ts';
import { paths } from '../../src/shift/path.ts';
import { done } from '../support/work.ts';

const page = readFileSync(new URL('../../docs/shifts.md', import.meta.url), 'utf8');

test('the page’s few lines of code draw what the tool draws', () => {
  const [, code] = /```js\n([\s\S]*?)```/.exec(page)!;
  const trials = new Function('seedrandom', `${code} return trials;`)(seedrandom) as number[][];
  expect(trials).toHaveLength(5);
  const {
    dy,
    dx,
    trials: counts,
  } = done(drawShifts(0, { y: [-1, 1], x: [-1, 1], step: 0.25 }, 'uniform', 5));
  const drawn = Array.from(dy).flatMap((y, s) => Array.from({ length: counts[s]! }, () => `${y} ${dx[s]}`));
  expect(drawn.sort()).toEqual(trials.map((shift) => shift.join(' ')).sort());
});

test('the page has a line for every interpolation, fill mode and path', () => {
  for (const name of [...Object.keys(interpolations), ...Object.keys(fillModes)])
    expect(page).toContain(`| \`${name}\` | `);
  for (const name of Object.keys(paths)) expect(page).toContain(`\`${name}\` (`);
});
