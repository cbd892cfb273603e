import { expect, test } from 'vitest';
import { flipInWords, flipsList, mostFrequentFlips } from '../../src/report/flips.ts';

const row = (image: string, other_rate: number | null, more: object = {}) => ({
  image,
  step: 2,
  decision: 5,
  decision_name: 'sandal',
  other: 9,
  other_name: null,
  other_rate,
  ...more,
});

test('the most frequent changes of the last deciding step come first', () => {
  const rows = [row('a', 0.1), row('b', 0), row('c', 0.4), row('d', null), row('e', 1, { step: 1 })];
  expect(mostFrequentFlips(rows).map(({ image }) => image)).toEqual(['c', 'a']);
  expect(mostFrequentFlips(Array.from({ length: 30 }, (_, i) => row(String(i), 0.5)))).toHaveLength(10);
});

test('a change is said with names as far as they are known, and is no markup', () => {
  expect(flipInWords(row('a.png', 0.4))).toBe('a.png: sandal (5) becomes class 9 in 40 % of trials');
  expect(flipsList([row('<b>', 1 / 3)])).toContain(
    '&lt;b&gt;: sandal (5) becomes class 9 in 33.3 % of trials',
  );
  expect(flipsList([row('a', 0)])).toBe('');
  expect(flipsList([])).toBe('');
});
