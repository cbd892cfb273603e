import type { Windows } from '../../core/tensor.ts';
import { boundsOf, perWindows } from './window_bounds.ts';

/** Pairs of windows of a map that begin one step apart. */
export interface Neighbours {
  /** Rows and columns of the step. */
  step: readonly [down: number, right: number];
  /** For each member, the one that begins a step further, if it is an earlier one; else -1. */
  of: Int32Array;
}

/**
 * The neighbours to the right and below, where the step is that from a window to the one before it in order. Empty where
 * the windows are few for the area that they cover.
 */
export function neighboursOf(windows: Windows): Neighbours[] {
  return windows.rows.length > MOST_CACHED ? findNeighbours(windows) : cachedNeighbours(windows);
}

/** Windows whose neighbours are cached: those of more take much memory, and little time beside their outputs. */
const MOST_CACHED = 2 ** 18;

const cachedNeighbours = perWindows(findNeighbours);

function findNeighbours(windows: Windows): Neighbours[] {
  const { rows, columns } = windows;
  const { top, left, down, across } = boundsOf(windows);
  if (down * across > MAX_CELLS_PER_WINDOW * rows.length) return [];
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
}

/** Most cells of the covered area for each window. */
const MAX_CELLS_PER_WINDOW = 4;

/** The step right and the step down, from the first windows that follow each other so. */
function steps({ rows, columns }: Windows): [down: number, right: number][] {
  const found: [number, number][] = [];
  // The first window is that of the reference, which is out of order.
  const right = rows.findIndex((row, i) => i > 1 && row === rows[i - 1] && columns[i]! < columns[i - 1]!);
  if (right > 0) found.push([0, columns[right - 1]! - columns[right]!]);
  const down = rows.findIndex((row, i) => i > 1 && row < rows[i - 1]!);
  if (down > 0) found.push([rows[down - 1]! - rows[down]!, 0]);
  return found;
}
