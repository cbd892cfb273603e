import * as v from 'valibot';
import { once } from '../core/memo.ts';
import { choice, described, size } from '../core/options.ts';
import type { Image, Pair, Shape } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import {
  filtersOf,
  type KernelOptions,
  kernelMisfit,
  kernelSize,
  kernelWeights,
  transposeOptions,
  type Weights,
} from './kernels/kernel.ts';
import { correlation } from './loops/correlation.ts';
import type { paddingOption } from './windows/pool_options.ts';

const transposePadding = described(
  'same: the output has size · strides cells. valid: all cells that some kernel reaches, (size - 1) · strides + kernel size; at least size · strides. output_padding says it otherwise.',
  v.optional(choice(['same', 'valid']), 'same'),
) as unknown as ReturnType<typeof paddingOption>;

const outputPadding = described(
  'Further cells after the last, fewer than the strides, as in Keras: the output has (size - 1) · strides + kernel size + output_padding cells, of same 2 · floor(kernel size / 2) fewer. n, or [height, width]. Default: what padding says.',
  v.optional(size({ min: 0, max: 4096 })),
) as unknown as Parameters<typeof transposeOptions>[1];

/**
 * Transposed convolution (Keras: Conv2DTranspose). Each input cell adds kernel · value to the cells from its own
 * position times the stride on; the bias is added to every cell. [n, h, w, c] → [n, h', w', filters], with h' = h·s for
 * `same` and h·s + max(k - s, 0) for `valid`. With `output_padding` p, h' = (h - 1)·s + k + p for `valid` and
 * (h - 1)·s + k - 2·⌊k / 2⌋ + p for `same`. `same` cuts ⌊t / 2⌋ cells before, t = max((h - 1)·s + k - h', 0), and the
 * rest after.
 *
 * @example the row [1, 2] with kernel: [[1, 10, 100]], strides: [1, 2] and padding: valid → [1, 10, 102, 20, 200]
 */
export const conv2dTranspose = defineLayer({
  title:
    'Transposed convolution, as in Keras: each input cell adds its multiple of the kernel to the output.',
  options: transposeOptions(transposePadding, outputPadding),
  pools: false,
  tolerance: 2e-5,
  shape(input, options) {
    const shape = transposedShape(input, options);
    const strides: Pair = [1 / options.strides[0], 1 / options.strides[1]];
    return outputPaddingMisfit(options) ?? kernelMisfit(options, input[2], shape) ?? { shape, strides };
  },
  prepare: (options, context) => kernelWeights(options, 'conv2d_transpose', context),
  apply(tf, x, options, prepared) {
    const { values, shape } = prepared as Weights;
    const { bias, strides } = options;
    const [height, width] = kernelSize(options);
    const [n, rows, columns] = x.shape;
    // All cells that some kernel reaches; `same` cuts them, and gaps between short kernels are filled.
    const reached: Pair = [(rows - 1) * strides[0] + height, (columns - 1) * strides[1] + width];
    const kernel = tf.transpose(tf.tensor4d(values, shape), [0, 1, 3, 2]);
    const all = tf.conv2dTranspose(x, kernel, [n, ...reached, shape[3]], [...strides], 'valid');
    const [h, w, filters] = transposedShape([rows, columns, x.shape[3]], options);
    const [top, left] = cutBefore([rows, columns, x.shape[3]], options);
    const padded = tf.pad(all, [
      [0, 0],
      [0, Math.max(top + h - reached[0], 0)],
      [0, Math.max(left + w - reached[1], 0)],
      [0, 0],
    ]);
    const result = tf.slice(padded, [0, top, left, 0], [n, h, w, filters]);
    return tf.add(result, typeof bias === 'number' ? tf.scalar(bias) : tf.tensor1d(bias));
  },
  loops: {
    apply: (x, options, _, prepared) => transposed(x, options, prepared as Weights),
    computeBound: true,
    summedCells(options) {
      const [height, width] = kernelSize(options);
      return (height * width) / (options.strides[0] * options.strides[1]);
    },
  },
});

interface TransposeOptions extends KernelOptions {
  strides: Pair;
  padding: string;
  output_padding?: Pair | undefined;
  bias: number | readonly number[];
}

function transposedShape([height, width]: Shape, options: TransposeOptions): Shape {
  const [y, x] = ([0, 1] as const).map((axis) => {
    const [n, k, s] = [axis === 0 ? height : width, kernelSize(options)[axis], options.strides[axis]];
    const same = options.padding === 'same';
    if (options.output_padding) {
      return (n - 1) * s + k - (same ? 2 * Math.floor(k / 2) : 0) + options.output_padding[axis];
    }
    return same ? n * s : n * s + Math.max(k - s, 0);
  }) as [number, number];
  return [y, x, filtersOf(options)];
}

/** Why an output of that length has no such transpose: a convolution of it would have another number of cells. */
function outputPaddingMisfit(options: TransposeOptions): string | undefined {
  const { output_padding, padding, strides } = options;
  if (!output_padding) return undefined;
  for (const axis of [0, 1] as const) {
    const [k, p, s] = [kernelSize(options)[axis], output_padding[axis], strides[axis]];
    const least = padding === 'same' && k % 2 === 0 ? 1 : 0;
    if (p >= least && p < s) continue;
    const allowed =
      least < s ? `takes ${least} to ${s - 1}` : 'takes none with padding: same; leave output_padding out';
    return `has output_padding: ${p}, where a kernel of ${k} cells with strides of ${s} ${allowed}`;
  }
  return undefined;
}

/** [rows, columns] that `same` leaves out before the first. */
function cutBefore(input: Shape, options: TransposeOptions): Pair {
  if (options.padding !== 'same') return [0, 0];
  const output = transposedShape(input, options);
  const cut = (axis: 0 | 1) => {
    const reached = (input[axis] - 1) * options.strides[axis] + kernelSize(options)[axis];
    return Math.floor(Math.max(reached - output[axis], 0) / 2);
  };
  return [cut(0), cut(1)];
}

/**
 * Sums in double precision: the bias, then input cells in row-major order, channel by channel; rounded once. They are
 * those of a correlation with the kernel turned by half over the input, whose cells are moved apart by the strides.
 */
function transposed(
  { shape: [height, width, channels], data }: Image,
  options: TransposeOptions,
  weights: Weights,
): Image {
  const [rows, columns] = transposedShape([height, width, channels], options);
  const { bias, strides } = options;
  const [top, left] = cutBefore([height, width, channels], options);
  const [down, across] = kernelSize(options);
  const shape: Shape = [rows + down - 1, columns + across - 1, channels];
  const apart = new Float32Array(shape[0] * shape[1] * channels);
  for (let y = 0, row = down - 1 - top; y < height && row < shape[0]; y++, row += strides[0]) {
    for (let x = 0, column = across - 1 - left; x < width && column < shape[1]; x++, column += strides[1]) {
      const from = (y * width + x) * channels;
      apart.set(data.subarray(from, from + channels), (row * shape[1] + column) * channels);
    }
  }
  return correlation({ shape, data: apart }, turned(weights), bias, [1, 1], [1, 1]);
}

/** The weights with the last cell of the kernel first. */
const turned = once(({ values, shape }: Weights): Weights => {
  const perCell = shape[2] * shape[3];
  const last = values.length - perCell;
  const turnedValues = new Float32Array(values.length);
  for (let from = 0; from <= last; from += perCell)
    turnedValues.set(values.subarray(from, from + perCell), last - from);
  return { values: turnedValues, shape };
});
