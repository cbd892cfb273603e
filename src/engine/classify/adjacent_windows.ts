import type { Windows } from '../../core/tensor.ts';
import { originsOf, perWindows } from './window_origins.ts';

/** Which windows of a map lie a step further down, or right. */
export interface Neighbours {
  /** How far that is: rows and columns. */
  step: readonly [down: number, right: number];
  /** Of each member, the one that begins there, if it is an earlier one; else -1. */
  of: Int32Array;
}

/** Right and down, as far as the first windows that follow each other do so; none where windows are few on a large grid. */
export const neighboursOf = perWindows((windows): Neighbours[] => {
  const { rows, columns } = windows;
  const { top, left, down, across } = originsOf(windows);
  if (down * across > SPARSE * rows.length) return [];
  const memberAt = new Int32Array(down * across).fill(-1);
  for (let member = 0; member < rows.length; member++)
    memberAt[(rows[member]! - top) * across + columns[member]! - left] = member;
  return steps(windows).map((step) => {
    const of = new Int32Array(rows.length).fill(-1);
    for (let member = 0; member < rows.length; member++) {
      const y = rows[member]! + step[0] - top;
      const x = columns[member]! + step[1] - left;
      if (y >= down || x >= across) continue;
      const other = memberAt[y * across + x]!;
      if (other < member) of[member] = other;
    }
    return { step, of };
  });
});

/** So many places for each member are too many. */
const SPARSE = 4;

function steps({ rows, columns }: Windows): [down: number, right: number][] {
  const found: [number, number][] = [];
  // The very first is that of the unshifted one, which stands out of order.
  const right = rows.findIndex((row, i) => i > 1 && row === rows[i - 1] && columns[i]! < columns[i - 1]!);
  if (right > 0) found.push([0, columns[right - 1]! - columns[right]!]);
  const down = rows.findIndex((row, i) => i > 1 && row < rows[i - 1]!);
  if (down > 0) found.push([rows[down - 1]! - rows[down]!, 0]);
  return found;
}
