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
  const ends = around[padding]?.(line, size);
  if (ends) return cut([...ends[0], ...line, ...ends[1]], size, stride);
  const fitting = () => Math.floor((line.length - size) / stride) + 1;
  const wanted = padding === 'valid' ? fitting() : Math.ceil(length / stride);
  for (let added = 0; fitting() < wanted; added++) {
    if (padding === 'circular') line.push(added % length);
    else if (added % 2 === 0) line.push(undefined);
    else line.unshift(undefined);
  }
  return cut(line, size, stride);
}

/** What PyTorch's padding modes put before and after a line, of window - 1 cells the smaller half before it. */
const around: Record<string, (line: Cell[], size: number) => [Cell[], Cell[]]> = {
  full: (_, size) => [holes(size - 1), holes(size - 1)],
  reflect(line, size) {
    const mirror = line.toReversed();
    return [mirror.slice(line.length - 1 - before(size), -1), mirror.slice(1, 1 + after(size))];
  },
  replicate: (line, size) => [
    new Array<Cell>(before(size)).fill(line[0]),
    new Array<Cell>(after(size)).fill(line.at(-1)),
  ],
  circular_centered(line, size) {
    const many = Array.from({ length: size }, () => line).flat();
    return [many.slice(many.length - before(size)), many.slice(0, after(size))];
  },
};

const before = (size: number) => Math.floor((size - 1) / 2);
const after = (size: number) => Math.ceil((size - 1) / 2);
const holes = (count: number) => new Array<Cell>(count).fill(undefined);

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
