import type { Grid } from '../engine/oracle.ts';
import { alone, type Convolution, kernelsOf, type Place } from './convolved.ts';

interface Upsampling {
  size: readonly [number, number];
  interpolation: string;
}

/** One axis at a time, by reading a line that is longer by its edges at any position. */
export function upsampled(grid: Grid, { size, interpolation }: Upsampling): Grid {
  const repeats = interpolation === 'nearest' || interpolation === 'area';
  const read = repeats ? nearest : interpolation === 'bilinear' ? linear : filtered(filters[interpolation]!);
  const enlarged = (line: readonly number[], times: number) =>
    Array.from({ length: line.length * times }, (_, i) => read(line, (2 * i + 1) / (2 * times) - 0.5));
  const channels = grid[0]![0]!.map((_, c) => {
    const rows = grid.map((row) => row.map((cell) => cell[c]!));
    const tall = transposeOf(transposeOf(rows).map((column) => enlarged(column, size[0])));
    return tall.map((row) => enlarged(row, size[1]).map(Math.fround));
  });
  return channels[0]!.map((row, y) => row.map((_, x) => channels.map((one) => one[y]![x]!)));
}

/** The cell whose square holds the position. */
function nearest(line: readonly number[], position: number): number {
  return line.find((_, i) => position < i + 0.5)!;
}

function linear(line: readonly number[], position: number): number {
  const long = [line[0]!, ...line, line.at(-1)!];
  return long.reduce((sum, value, i) => {
    const weight = Math.max(0, 1 - Math.abs(position + 1 - i));
    return weight === 0 ? sum : sum + weight * value;
  }, 0);
}

/** The weight of a cell by its distance from the position: Keras's filters, with a = -1/2, and B = C = 1/3. */
const filters: Readonly<Record<string, (t: number) => number>> = {
  bicubic: (t) => (t < 1 ? (1.5 * t - 2.5) * t * t + 1 : t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0),
  mitchellcubic: (t) =>
    t < 1
      ? (7 * t ** 3 - 12 * t ** 2 + 16 / 3) / 6
      : t < 2
        ? ((-7 / 3) * t ** 3 + 12 * t ** 2 - 20 * t + 32 / 3) / 6
        : 0,
  gaussian: (t) => (t < 1.5 ? Math.exp(-2 * t * t) : 0),
  lanczos3: (t) => (t < 3 ? sinc(t) * sinc(t / 3) : 0),
  lanczos5: (t) => (t < 5 ? sinc(t) * sinc(t / 5) : 0),
};

const sinc = (t: number) => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));

/** The mean of the cells that are there, by those weights. */
function filtered(weight: (t: number) => number) {
  return (line: readonly number[], position: number): number => {
    const weights = line.map((_, i) => weight(Math.abs(i - position)));
    const all = weights.reduce((a, b) => a + b);
    return line.reduce((sum, value, i) => sum + (weights[i]! / all) * value, 0);
  };
}

function transposeOf(rows: readonly (readonly number[])[]): number[][] {
  return rows[0]!.map((_, x) => rows.map((row) => row[x]!));
}

/**
 * The transpose of the matrix of a convolution: output value Y is Σ k[i] x[y] over all i and y with
 * Y + cut = y · stride + i, as TensorFlow has it: the gradient of a convolution that pads `total` cells.
 */
export function transposed(grid: Grid, options: Convolution, place: Place = alone): Grid {
  const { strides, padding, bias } = options;
  const channels = grid[0]![0]!.length;
  const kernels = kernelsOf(options, channels, place, 'conv2d_transpose');
  const [height, width] = [kernels[0]!.length, kernels[0]![0]!.length];
  const along = (n: number, k: number, s: number) => {
    const total = Math.max(k - s, 0);
    return padding === 'same' ? { size: n * s, cut: Math.floor(total / 2) } : { size: n * s + total, cut: 0 };
  };
  const rows = along(grid.length, height, strides[0]);
  const columns = along(grid[0]!.length, width, strides[1]);
  return Array.from({ length: rows.size }, (_, Y) =>
    Array.from({ length: columns.size }, (_, X) =>
      kernels.map((kernel, f) => {
        let sum = typeof bias === 'number' ? bias : bias[f]!;
        for (const [i, line] of kernel.entries())
          for (const [j, weights] of line.entries()) {
            const [y, x] = [(Y + rows.cut - i) / strides[0], (X + columns.cut - j) / strides[1]];
            const cell = grid[y]?.[x] ?? [];
            for (const [c, value] of cell.entries()) sum += weights[c]! * value;
          }
        return sum;
      }),
    ),
  );
}
