import fc from 'fast-check';
import { expect, test } from 'vitest';
import { worstValue } from '../../../src/measure/sets/of_pictures.ts';

test('is the smallest value where more is better, and the largest where less is', () => {
  expect(worstValue('worst_picture', [3, 1, 2], 'higher')).toBe(1);
  expect(worstValue('worst_label', [3, 1, 2], 'lower')).toBe(3);
});

test('p05 is on the line between the two nearest', () => {
  // 5 % of the way along 20 steps is the second value.
  const list = Array.from({ length: 21 }, (_, i) => i * i);
  expect(worstValue('p05', list, 'higher')).toBe(1);
  expect(worstValue('p05', list, 'lower')).toBe(19 * 19);
  expect(worstValue('p05', [0, 1], 'higher')).toBeCloseTo(0.05, 12);
  expect(worstValue('p05', [0, 1], 'lower')).toBeCloseTo(0.95, 12);
});

test('values that are not defined do not count; without any there is none', () => {
  expect(worstValue('worst_picture', [Number.NaN, 4, null, 5], 'higher')).toBe(4);
  expect(worstValue('p05', [Number.NaN, null], 'higher')).toBeNull();
  expect(worstValue('p05', [7], 'lower')).toBe(7);
});

test('p05 lies between the smallest and the largest, and does not depend on the order', () => {
  const values = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(values, (list) => {
      const found = worstValue('p05', list, 'higher')!;
      expect(found).toBe(worstValue('p05', list.toReversed(), 'higher'));
      expect(found).toBeGreaterThanOrEqual(Math.min(...list));
      // At least 95 % of the pictures are as good, as far as their number allows.
      const below = list.filter((value) => value < found).length;
      expect(below).toBeLessThanOrEqual(Math.ceil(0.05 * (list.length - 1)));
    }),
  );
});
