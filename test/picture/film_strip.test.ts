import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mapEnds, mapEndsText, shiftLabel } from '../../src/picture/film_strip.ts';

test('the ends of a map have the words of its form', () => {
  expect(mapEndsText([-1, 0, 1], [-2, 2])).toBe(
    'from (−1, −2) at the top left to (1, 2) at the bottom right',
  );
  expect(mapEndsText([0], [-2, 2])).toBe('from (0, −2) at the left to (0, 2) at the right');
  expect(mapEndsText([-1, 1], [3])).toBe('from (−1, 3) at the top to (1, 3) at the bottom');
  expect(mapEndsText([0], [0])).toBe('unshifted alone');
});

test('an end that there is only one of is never told', () => {
  const some = fc.uniqueArray(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(some, some, (rows, columns) => {
      const text = mapEnds(rows, columns).join();
      expect(/top|bottom/.test(text)).toBe(rows.length > 1);
      expect(/left|right/.test(text)).toBe(columns.length > 1);
      expect(text).toContain(shiftLabel([rows[0]!, columns[0]!]));
    }),
  );
});
