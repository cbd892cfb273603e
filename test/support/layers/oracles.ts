import type { Grid } from '../engine/oracle.ts';
import { blurred, maxBlurred } from './blurred.ts';
import { convolved, type Place } from './convolved.ts';
import { transposed, upsampled } from './enlarged.ts';
import { frames, throughWindows } from './framed.ts';
import { polyphase } from './polyphase.ts';

/** What a layer gives, by plain loops over nested arrays. */
export type Oracle = (grid: Grid, options: any, place?: Place) => Grid;

/** By layer. */
export const layerOracles = {
  conv2d: convolved,
  conv2d_transpose: transposed,
  upsample: upsampled,
  lp_pool: normed,
  blur_pool: blurred,
  max_blur_pool: maxBlurred,
  subsample: (grid, { strides: [down, across] }) =>
    grid.filter((_, y) => y % down === 0).map((row) => row.filter((_, x) => x % across === 0)),
  adaptive_polyphase: polyphase,
  global_max_pool: (grid) => [[grid[0]![0]!.map((_, c) => Math.max(...grid.flat().map((cell) => cell[c]!)))]],
  leaky_relu: (grid, { negative_slope }) =>
    cells(grid, (cell) => cell.map((x) => (x > 0 ? x : Math.fround(x * Math.fround(negative_slope))))),
  abs: (grid) => cells(grid, (cell) => cell.map((x) => (x < 0 ? -x : x))),
  square: (grid) => cells(grid, (cell) => cell.map((x) => Math.fround(x ** 2))),
  softmax: (grid) => cells(grid, softened),
  argmax: (grid) => cells(grid, (cell) => [cell.indexOf(Math.max(...cell))]),
  flatten: (grid) => [[grid.flat(2)]],
} satisfies Record<string, Oracle>;

interface Norm {
  p: number;
  pool_size: readonly [number, number];
  strides: readonly [number, number];
  padding: string;
}

/** In double precision; powers of a float32 up to the seventh, or of ordinary numbers up to the 32nd, are some number. */
function normed(grid: Grid, { p, pool_size: [height, width], strides, padding }: Norm): Grid {
  const windows = [
    frames(grid.length, height, strides[0], padding),
    frames(grid[0]!.length, width, strides[1], padding),
  ] as const;
  return throughWindows(grid, windows, grid[0]![0]!.length, (c, read) => {
    let sum = 0;
    for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) sum += Math.abs(read(i, j, c)) ** p;
    return Math.fround(sum ** (1 / p));
  });
}

function softened(cell: readonly number[]): number[] {
  const powers = cell.map((value) => Math.exp(value - Math.max(...cell)));
  return powers.map((power) => power / powers.reduce((a, b) => a + b, 0));
}

function cells(grid: Grid, change: (cell: readonly number[]) => number[]): Grid {
  return grid.map((row) => row.map(change));
}
