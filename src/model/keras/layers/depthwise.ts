import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import type { Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { layerInFormat } from '../geometry.ts';
import { type KerasClass, only, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import {
  type Convolution,
  causalZeros,
  convolutionOptions,
  filterCount,
  fused,
  lengthsOfRow,
  oneAxisEntries,
  paddedForBackend,
  slidLengths,
  withBiasAndActivation,
} from './convolution.ts';

const depthwiseOptions = {
  ...convolutionOptions,
  depth_multiplier: v.optional(whole({ min: 1 }), 1),
  groups: only(1),
};

/** Each channel by itself with `depth_multiplier` kernels, [n, h, w, c] → [n, h', w', c · depth_multiplier]. */
export const DepthwiseConv2D: KerasClass = (config) => {
  const options = readConfig(config, depthwiseOptions);
  const { data_format, use_bias, depth_multiplier } = options;
  return layerInFormat(data_format, {
    weights: ([, , , channels]) => ({
      depthwise_kernel: [...options.kernel_size, channels!, depth_multiplier],
      ...(use_bias && { bias: [channels! * depth_multiplier] }),
    }),
    shape: (x) => [...slidLengths(x, options), x[3]! * depth_multiplier],
    apply(tf, x, { depthwise_kernel, bias }) {
      const y = depthwise(tf, x as Tensor4D, depthwise_kernel as Tensor4D, options);
      return withBiasAndActivation(tf, y, bias, options.activation);
    },
  });
};

/** DepthwiseConv2D without activation, then a 1×1 convolution. */
export const SeparableConv2D: KerasClass = (config) => {
  const options = readConfig(config, { ...depthwiseOptions, filters: filterCount });
  const { data_format, use_bias, depth_multiplier } = options;
  return layerInFormat(data_format, {
    weights: ([, , , channels]) => ({
      depthwise_kernel: [...options.kernel_size, channels!, depth_multiplier],
      pointwise_kernel: [1, 1, channels! * depth_multiplier, options.filters],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape: (x) => [...slidLengths(x, options), options.filters],
    apply(tf, x, { depthwise_kernel, pointwise_kernel, bias }) {
      const y = depthwise(tf, x as Tensor4D, depthwise_kernel as Tensor4D, options);
      return fused(tf, y, pointwise_kernel as Tensor4D, bias, options.activation);
    },
  });
};

/** The same along one axis: [n, l, c] → [n, l', c · depth_multiplier], and with a map of all channels to filters. */
export const DepthwiseConv1D = alongOneAxis(DepthwiseConv2D, oneAxisEntries, equalStrides, causalZeros);
export const SeparableConv1D = alongOneAxis(SeparableConv2D, oneAxisEntries, equalStrides, causalZeros);

/** Strides are equal on both axes in TensorFlow.js; of one row there is one window. */
function equalStrides(given: Parameters<typeof lengthsOfRow>[0]) {
  return { ...lengthsOfRow(given), strides: [given.strides, given.strides] };
}

function depthwise(
  tf: TensorFlow,
  x: Tensor4D,
  kernel: Tensor4D,
  { strides, padding, dilation_rate }: Convolution,
): Tensor4D {
  const [input, pad] = paddedForBackend(tf, x, kernel.shape, strides, padding, dilation_rate);
  // Native TensorFlow has no dilated form of it on the processor.
  return tf.depthwiseConv2d(input, dilated(tf, kernel, dilation_rate), [...strides], pad);
}

/** A kernel [h, w, channels, multiplier] with zeros between its cells: [(h - 1) · d + 1, (w - 1) · e + 1, …]. */
function dilated(tf: TensorFlow, kernel: Tensor4D, [down, across]: readonly [number, number]): Tensor4D {
  if (down === 1 && across === 1) return kernel;
  const [height, width, channels, multiplier] = kernel.shape;
  const apart = tf.pad(tf.reshape(kernel, [height, 1, width, 1, channels * multiplier]), [
    [0, 0],
    [0, down - 1],
    [0, 0],
    [0, across - 1],
    [0, 0],
  ]);
  const whole = tf.reshape(apart, [height * down, width * across, channels, multiplier]) as Tensor4D;
  const size = [(height - 1) * down + 1, (width - 1) * across + 1, channels, multiplier] as const;
  return tf.slice(whole, [0, 0, 0, 0], [...size]);
}
