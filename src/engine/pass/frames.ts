import { once } from '../../core/memo.ts';
import { everyMember, type Pair, type Shape, type Shifts, type Windows } from '../../core/tensor.ts';
import { modulo } from '../../shift/fill.ts';
import type { Plan } from '../plan/plan.ts';
import { type Parts, partsOf } from './subpixel.ts';

/** What a frame sees of an image while that is shifted: the content moves down, so the frame moves up over it. */
export interface Frames {
  /** Pixels of the image, from the frame's first at rest, where what some shift shows begins, and how many there are. */
  first: Pair;
  size: Pair;
  /** Where the outputs of some shifts begin in maps of that: the same arrays for the same shifts, as long as they are few. */
  windows(members: Int32Array, where: Where): Windows;
}

interface Where {
  /** Rows of one map: those of other parts of a pixel lie below it. */
  height: number;
  /** Where the first output begins in it, from the frame's first pixel. Default [0, 0]. */
  from?: Pair;
}

/** @param frame [height, width] of what is seen of the image */
export function framesOf(
  shifts: Shifts,
  frame: Pair,
  { torus, margin: { before, after } }: Pick<Plan, 'torus' | 'margin'>,
): Frames {
  const parts = partsOf(shifts);
  const { y, x } = parts.reach;
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
      const key = `${top} ${left} ${torus ? size : ''} ${parts.list.length === 1 ? '' : height}`;
      const before = known.get(key);
      if (before) return before;
      const windows = place(parts, members, [top, left], height, torus ? size : undefined);
      if (known.size === MOST) known.clear();
      known.set(key, windows);
      return windows;
    },
  };
}

const windowsBy = once((_: Shifts) => once((_: Int32Array) => new Map<string, Windows>()));

/** So many are kept: a stack has some where its windows read padding. */
const MOST = 8;

/** The numbers of all shifts, found once. */
export const everyShift = once(({ dy }: Shifts) => everyMember(dy.length));

/** @param size of the image, if windows go on round it */
function place(
  { part, down, right }: Parts,
  members: Int32Array,
  [top, left]: Pair,
  height: number,
  size: Pair | undefined,
): Windows {
  const [rows, columns] = [new Int32Array(members.length), new Int32Array(members.length)];
  for (let member = 0; member < members.length; member++) {
    const shift = members[member]!;
    const [row, column] = [top - down[shift]!, left - right[shift]!];
    rows[member] = part[shift]! * height + (size ? modulo(row, size[0]) : row);
    columns[member] = size ? modulo(column, size[1]) : column;
  }
  return { rows, columns };
}

/** [height, width] of the part of a map that some windows read. */
export function reached({ rows, columns }: Windows, shape: Shape, dilation: Pair): Pair {
  const most = (places: Int32Array) => places.reduce((a, b) => Math.max(a, b));
  return [most(rows) + (shape[0] - 1) * dilation[0] + 1, most(columns) + (shape[1] - 1) * dilation[1] + 1];
}
