import { expect, test } from 'vitest';
import { english } from '../../../src/playground/texts/english.ts';
import { turkish } from '../../../src/playground/texts/turkish.ts';

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
