import { once } from '../once.ts';
import { modulo } from '../shift/fill.ts';
import { everyMember, type OutputMap, type Pair, type Shape, type Shifts } from '../tensor.ts';
import { type Parts, partsOf } from './parts.ts';
import type { Plan } from './plan.ts';

/** What a frame sees of an image while that is shifted: the content moves down, so the frame moves up over it. */
export interface Frames {
  /** Pixels of the image, from the frame's first at rest, where what some shift shows begins, and how many there are. */
  first: Pair;
  size: Pair;
  /** Where the outputs of some shifts begin in maps of that: the same arrays where they were asked for before. */
  windows(members: Int32Array, where: Where): Windows;
}

export type Windows = Pick<OutputMap, 'rows' | 'columns'>;

interface Where {
  /** Rows of one map: those of other parts of a pixel lie below it. */
  height: number;
  /** Where the first output begins in it, from the frame's first pixel. Default [0, 0]. */
  from?: Pair;
}

/** Found once for the same shifts. @param frame [height, width] of what is seen of the image */
export function framesOf(shifts: Shifts, frame: Pair, plan: Pick<Plan, 'torus' | 'margin'>): Frames {
  const known = framesBy(shifts);
  const key = JSON.stringify([frame, plan.torus, plan.margin]);
  const frames = known.get(key) ?? find(partsOf(shifts), frame, plan);
  known.set(key, frames);
  return frames;
}

const framesBy = once((_: Shifts) => new Map<string, Frames>());

/** The numbers of all shifts, found once. */
export const everyShift = once(({ dy }: Shifts) => everyMember(dy.length));

function find(
  parts: Parts,
  frame: Pair,
  { torus, margin: { before, after } }: Pick<Plan, 'torus' | 'margin'>,
): Frames {
  const { y, x } = parts.reach;
  const first: Pair = torus ? [0, 0] : [y[0] - before[0], x[0] - before[1]];
  const size: Pair = torus
    ? frame
    : [frame[0] + y[1] + after[0] - first[0], frame[1] + x[1] + after[1] - first[1]];
  const windowsBy = once((_: Int32Array) => new Map<string, Windows>());
  return {
    first,
    size,
    windows(members, { height, from = [0, 0] }) {
      const known = windowsBy(members);
      const key = `${parts.list.length === 1 ? 0 : height} ${from}`;
      const windows = known.get(key) ?? place(members, height, from);
      known.set(key, windows);
      return windows;
    },
  };

  function place(members: Int32Array, height: number, from: Pair): Windows {
    const [rows, columns] = [new Int32Array(members.length), new Int32Array(members.length)];
    for (let member = 0; member < members.length; member++) {
      const shift = members[member]!;
      const row = from[0] - first[0] - parts.down[shift]!;
      const column = from[1] - first[1] - parts.right[shift]!;
      rows[member] = parts.part[shift]! * height + (torus ? modulo(row, size[0]) : row);
      columns[member] = torus ? modulo(column, size[1]) : column;
    }
    return { rows, columns };
  }
}

/** [height, width] of the part of a map that some windows read. */
export function reached({ rows, columns }: Windows, shape: Shape, dilation: Pair): Pair {
  const most = (places: Int32Array) => places.reduce((a, b) => Math.max(a, b));
  return [most(rows) + (shape[0] - 1) * dilation[0] + 1, most(columns) + (shape[1] - 1) * dilation[1] + 1];
}
