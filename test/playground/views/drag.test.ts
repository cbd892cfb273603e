import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterKey, shiftWithin } from '../../../src/playground/views/drag.ts';

const reach = { y: [-3, 3], x: [0, 5] } as const;
const number = fc.double({ min: -20, max: 20, noNaN: true });

test('a shift stays within reach, in whole pixels or quarters of one', () => {
  fc.assert(
    fc.property(number, number, fc.boolean(), (dy, dx, parts) => {
      const [down, right] = shiftWithin(reach, [dy, dx], parts);
      expect(Math.abs(down)).toBeLessThanOrEqual(3);
      expect(right).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(5);
      for (const part of [down, right]) expect(Number.isInteger(part * (parts ? 4 : 1))).toBe(true);
      expect(Object.is(down, -0) || Object.is(right, -0)).toBe(false);
    }),
  );
});

test('arrow keys move by a pixel, with Alt by a quarter, with Shift by four; Home puts back', () => {
  expect(afterKey('ArrowUp', [0, 0], false, false)).toEqual([-1, 0]);
  expect(afterKey('ArrowDown', [1, 2], true, false)).toEqual([1.25, 2]);
  expect(afterKey('ArrowLeft', [1, 2], false, true)).toEqual([1, -2]);
  expect(afterKey('ArrowRight', [1, 2], false, false)).toEqual([1, 3]);
  expect(afterKey('Home', [1, 2], false, false)).toEqual([0, 0]);
  expect(afterKey('a', [1, 2], false, false)).toBeUndefined();
});
