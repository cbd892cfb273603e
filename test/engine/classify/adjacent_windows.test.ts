import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair } from '../../../src/core/tensor.ts';
import { neighboursOf } from '../../../src/engine/classify/adjacent_windows.ts';
import { everyShift, framesOf } from '../../../src/engine/pass/frames.ts';
import { allShifts } from '../../support/running.ts';

const none: Pair = [0, 0];

function windowsOf(y: Pair, x: Pair) {
  const shifts = allShifts(y, x);
  const { windows } = framesOf(shifts, [8, 8], { torus: false, margin: { before: none, after: none } });
  return windows(everyShift(shifts), { height: 0 });
}

describe('windows that lie a step further', () => {
  test.each<[Pair, Pair, steps: Pair[]]>([
    [
      [-2, 2],
      [-3, 3],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      [0, 3],
      [-3, 3],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [[0, 0], [-3, 3], [[0, 1]]],
    [[-3, 3], [0, 0], [[1, 0]]],
    [
      [0, 3],
      [0, 3],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      [-3, 0],
      [-3, 0],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [
      [0, 1],
      [0, 1],
      [
        [0, 1],
        [1, 0],
      ],
    ],
    [[0, 0], [0, 0], []],
  ])('are looked for right and down, for shifts of %j and %j', (y, x, steps) => {
    expect(neighboursOf(windowsOf(y, x)).map(({ step }) => step)).toEqual(steps);
  });

  test('are those that begin there, if they come earlier', () => {
    const upTo = fc.tuple(fc.integer({ min: -4, max: 0 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(upTo, upTo, (y, x) => {
        const windows = windowsOf(y, x);
        const places = Array.from(windows.rows, (row, i) => `${row} ${windows.columns[i]}`);
        for (const { step, of } of neighboursOf(windows)) {
          for (const [member, other] of of.entries()) {
            const there = places.indexOf(
              `${windows.rows[member]! + step[0]} ${windows.columns[member]! + step[1]}`,
            );
            expect(other).toBe(there < member ? there : -1);
          }
        }
      }),
    );
  });

  test('are not looked for where windows are few on a large grid', () => {
    const places = Int32Array.of(0, 1000, 999, 0);
    expect(neighboursOf({ rows: places, columns: places.slice() })).toEqual([]);
  });
});
