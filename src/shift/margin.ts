import type { Pair } from '../core/tensor.ts';
import type { Interpolation } from './interpolation.ts';
import { axisCount, type ShiftList, type ShiftRange, stepsOf } from './range.ts';
import { splitShift } from './split.ts';

/**
 * How many pixels of the image some shift makes a frame read on either side of its place at rest: [before, after],
 * of the rows and of the columns.
 *
 * @param frame [height, width]
 */
export function marginsOf(range: ShiftRange | ShiftList, kind: Interpolation, frame: Pair): [Pair, Pair] {
  return [0, 1].map((axis): Pair => {
    let [before, after] = [0, 0];
    for (const d of outermost(range, axis as 0 | 1)) {
      const [whole, part] = splitShift(-d);
      const support = part === 0 ? { before: 0, after: 0 } : kind.support(frame[axis]!);
      before = Math.max(before, support.before - whole);
      after = Math.max(after, whole + support.after);
    }
    return [before, after];
  }) as [Pair, Pair];
}

/** Of a grid, the two at either end: beside an end that is whole, one that is not may read further. */
function outermost(range: ShiftRange | ShiftList, axis: 0 | 1): number[] {
  if ('count' in range) return range.outermost.map((shift) => shift[axis]);
  const [first, last] = axis === 0 ? range.y : range.x;
  const step = stepsOf(range)[axis];
  return axisCount([first, last], step) === 1 ? [first] : [first, first + step, last - step, last];
}
