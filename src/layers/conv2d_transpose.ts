import * as v from 'valibot';
import { once } from '../core/memo.ts';
import { choice, described } from '../core/options.ts';
import type { Image, Pair, Shape } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import {
  filtersOf,
  type KernelOptions,
  kernelMisfit,
  kernelOptions,
  kernelSize,
  kernelWeights,
  type Weights,
} from './kernel.ts';
import { correlation } from './loops/correlation.ts';
import type { paddingOption } from './pool_options.ts';

const transposePadding = described(
  'same: the output has size · strides cells. valid: all cells that some kernel reaches, (size - 1) · strides + kernel size; at least size · strides.',
  v.optional(choice(['same', 'valid']), 'same'),
) as unknown as ReturnType<typeof paddingOption>;

/**
 * Transposed convolution (Keras: Conv2DTranspose). Each input cell adds kernel · value to the cells from its own
 * position times the stride on; the bias is added to every cell. [n, h, w, c] → [n, h', w', filters], with h' = h·s for
 * `same` and h·s + max(k - s, 0) for `valid`. `same` cuts ⌊max(k - s, 0) / 2⌋ cells before, and the rest after.
 *
 * @example the row [1, 2] with kernel: [[1, 10, 100]], strides: [1, 2] and padding: valid → [1, 10, 102, 20, 200]
 */
export const conv2dTranspose = defineLayer({
  title:
    'Transposed convolution, as in Keras: each input cell adds its multiple of the kernel to the output.',
  options: kernelOptions(transposePadding),
  pools: false,
  mixesChannels: true,
  tolerance: 2e-5,
  strides: ({ strides }) => [1 / strides[0], 1 / strides[1]],
  shape(input, options) {
    const output = transposedShape(input, options);
    return kernelMisfit(options, input[2], output) ?? output;
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
    const [top, left] = cutBefore(options);
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
  },
});

interface TransposeOptions extends KernelOptions {
  strides: Pair;
  padding: string;
  bias: number | readonly number[];
}

function transposedShape([height, width]: Shape, options: TransposeOptions): Shape {
  const [y, x] = ([0, 1] as const).map((axis) => {
    const [n, s] = [axis === 0 ? height : width, options.strides[axis]];
    return options.padding === 'same' ? n * s : n * s + Math.max(kernelSize(options)[axis] - s, 0);
  }) as [number, number];
  return [y, x, filtersOf(options)];
}

/** [rows, columns] that `same` leaves out before the first. */
function cutBefore(options: TransposeOptions): Pair {
  if (options.padding !== 'same') return [0, 0];
  const [height, width] = kernelSize(options);
  const [down, across] = options.strides;
  return [Math.floor(Math.max(height - down, 0) / 2), Math.floor(Math.max(width - across, 0) / 2)];
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
  const [top, left] = cutBefore(options);
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
