import fc from 'fast-check';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import type { Image, Pair } from '../../src/core/tensor.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import { frameReach } from '../../src/shift/frame_reach.ts';
import { type InterpolationName, interpolations } from '../../src/shift/interpolation.ts';
import { view } from '../../src/shift/move.ts';
import { type ShiftOptions, shiftOptions } from '../../src/shift/options.ts';
import { shiftRange } from '../../src/shift/range.ts';
import { done } from '../support/work.ts';

/** Whether some shift makes a frame that lies `at` its place in an image of that size read what is beyond it. */
function readsBeyond(size: Pair, at: Pair, frame: Pair, shift: ShiftOptions): boolean {
  const image: Image = { shape: [...size, 1], data: new Float32Array(size[0] * size[1]) };
  const { dy, dx } = done(drawShifts(0, shiftRange(shift), 'uniform', 'all'));
  const fill = { mode: 'constant', value: 1e9, interpolation: shift.interpolation } as const;
  const seen = new Float32Array(frame[0] * frame[1]);
  return Array.from(dy).some((y, s) => {
    done(view(image, [at[0] - y, at[1] - dx[s]!], frame, fill, seen));
    return seen.some((value) => value !== 0);
  });
}

const names = Object.keys(interpolations) as InterpolationName[];
/** All that goes with a frame. */
const framed = names.filter((name) => !('periodic' in interpolations[name]));

const step = fc.constantFrom(0.25, 0.5, 0.75, 1, 1.5, 2);
const end = fc.integer({ min: -4, max: 4 });
const ranges = fc.tuple(step, step, end, end, fc.nat(4), fc.nat(4)).map(([down, across, y, x, i, j]) => ({
  step: [down, across],
  y: [y * down, (y + i) * down],
  x: [x * across, (x + j) * across],
}));
const lists = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -12, max: 12 })), {
    minLength: 1,
    maxLength: 5,
    selector: String,
  })
  .map((list) => ({ list: list.map(([y, x]) => [y / 4, x / 4]) }));
const lines = fc
  .tuple(step, fc.nat(4), fc.constantFrom('diagonal', 'horizontal', 'vertical'))
  .map(([step, ends, path]) => ({ max: step * ends, step, path }));

test.each(framed)(
  'around a frame is as much as its shifts make it read, and no pixel more: %s',
  (interpolation) => {
    const frame: Pair = [2, 3];
    fc.assert(
      fc.property(fc.oneof(ranges, lists, lines), (given) => {
        const shift = v.parse(shiftOptions, { ...given, interpolation });
        const [[top, bottom], [left, right]] = frameReach(
          shiftRange(shift),
          interpolations[interpolation],
          frame,
        );
        const size: Pair = [top + frame[0] + bottom, left + frame[1] + right];
        expect(readsBeyond(size, [top, left], frame, shift)).toBe(false);
        if (top > 0) expect(readsBeyond([size[0] - 1, size[1]], [top - 1, left], frame, shift)).toBe(true);
        if (bottom > 0) expect(readsBeyond([size[0] - 1, size[1]], [top, left], frame, shift)).toBe(true);
        if (left > 0) expect(readsBeyond([size[0], size[1] - 1], [top, left - 1], frame, shift)).toBe(true);
        if (right > 0) expect(readsBeyond([size[0], size[1] - 1], [top, left], frame, shift)).toBe(true);
      }),
    );
  },
);

test.each([
  ['bilinear', { max: 3 }, [3, 3]],
  ['bilinear', { max: 2, step: 0.5 }, [2, 2]],
  ['bilinear', { max: 2.5, step: 0.5 }, [3, 3]],
  ['lanczos3', { max: 3 }, [3, 3]],
  ['lanczos3', { max: 2, step: 0.5 }, [4, 4]],
  ['lanczos3', { y: [-3, -1], x: [-3, -1] }, [0, 3]],
  ['lanczos3', { y: [1, 3], x: [1, 3] }, [3, 0]],
] as const)('%s, shifts %j: %j before and after', (interpolation, given, expected) => {
  const range = shiftRange(v.parse(shiftOptions, given));
  expect(frameReach(range, interpolations[interpolation], [8, 8])).toEqual([expected, expected]);
});
