import type { Pair } from '../core/tensor.ts';
import { axesOf, type ShiftList, type ShiftRange, shiftOn } from './grid.ts';
import type { Interpolation } from './interpolation.ts';
import { splitShift } from './split.ts';

/**
 * The pixels that a frame reads beyond its position at rest, over all shifts: [above, below] in rows, and [left, right]
 * in columns. An image that has them all around the frame needs no filling.
 *
 * @param frame [height, width]
 * @example frameReach({ y: [0, 3], x: [0, 0], step: 1 }, interpolations.bilinear, [8, 8]) // [[3, 0], [0, 0]]
 */
export function frameReach(range: ShiftRange | ShiftList, kind: Interpolation, frame: Pair): [Pair, Pair] {
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

/**
 * Shifts of which one reads furthest: of a grid, the two at either end, since a fractional shift next to a whole end
 * may read further than the end.
 */
function outermost(range: ShiftRange | ShiftList, axis: 0 | 1): number[] {
  if ('count' in range) return range.outermost.map((shift) => shift[axis]);
  const { ends, count, ...rest } = axesOf(range)[axis];
  // Next to an end that is whole, a fraction less reads further.
  if (range.continuous) return [ends[0], ends[0] + 1e-6, ends[1] - 1e-6, ends[1]];
  return [0, 1, count - 2, count - 1]
    .filter((index) => index >= 0 && index < count)
    .map((index) => shiftOn({ ends, count, ...rest }, index));
}
