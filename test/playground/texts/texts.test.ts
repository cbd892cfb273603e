import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  fieldOf,
  formFields,
  itemOf,
  type JsonSchema,
  kindsOf,
} from '../../../src/playground/file/fields.ts';
import { english } from '../../../src/playground/texts/english.ts';
import { turkish } from '../../../src/playground/texts/turkish.ts';
import { turkishMeanings } from '../../../src/playground/texts/turkish_meanings.ts';
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
