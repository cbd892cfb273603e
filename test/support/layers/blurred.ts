import type { Grid } from '../engine/oracle.ts';
import { type Cell, cut, frames, throughWindows } from './framed.ts';

/** The options of blur_pool and max_blur_pool. */
export interface Blur {
  filter: number;
  strides: readonly [number, number];
  profile: string;
  padding: string;
}

const binomials = [
  [1],
  [1, 1],
  [1, 2, 1],
  [1, 3, 3, 1],
  [1, 4, 6, 4, 1],
  [1, 5, 10, 10, 5, 1],
  [1, 6, 15, 20, 15, 6, 1],
];

/** Sums of binomial weights times values, over lines that are made longer by holes or by their mirror images. */
export function blurred(grid: Grid, options: Blur): Grid {
  const { filter, strides } = options;
  const taps = binomials[filter - 1]!;
  const windows = [
    windowsOf(grid.length, strides[0], options),
    windowsOf(grid[0]!.length, strides[1], options),
  ] as const;
  return throughWindows(grid, windows, grid[0]![0]!.length, (c, read) => {
    let sum = 0;
    for (const [i, down] of taps.entries())
      for (const [j, across] of taps.entries()) sum += down * across * read(i, j, c);
    return sum / 4 ** (filter - 1);
  });
}

function windowsOf(length: number, stride: number, { filter, profile, padding }: Blur): Cell[][] {
  if (padding !== 'profile') return frames(length, filter, stride, padding);
  const line: Cell[] = Array.from({ length }, (_, i) => i);
  const half = (filter - 1) / 2;
  const both = Math.floor((filter + stride - 2) / 2);
  const [before, after] = profile === 'timm' ? [both, both] : [Math.floor(half), Math.ceil(half)];
  // The edge is the mirror, and not seen in it.
  const left = profile === 'kornia' ? holes(before) : line.slice(1, before + 1).reverse();
  const right = profile === 'kornia' ? holes(after) : line.toReversed().slice(1, after + 1);
  return cut([...left, ...line, ...right], filter, stride);
}

function holes(count: number): Cell[] {
  return new Array<Cell>(count).fill(undefined);
}

/** The maximum of k×k neighbours, then the blur. */
export function maxBlurred(grid: Grid, options: Blur & { pool_size?: readonly [number, number] }): Grid {
  const [tall, wide] = options.pool_size ?? [2, 2];
  const round = options.padding === 'circular';
  const [height, width] = [grid.length, grid[0]!.length];
  const starts = (length: number, window: number) => [...Array(round ? length : length - window + 1).keys()];
  const largest = starts(height, tall).map((y) =>
    starts(width, wide).map((x) => {
      const rows = Array.from({ length: tall }, (_, i) => grid[(y + i) % height]!);
      const cells = rows.flatMap((row) => Array.from({ length: wide }, (_, j) => row[(x + j) % width]!));
      return cells[0]!.map((_, c) => Math.max(...cells.map((cell) => cell[c]!)));
    }),
  );
  return blurred(largest, options);
}
