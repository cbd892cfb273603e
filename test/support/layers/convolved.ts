import seedrandom from 'seedrandom';
import type { Grid } from '../engine/oracle.ts';
import { frames, throughWindows } from './framed.ts';

/** Where a layer stands, for what depends on that. */
export interface Place {
  seed: number | string;
  step: number;
}

/** Where a layer stands that is tested alone. */
export const alone: Place = { seed: 'alone', step: 1 };

export interface Convolution {
  kernel: string | number[][] | number[][][];
  kernel_size?: readonly [number, number];
  filters?: number;
  strides: readonly [number, number];
  padding: string;
  bias: number | readonly number[];
}

/** Sums of weights times values in double precision; a hole counts as 0. */
export function convolved(grid: Grid, options: Convolution, place: Place = alone): Grid {
  const { strides, padding, bias } = options;
  const channels = grid[0]![0]!.length;
  const kernels = kernelsOf(options, channels, place);
  const [height, width] = [kernels[0]!.length, kernels[0]![0]!.length];
  const windows = [
    frames(grid.length, height, strides[0], padding),
    frames(grid[0]!.length, width, strides[1], padding),
  ] as const;
  return throughWindows(grid, windows, kernels.length, (f, read) => {
    let sum = typeof bias === 'number' ? bias : bias[f]!;
    for (let i = 0; i < height; i++)
      for (let j = 0; j < width; j++)
        for (let c = 0; c < channels; c++) sum += kernels[f]![i]![j]![c]! * read(i, j, c);
    return sum;
  });
}

/** [filter][row][column][input channel] */
export function kernelsOf(
  options: Convolution,
  channels: number,
  place: Place,
  purpose = 'conv2d',
): number[][][][] {
  const { kernel, kernel_size, filters } = options;
  if (kernel === 'random') {
    const drawn = randomKernel(place, [...kernel_size!, channels, filters!], purpose);
    return Array.from({ length: filters! }, (_, f) =>
      drawn.map((row) => row.map((cell) => cell.map((weights) => weights[f]!))),
    );
  }
  const rows = typeof kernel === 'string' ? namedKernels[kernel]! : kernel;
  const list = (Array.isArray(rows[0]![0]) ? rows : [rows]) as number[][][];
  return list.map((one) =>
    one.map((row) => row.map((weight) => new Array<number>(channels).fill(Math.fround(weight)))),
  );
}

/** [row][column][input channel][filter], drawn with seedrandom alone. */
export function randomKernel(
  { seed, step }: Place,
  shape: readonly number[],
  purpose = 'conv2d',
): number[][][][] {
  const [height, width, channels, filters] = shape as [number, number, number, number];
  const next = seedrandom(`${seed} ${purpose} [${step},[${shape.join(',')}]]`);
  const list = <T>(length: number, item: () => T) => Array.from({ length }, item);
  const value = () => {
    const [u, v] = [next(), next()];
    const normal = Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v);
    return Math.fround(Math.sqrt(2 / (height * width * channels)) * normal);
  };
  return list(height, () => list(width, () => list(channels, () => list(filters, value))));
}

const outer = (column: number[], row: number[], over = 1) =>
  column.map((a) => row.map((b) => (a * b) / over));

/** Each as its definition says. */
export const namedKernels: Readonly<Record<string, number[][]>> = {
  identity: outer([0, 1, 0], [0, 1, 0]),
  edge: [0, 1, 2].map((y) => [0, 1, 2].map((x) => (y === 1 && x === 1 ? 8 : -1))),
  emboss: [
    [-2, -1, 0],
    [-1, 1, 1],
    [0, 1, 2],
  ],
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
  box_blur: outer([1, 1, 1], [1, 1, 1], 9),
  gaussian_blur: outer([1, 2, 1], [1, 2, 1], 16),
  sobel_x: outer([1, 2, 1], [-1, 0, 1]),
  sobel_y: outer([-1, 0, 1], [1, 2, 1]),
  laplacian: [
    [0, 1, 0],
    [1, -4, 1],
    [0, 1, 0],
  ],
};
