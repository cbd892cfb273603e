import type { Pair, Windows } from '../../core/tensor.ts';
import { boundsOf, perWindows } from './window_bounds.ts';

/** Where the windows of a map begin, as a grid. */
export interface WindowGrid {
  /** By first cell, the member whose window begins there; -1: none. It goes on to a step right of and below the last. */
  memberAt: Int32Array;
  /** Cells of a row. */
  width: number;
  /** Rows and columns from a window to its neighbours below and to the right; 0 where there are none. */
  step: Pair;
  /** The steps to its four neighbours that come earlier: to the right, below, below to the right and to the left. */
  steps: readonly Pair[];
  /** By step, the cells of it; and 0 for none. */
  further: Int32Array;
}

/** The grid of windows, whose steps are those to the window before in order; undefined where few are in a large area. */
export function windowGrid(windows: Windows): WindowGrid | undefined {
  return windows.rows.length > MOST_CACHED ? findGrid(windows) : cachedGrid(windows);
}

/** Windows whose grid is cached: that of more takes much memory, and little time beside their outputs. */
const MOST_CACHED = 2 ** 18;

const cachedGrid = perWindows(findGrid);

function findGrid(windows: Windows): WindowGrid | undefined {
  const { rows, columns } = windows;
  const { top, left, down, across } = boundsOf(windows);
  const step = stepOf(windows);
  const width = across + step[1];
  const cells = (down + step[0]) * width;
  if (cells > MAX_CELLS_PER_WINDOW * rows.length) return undefined;
  const memberAt = new Int32Array(cells).fill(-1);
  for (let member = 0; member < rows.length; member++)
    memberAt[(rows[member]! - top) * width + columns[member]! - left] = member;
  const steps = stepsToAdjacent(step);
  const further = Int32Array.from([...steps, [0, 0]], ([down, right]) => down! * width + right!);
  return { memberAt, width, step, steps, further };
}

function stepsToAdjacent([down, right]: Pair): readonly Pair[] {
  const beside: Pair = [0, right];
  // In a single row there is nothing below.
  if (down === 0) return [beside, beside, beside, beside];
  return [beside, [down, 0], [down, right], [down, -right]];
}

/** Most cells of the grid for each window. */
const MAX_CELLS_PER_WINDOW = 4;

/** The steps down and right, from the first windows that follow each other so. */
function stepOf({ rows, columns }: Windows): Pair {
  // The first window is that of the reference, which is out of order.
  const right = rows.findIndex((row, i) => i > 1 && row === rows[i - 1] && columns[i]! < columns[i - 1]!);
  const down = rows.findIndex((row, i) => i > 1 && row < rows[i - 1]!);
  return [
    down > 0 ? rows[down - 1]! - rows[down]! : 0,
    right > 0 ? columns[right - 1]! - columns[right]! : 0,
  ];
}
