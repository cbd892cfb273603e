import type { Grid } from '../engine/oracle.ts';

/**
 * Windows by another way of thinking than arithmetic: a line of cells is made longer, by holes or by its own
 * beginning, until every window fits; then the windows are cut out of it.
 */

/** A cell of the input, or a hole. */
export type Cell = number | undefined;

/** For each output cell, the input cells under its window, holes among them. */
export function frames(length: number, size: number, stride: number, padding: string): Cell[][] {
  const line: Cell[] = Array.from({ length }, (_, i) => i);
  const fitting = () => Math.floor((line.length - size) / stride) + 1;
  const wanted = padding === 'valid' ? fitting() : Math.ceil(length / stride);
  for (let added = 0; fitting() < wanted; added++) {
    if (padding === 'circular') line.push(added % length);
    else if (added % 2 === 0) line.push(undefined);
    else line.unshift(undefined);
  }
  return cut(line, size, stride);
}

/** Every window that fits on a line. */
export function cut(line: readonly Cell[], size: number, stride: number): Cell[][] {
  const windows: Cell[][] = [];
  for (let start = 0; start + size <= line.length; start += stride)
    windows.push(line.slice(start, start + size));
  return windows;
}

/**
 * What windows make of a grid.
 *
 * @param outputs how many values a cell of the output has
 * @param value the n-th of them, of a reader of the window's cells: a hole reads as 0
 */
export function throughWindows(
  grid: Grid,
  [rows, columns]: readonly [Cell[][], Cell[][]],
  outputs: number,
  value: (n: number, read: (i: number, j: number, c: number) => number) => number,
): Grid {
  return rows.map((ys) =>
    columns.map((xs) => {
      const read = (i: number, j: number, c: number) => {
        const [y, x] = [ys[i], xs[j]];
        return y === undefined || x === undefined ? 0 : grid[y]![x]![c]!;
      };
      return Array.from({ length: outputs }, (_, n) => value(n, read));
    }),
  );
}
