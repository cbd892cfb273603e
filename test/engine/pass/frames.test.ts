import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pair, Shifts } from '../../../src/core/tensor.ts';
import { everyShift, framesOf } from '../../../src/engine/pass/frames.ts';
import { allShifts } from '../../support/running.ts';

const none: Pair = [0, 0];
const plane = { torus: false, margin: { before: none, after: none } };
const torus = { ...plane, torus: true };

describe('what frames see of an image', () => {
  const upTo = (max: number) => fc.integer({ min: 0, max });
  const scene = fc.record({
    reach: fc.tuple(upTo(3), upTo(3), upTo(3), upTo(3)),
    before: fc.tuple(upTo(2), upTo(2)),
    after: fc.tuple(upTo(2), upTo(2)),
    from: fc.tuple(upTo(2), upTo(2)),
  });

  test('holds what every shift shows, from the margin before it to that after it, and nothing else', () => {
    fc.assert(
      fc.property(scene, ({ reach: [up, down, left, right], before, after, from }) => {
        const shifts = allShifts([-up, down], [-left, right]);
        const { first, size, windows } = framesOf(shifts, [5, 7], {
          torus: false,
          margin: { before, after },
        });
        const { rows, columns } = windows(everyShift(shifts), { height: 0, from: [-from[0], -from[1]] });
        for (const [shift, dy] of shifts.dy.entries()) {
          // The content moves down, so that the frame sees what lies further up.
          expect(first[0] + rows[shift]! + from[0]).toBe(0 - dy);
          expect(first[1] + columns[shift]! + from[1]).toBe(0 - shifts.dx[shift]!);
        }
        expect([first, size]).toEqual([
          [0 - down - before[0], 0 - right - before[1]],
          [5 + up + down + before[0] + after[0], 7 + left + right + before[1] + after[1]],
        ]);
      }),
    );
  });

  test('is on a torus the image, read on round', () => {
    const shifts = allShifts([0, 2], [0, 1]);
    const { first, size, windows } = framesOf(shifts, [5, 7], torus);
    expect([first, size]).toEqual([
      [0, 0],
      [5, 7],
    ]);
    const { rows, columns } = windows(everyShift(shifts), { height: 5 });
    expect([...rows]).toEqual([0, 0, 4, 4, 3, 3]);
    expect([...columns]).toEqual([0, 6, 0, 6, 0, 6]);
  });

  test('lies, of each part of a pixel, below that of the one before', () => {
    const shifts = { dy: Float64Array.of(0, 0.5, 1), dx: new Float64Array(3) } as unknown as Shifts;
    const { windows } = framesOf(shifts, [5, 7], plane);
    expect([...windows(everyShift(shifts), { height: 100 }).rows]).toEqual([1, 101, 0]);
  });

  test('begins in the same arrays for the same shifts, wherever it is the same', () => {
    const shifts = allShifts([-1, 1], [-1, 1]);
    const every = everyShift(shifts);
    const at = (frame: Pair, plan = plane, where: { height: number; from?: Pair } = { height: 9 }) =>
      framesOf(shifts, frame, plan).windows(every, where);
    const margin = (before: Pair, after: Pair) => ({ torus: false, margin: { before, after } });
    const windows = at([5, 7]);
    expect(at([6, 8])).toBe(windows);
    expect(at([5, 7], margin(none, [2, 2]))).toBe(windows);
    expect(at([5, 7], plane, { height: 10 })).toBe(windows);
    // What begins before the frame, in a margin as wide as that.
    expect(at([5, 7], margin([0, 1], none), { height: 9, from: [0, -1] })).toBe(windows);
    for (const other of [
      at([5, 7], plane, { height: 9, from: [0, 1] }),
      at([5, 7], margin([0, 1], none)),
      at([5, 7], torus),
      framesOf({ ...shifts }, [5, 7], plane).windows(every, { height: 9 }),
      framesOf(shifts, [5, 7], plane).windows(every.slice(), { height: 9 }),
    ])
      expect(other).not.toBe(windows);
    expect(at([7, 5], torus)).not.toBe(at([5, 7], torus));
    expect(at([5, 7], torus)).toBe(at([5, 7], torus));
  });

  test('is not kept of more and more places', () => {
    const shifts = allShifts([-1, 1], [-1, 1]);
    const { windows } = framesOf(shifts, [5, 7], plane);
    const at = (row: number) => windows(everyShift(shifts), { height: 9, from: [row, 0] });
    const first = at(0);
    for (let row = 1; row < 100; row++) at(row);
    expect(at(0)).not.toBe(first);
    expect(at(0)).toEqual(first);
  });
});
