import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measures } from '../../../src/measure/registry.ts';
import {
  fieldOf,
  formFields,
  itemOf,
  type JsonSchema,
  kindsOf,
} from '../../../src/playground/file/fields.ts';
import { english } from '../../../src/playground/texts/english.ts';
import { inTurkish } from '../../../src/playground/texts/in_turkish.ts';
import { turkish } from '../../../src/playground/texts/turkish.ts';
import { turkishColumns } from '../../../src/playground/texts/turkish_columns.ts';
import { turkishMeanings } from '../../../src/playground/texts/turkish_meanings.ts';
import type { SweptColumn } from '../../../src/results/columns.ts';
import { tables } from '../../../src/results/tables/registry.ts';
import { project } from '../../support/files.ts';

/** Every text of a table by its place; those with parameters as they are said of them. */
function allTexts(table: object, place = ''): [string, string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const at = `${place}${key}`;
    if (typeof value === 'function') return [[at, String(value('2', '3', '4'))]];
    return typeof value === 'string' ? [[at, value]] : allTexts(value as object, `${at}.`);
  });
}

test('no text is left in English, and each takes what it is given', () => {
  const [mine, other] = [new Map(allTexts(english)), new Map(allTexts(turkish))];
  expect(mine.size).toBeGreaterThan(100);
  expect([...other.keys()]).toEqual([...mine.keys()]);
  expect([...other].filter(([at, text]) => text === mine.get(at))).toEqual([]);
  const given = (text: string) => ['2', '3', '4'].filter((number) => text.includes(number));
  for (const [at, text] of other) expect(given(text), at).toEqual(given(mine.get(at)!));
  // The word order differs: in Turkish the number comes first.
  expect([...other].filter(([, text]) => text === '').map(([at]) => at)).toEqual(['forms.repeatBefore']);
});

test('every option has a meaning, and a Turkish one with the same words of the file and the same numbers; none is left over', () => {
  const schema = JSON.parse(readFileSync(join(project, 'schema.json'), 'utf8')) as JsonSchema;
  const property = (name: string) => schema.properties![name]!;
  const ofKinds = [...['image', 'pool', 'compare'].map(property), itemOf(property('layers'), schema)];
  const fields = [
    ...ofKinds.flatMap((one) => kindsOf(one, schema)).flatMap((kind) => kind.fields),
    ...formFields(property('shift'), schema),
    ...['trials', 'seed', 'steps'].map((name) => fieldOf(name, property(name), schema)),
  ];
  expect(fields.filter(({ description }) => description === '').map(({ name }) => name)).toEqual([]);
  const meanings = new Set(fields.map(({ description }) => description));
  expect(Object.keys(turkishMeanings).sort()).toEqual([...meanings].sort());
  const words = new Set(fields.flatMap((field) => field.words));
  const kept = (text: string) =>
    (text.match(/[a-z\d]+(?:_[a-z\d]+)+|(?<=^|\. )[a-z\d]+(?=: )|\b\d+(?:\.\d+)?\b/g) ?? []).filter(
      (word) => /[_\d]/.test(word) || words.has(word),
    );
  for (const [meaning, turkish] of Object.entries(turkishMeanings)) {
    expect(turkish).not.toBe(meaning);
    const lost = kept(meaning).filter((word) => !new RegExp(`(?<!\\w)${word}(?!\\w)`).test(turkish));
    expect(lost, turkish).toEqual([]);
  }
});

test('every column of every table has a Turkish meaning, with the same names and numbers; none is left over', () => {
  const swept: SweptColumn[] = [{ name: 'shift.max', key: 'shift.max', values: ['1'] }];
  const kinds = Object.values(measures);
  const tabled = Object.values(tables).flatMap(({ columns }) =>
    [true, false].flatMap((set) => columns({ swept, measures: kinds, set })),
  );
  const alone = kinds.flatMap(({ columns }) => Object.values(columns).filter(({ hidden }) => !hidden));
  const meanings = [...new Set([...tabled, ...alone].map(({ description }) => description))];
  expect(meanings.length).toBeGreaterThan(150);
  const numbers = (text: string) => (text.match(/\d+(?:[.,]\d+)*(?:e-?\d+)?/g) ?? []).toSorted();
  for (const meaning of meanings) {
    const turkish = inTurkish(meaning);
    expect(turkish, meaning).not.toMatch(/\b(?:the|of a|share|mean|empty|where|over)\b/i);
    expect(numbers(turkish), meaning).toEqual(numbers(meaning));
  }
  const all = meanings.join(' ');
  const unused = Object.keys(turkishColumns).filter(
    (english) => !english.split('{}').every((part) => all.includes(part)),
  );
  expect(unused).toEqual([]);
});
