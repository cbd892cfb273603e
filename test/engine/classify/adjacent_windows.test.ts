import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/core/tensor.ts';
import { windowGrid } from '../../../src/engine/classify/adjacent_windows.ts';
import { everyShift, framesOf } from '../../../src/engine/pass/frames.ts';
import { allShifts } from '../../support/running.ts';

const none: Pair = [0, 0];

function windowsOf(y: Pair, x: Pair) {
  const shifts = allShifts(y, x);
  const { windows } = framesOf(shifts, [8, 8], { torus: false, margin: { before: none, after: none } });
  return windows(everyShift(shifts), { height: 0 });
}

describe('the grid of windows', () => {
  test.each<[Pair, Pair, step: Pair]>([
    [
      [-2, 2],
      [-3, 3],
      [1, 1],
    ],
    [
      [0, 3],
      [-3, 3],
      [1, 1],
    ],
    [
      [0, 0],
      [-3, 3],
      [0, 1],
    ],
    [
      [-3, 3],
      [0, 0],
      [1, 0],
    ],
    [
      [0, 3],
      [0, 3],
      [1, 1],
    ],
    [
      [-3, 0],
      [-3, 0],
      [1, 1],
    ],
    [
      [0, 1],
      [0, 1],
      [1, 1],
    ],
    [
      [0, 0],
      [0, 0],
      [0, 0],
    ],
  ])('has a step down and one to the right, for shifts of %j and %j', (y, x, step) => {
    expect(windowGrid(windowsOf(y, x))!.step).toEqual(step);
  });

  test('has the window that begins in each place, and none around them', () => {
    const upTo = fc.tuple(fc.integer({ min: -4, max: 0 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(upTo, upTo, (y, x) => {
        const { rows, columns } = windowsOf(y, x);
        const [down, across] = [y[1] - y[0] + 1, x[1] - x[0] + 1];
        const { memberAt, width, step } = windowGrid({ rows, columns })!;
        expect(memberAt.length).toBe((down + step[0]) * width);
        expect(width).toBe(across + step[1]);
        for (const [at, member] of memberAt.entries()) {
          const [row, column] = [Math.floor(at / width), at % width];
          const begins = row < down && column < across;
          expect([rows[member], columns[member]]).toEqual(begins ? [row, column] : [undefined, undefined]);
        }
      }),
    );
  });

  test('is none where windows are few in a large area', () => {
    const places = Int32Array.of(0, 1000, 999, 0);
    expect(windowGrid({ rows: places, columns: places.slice() })).toBe(undefined);
  });
});
