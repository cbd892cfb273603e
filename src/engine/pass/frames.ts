import { once } from '../../core/memo.ts';
import { everyMember, type Pair, type Shape, type Shifts, type Windows } from '../../core/tensor.ts';
import { modulo } from '../../shift/fill.ts';
import type { Plan } from '../plan/plan.ts';
import { type SplitShifts, splitShifts } from './subpixel.ts';

/** The part of an image that a frame shows over all shifts. Where the content moves down, the frame moves up over it. */
export interface Frames {
  /** Its first pixel, counted from the first pixel of the unshifted frame; and its size in pixels. */
  first: Pair;
  size: Pair;
  /** Where the outputs of some shifts begin in an undecimated map of that part. Cached, so the same arrays come back. */
  windows(members: Int32Array, origin: MapOrigin): Windows;
}

interface MapOrigin {
  /** Rows of the map of one fraction of a pixel: those of the others are below it. */
  height: number;
  /** Where the unshifted output begins, from the frame's first pixel. Default [0, 0]. */
  from?: Pair;
}

/** @param frame [height, width] */
export function framesOf(
  shifts: Shifts,
  frame: Pair,
  { torus, margin: { before, after } }: Pick<Plan, 'torus' | 'margin'>,
): Frames {
  const split = splitShifts(shifts);
  const { y, x } = split.reach;
  const first: Pair = torus ? [0, 0] : [y[0] - before[0], x[0] - before[1]];
  const size: Pair = torus
    ? frame
    : [frame[0] + y[1] + after[0] - first[0], frame[1] + x[1] + after[1] - first[1]];
  return {
    first,
    size,
    windows(members, { height, from = [0, 0] }) {
      const known = windowsBy(shifts)(members);
      const [top, left] = [from[0] - first[0], from[1] - first[1]];
      const key = `${top} ${left} ${torus ? size : ''} ${split.fractions.length === 1 ? '' : height}`;
      const before = known.get(key);
      if (before) return before;
      const windows = placeWindows(split, members, [top, left], height, torus ? size : undefined);
      if (known.size === CACHE_SIZE) known.clear();
      known.set(key, windows);
      return windows;
    },
  };
}

const windowsBy = once((_: Shifts) => once((_: Int32Array) => new Map<string, Windows>()));

/** Cached sets of windows for the same shifts: a stack has a few, where its windows read padding. */
const CACHE_SIZE = 8;

/** The indices of all shifts; the same array for the same shifts. */
export const everyShift = once(({ dy }: Shifts) => everyMember(dy.length));

/** @param size of the image, on a torus */
function placeWindows(
  { fractionOf, down, right }: SplitShifts,
  members: Int32Array,
  [top, left]: Pair,
  height: number,
  size: Pair | undefined,
): Windows {
  const [rows, columns] = [new Int32Array(members.length), new Int32Array(members.length)];
  for (let member = 0; member < members.length; member++) {
    const shift = members[member]!;
    const [row, column] = [top - down[shift]!, left - right[shift]!];
    rows[member] = fractionOf[shift]! * height + (size ? modulo(row, size[0]) : row);
    columns[member] = size ? modulo(column, size[1]) : column;
  }
  return { rows, columns };
}

/**
 * [height, width] of the part of a map that windows read, from its first cell.
 *
 * @param shape of one output
 * @example windows that begin at (0, 1) and (3, 0), of 2×2 cells that are [2, 1] cells apart: [6, 3]
 */
export function extentOf({ rows, columns }: Windows, shape: Shape, dilation: Pair): Pair {
  const most = (starts: Int32Array) => starts.reduce((a, b) => Math.max(a, b));
  return [most(rows) + (shape[0] - 1) * dilation[0] + 1, most(columns) + (shape[1] - 1) * dilation[1] + 1];
}
