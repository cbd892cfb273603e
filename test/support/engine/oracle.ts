import type { Image } from '../../../src/core/tensor.ts';
import type { FillMode } from '../../../src/shift/fill.ts';
import { frames } from '../layers/framed.ts';
import { layerOracles, type Oracle } from '../layers/oracles.ts';

/**
 * What a stack gives, by plain loops over nested arrays and another way of thinking: a shifted image is cut out of
 * copies laid side by side; a window slides over a line that was made longer by holes or by its own beginning.
 * Valid for every shift, window, stride, padding and fill mode. Values are exact for max_pool and relu; means are
 * sums in double precision.
 */

/** [row][column][channel] */
export type Grid = readonly (readonly (readonly number[])[])[];

/** The image moved `dy` rows down and `dx` columns right. */
export function shifted(grid: Grid, dy: number, dx: number, mode: FillMode, value: number): Grid {
  const blank = grid[0]![0]!.map(() => value);
  const rows = moved(
    grid,
    dy,
    mode,
    grid[0]!.map(() => blank),
  );
  return rows.map((row) => moved(row, dx, mode, blank));
}

function moved<T>(line: readonly T[], by: number, mode: FillMode, blank: T): T[] {
  const times = Math.ceil(Math.abs(by) / line.length);
  const copies: (readonly T[])[] = [];
  for (let copy = -times; copy <= times; copy++)
    copies.push(copy === 0 ? line : beside(line, copy, mode, blank));
  const start = times * line.length - by;
  return copies.flat().slice(start, start + line.length);
}

/** What lies `copy` image lengths to the right of a line. */
function beside<T>(line: readonly T[], copy: number, mode: FillMode, blank: T): readonly T[] {
  if (mode === 'wrap') return line;
  if (mode === 'reflect') return copy % 2 === 0 ? line : line.toReversed();
  if (mode === 'nearest') return line.map(() => (copy < 0 ? line[0]! : line.at(-1)!));
  return line.map(() => blank);
}

interface PoolOptions {
  pool_size: readonly [number, number];
  strides: readonly [number, number];
  padding: string;
}

/** By layer. */
export const oracles: Readonly<Record<string, Oracle>> = {
  max_pool: (grid, options) => pooled(grid, options, (values) => Math.max(...values)),
  avg_pool: (grid, options) => pooled(grid, options, mean),
  global_avg_pool: (grid) => [[grid[0]![0]!.map((_, c) => mean(grid.flat().map((cell) => cell[c]!)))]],
  relu: (grid) => grid.map((row) => row.map((cell) => cell.map((value) => Math.max(value, 0)))),
  ...layerOracles,
};

function pooled(grid: Grid, options: PoolOptions, reduce: (values: number[]) => number): Grid {
  const { pool_size, strides, padding } = options;
  const rows = windows(grid.length, pool_size[0], strides[0], padding);
  const columns = windows(grid[0]!.length, pool_size[1], strides[1], padding);
  return rows.map((ys) =>
    columns.map((xs) =>
      grid[0]![0]!.map((_, c) => reduce(ys.flatMap((y) => xs.map((x) => grid[y]![x]![c]!)))),
    ),
  );
}

/** For each output cell, the input cells under its window; a hole is none. */
function windows(length: number, size: number, stride: number, padding: string): number[][] {
  return frames(length, size, stride, padding).map((cells) => cells.filter((cell) => cell !== undefined));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function gridOf({ data, shape: [height, width, channels] }: Image): Grid {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const at = (y * width + x) * channels;
      return [...data.subarray(at, at + channels)];
    }),
  );
}
