import * as v from 'valibot';
import { boolean, choice, size, whole } from '../../../core/options.ts';
import type { Tensor, Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { type AnyActivation, activate, activation } from '../activations.ts';
import { padded, samePadding, slidLength } from '../geometry.ts';
import { type ConfigValues, dataFormat, type Lengths } from '../kind.ts';

export type KerasPadding = 'same' | 'valid';

export interface Convolution {
  kernel_size: readonly [number, number];
  strides: readonly [number, number];
  padding: KerasPadding;
  dilation_rate: readonly [number, number];
}

export const convolutionOptions = {
  kernel_size: size(),
  strides: v.optional(size(), 1),
  padding: v.optional(choice(['valid', 'same']), 'valid'),
  data_format: dataFormat(),
  dilation_rate: v.optional(size(), 1),
  activation: activation(),
  use_bias: v.optional(boolean(), true),
};

export const filterCount = whole({ min: 1 });

/** Batch, height and width after the windows. @throws Error where a window does not fit */
export function slidLengths(
  [n, height, width]: Lengths,
  { kernel_size, strides, padding, dilation_rate }: Convolution,
) {
  const [rows, columns] = [height!, width!].map((length, axis) =>
    slidLength(length, kernel_size[axis]!, strides[axis]!, padding, dilation_rate[axis]!),
  );
  return [n!, rows!, columns!];
}

const POINTWISE: Omit<Convolution, 'kernel_size'> = {
  strides: [1, 1],
  padding: 'valid',
  dilation_rate: [1, 1],
};

/** A convolution with its bias and activation, in one operation where TensorFlow.js has one. */
export function fused(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor | undefined,
  activation: AnyActivation,
  { strides, padding, dilation_rate }: Omit<Convolution, 'kernel_size'> = POINTWISE,
): Tensor4D {
  const within = activation === 'relu' ? 'relu' : 'linear';
  const [input, pad] = paddedForBackend(tf, x, filter.shape, strides, padding, dilation_rate);
  const y = tf.fused.conv2d({
    x: input,
    filter,
    strides: [...strides],
    pad,
    dilations: [...dilation_rate],
    activation: within,
    ...(bias && { bias }),
  });
  return (activation === within ? y : activate(tf, activation, y)) as Tensor4D;
}

/**
 * XNNPACK, behind wasm, pads in the wrong place where windows leave cells out (4.22): so zeros are put there first.
 *
 * @returns the input, and the padding that is left to the backend
 */
export function paddedForBackend(
  tf: TensorFlow,
  x: Tensor4D,
  [height, width]: Lengths,
  strides: readonly [number, number],
  padding: KerasPadding,
  dilation: readonly [number, number],
): [Tensor4D, KerasPadding] {
  const skips = strides[0] > height! || strides[1] > width! || dilation[0] > 1 || dilation[1] > 1;
  if (padding === 'valid' || !skips) return [x, padding];
  const rows = samePadding(x.shape[1], height!, strides[0], dilation[0]);
  const columns = samePadding(x.shape[2], width!, strides[1], dilation[1]);
  return [padded(tf, x, rows, columns), 'valid'];
}

/** activation(x + bias); without a bias, activation(x). */
export function withBiasAndActivation(
  tf: TensorFlow,
  x: Tensor,
  bias: Tensor | undefined,
  name: AnyActivation,
): Tensor {
  return activate(tf, name, bias ? tf.add(x, bias) : x);
}

/** A length on one axis: n, or [n]. */
export function oneLength(min = 1) {
  const length = whole({ min });
  return v.pipe(
    v.union([length, v.strictTuple([length])], `expected a whole number of at least ${min}`),
    v.transform((given) => (typeof given === 'number' ? given : given[0])),
  );
}

/** The options of a convolution along one axis that are lengths of that axis, and its padding. */
export const oneAxisEntries = {
  kernel_size: oneLength(),
  strides: v.optional(oneLength(), 1),
  dilation_rate: v.optional(oneLength(), 1),
  padding: v.optional(choice(['valid', 'same', 'causal']), 'valid'),
};

type OneAxis = ConfigValues<typeof oneAxisEntries>;

/** These options for a map of one row. */
export function lengthsOfRow({ kernel_size, strides, dilation_rate, padding }: OneAxis) {
  return {
    kernel_size: [1, kernel_size],
    strides: [1, strides],
    dilation_rate: [1, dilation_rate],
    padding: padding === 'causal' ? 'valid' : padding,
  };
}

/** How many zeros the padding `causal` puts before the axis. */
export function causalZeros({ kernel_size, dilation_rate, padding }: OneAxis): number {
  return padding === 'causal' ? (kernel_size - 1) * dilation_rate : 0;
}
