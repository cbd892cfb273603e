import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitShift } from '../../src/shift/split.ts';

test.each([
  [0, [0, 0]],
  [-0, [0, 0]],
  [3, [3, 0]],
  [-3, [-3, 0]],
  [0.25, [0, 0.25]],
  [-0.25, [-1, 0.75]],
  [2.5, [2, 0.5]],
  [-2.5, [-3, 0.5]],
  [0.1 * 3, [0, 0.3]],
  [0.28 * 25, [7, 0]],
  [-0.7 * 10, [-7, 0]],
])('%f is %j: whole pixels, and a part of one', (d, expected) => {
  expect(splitShift(d)).toEqual(expected);
});

test('the whole and the part make up the shift, and the part is a multiple of 1e-9 from 0 to below 1', () => {
  fc.assert(
    fc.property(fc.double({ min: -1000, max: 1000, noNaN: true }), (d) => {
      const [whole, part] = splitShift(d);
      expect(Number.isInteger(whole) && !Object.is(whole, -0) && !Object.is(part, -0)).toBe(true);
      expect(part >= 0 && part < 1).toBe(true);
      expect(part).toBe(Math.round(part * 1e9) / 1e9);
      expect(Math.abs(whole + part - d)).toBeLessThan(1.501e-9);
    }),
    { numRuns: 1000 },
  );
});

test('close to a whole number, from either side, there is no part', () => {
  for (const whole of [-7, -1, 0, 1, 64]) {
    for (const off of [0, 4.9e-10, 5e-10, 5.1e-10, 9e-10, 1e-9, 1.1e-9]) {
      expect(splitShift(whole + off)).toEqual([whole, 0]);
      expect(splitShift(whole - off)).toEqual([whole, 0]);
    }
    for (const off of [1.9e-9, 2e-9, 2.1e-9]) {
      expect(splitShift(whole + off)).toEqual([whole, 2e-9]);
      expect(splitShift(whole - off)).toEqual([whole - 1, 0.999999998]);
    }
  }
});

test('a part that is split again, in either direction, is what it was', () => {
  fc.assert(
    fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (d) => {
      const [, part] = splitShift(d);
      expect(splitShift(part)).toEqual([0, part]);
      if (part > 0) expect(splitShift(-part)).toEqual([-1, Math.round((1 - part) * 1e9) / 1e9]);
    }),
  );
});

test('shifts that differ by whole pixels have the same part', () => {
  const step = fc.constantFrom(0.1, 0.25, 0.3, 1 / 3, 0.7, 1 / 7, 0.001);
  fc.assert(
    fc.property(
      step,
      fc.integer({ min: -500, max: 500 }),
      fc.integer({ min: -500, max: 500 }),
      (step, k, n) => {
        const [whole, part] = splitShift(step * k);
        expect(splitShift(step * k + n)).toEqual([whole + n, part]);
      },
    ),
  );
});
