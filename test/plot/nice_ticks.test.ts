import fc from 'fast-check';
import { expect, test } from 'vitest';
import { niceTicks } from '../../src/plot/nice_ticks.ts';

test('ticks are round numbers that reach from the lowest value to the highest', () => {
  expect(niceTicks(0, 1, 6)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  expect(niceTicks(0, 1, 2)).toEqual([0, 1]);
  expect(niceTicks(0, 1.37, 6)).toEqual([0, 0.5, 1, 1.5]);
  expect(niceTicks(-3, 21, 6)).toEqual([-10, 0, 10, 20, 30]);
  expect(niceTicks(0, 4.5e-5, 6)).toEqual([0, 0.00001, 0.00002, 0.00003, 0.00004, 0.00005]);
  expect(niceTicks(2, 2, 6)).toEqual([2]);
  expect(niceTicks(-1, 0.5, 2)).toEqual([-1, 0, 1]);
  expect(niceTicks(-1e-13, 1e-6, 2)).toEqual([-1e-6, 0, 1e-6]);
});

test('of any two values: they lie within, at even distances, and there are no more than asked', () => {
  const end = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(
      end,
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      fc.integer({ min: 2, max: 9 }),
      (low, span, most) => {
        const ticks = niceTicks(low, low + span, most);
        const near = 1e-7 * Math.max(Math.abs(low), span);
        expect(ticks.length).toBeGreaterThanOrEqual(2);
        expect(ticks.length).toBeLessThanOrEqual(Math.max(3, most));
        expect(ticks[0]).toBeLessThanOrEqual(low + near);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(low + span - near);
        const step = ticks[1]! - ticks[0]!;
        expect(step).toBeLessThanOrEqual(100 * Math.max(Math.abs(low), span));
        for (const [i, tick] of ticks.entries())
          expect(Math.abs(tick - ticks[0]! - i * step)).toBeLessThanOrEqual(near);
      },
    ),
  );
});
