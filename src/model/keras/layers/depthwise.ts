import * as v from 'valibot';
import { choice, whole } from '../../../core/options.ts';
import type { Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { channelsLast, inFormat, padded, withChannelsLast } from '../geometry.ts';
import { type KerasClass, type KerasLayer, only, readConfig } from '../kind.ts';
import {
  type Convolution,
  convolutionOptions,
  filterCount,
  fused,
  type KerasPadding,
  oneLength,
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
  return {
    weights([x]) {
      const channels = channelsLast(x!, data_format)[3]!;
      return {
        depthwise_kernel: [...options.kernel_size, channels, depth_multiplier],
        ...(use_bias && { bias: [channels * depth_multiplier] }),
      };
    },
    shape([x]) {
      const last = channelsLast(x!, data_format);
      return inFormat([...slidLengths(last, options), last[3]! * depth_multiplier], data_format);
    },
    apply: (tf, [x], { depthwise_kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const y = depthwise(tf, input as Tensor4D, depthwise_kernel as Tensor4D, options);
        return withBiasAndActivation(tf, y, bias, options.activation);
      }),
  };
};

/** DepthwiseConv2D without activation, then a 1×1 convolution. */
export const SeparableConv2D: KerasClass = (config) => {
  const options = readConfig(config, { ...depthwiseOptions, filters: filterCount });
  const { data_format, use_bias, depth_multiplier } = options;
  return {
    weights([x]) {
      const channels = channelsLast(x!, data_format)[3]!;
      return {
        depthwise_kernel: [...options.kernel_size, channels, depth_multiplier],
        pointwise_kernel: [1, 1, channels * depth_multiplier, options.filters],
        ...(use_bias && { bias: [options.filters] }),
      };
    },
    shape: ([x]) =>
      inFormat([...slidLengths(channelsLast(x!, data_format), options), options.filters], data_format),
    apply: (tf, [x], { depthwise_kernel, pointwise_kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const y = depthwise(tf, input as Tensor4D, depthwise_kernel as Tensor4D, options);
        return fused(tf, y, pointwise_kernel as Tensor4D, bias, options.activation);
      }),
  };
};

/** The same along one axis: [n, l, c] → [n, l', c · depth_multiplier], and with a map of all channels to filters. */
export const DepthwiseConv1D: KerasClass = (config) => alongOneAxis(readConfig(config, oneAxisOptions));
export const SeparableConv1D: KerasClass = (config) => {
  const options = readConfig(config, { ...oneAxisOptions, filters: filterCount });
  return alongOneAxis(options, options.filters);
};

const oneAxisOptions = {
  ...depthwiseOptions,
  kernel_size: oneLength(),
  strides: v.optional(oneLength(), 1),
  dilation_rate: v.optional(oneLength(), 1),
  padding: v.optional(choice(['valid', 'same', 'causal']), 'valid'),
};

type OneAxis = { [K in keyof typeof oneAxisOptions]: v.InferOutput<(typeof oneAxisOptions)[K]> };

/** @param filters undefined without a map of channels */
function alongOneAxis(options: OneAxis, filters?: number): KerasLayer {
  const { data_format, use_bias, depth_multiplier, kernel_size: size, dilation_rate: dilation } = options;
  const causal = options.padding === 'causal';
  const before = causal ? (size - 1) * dilation : 0;
  const flat = {
    ...options,
    kernel_size: [1, size] as const,
    // Strides are equal on both axes in TensorFlow.js; of one row there is one window.
    strides: [options.strides, options.strides] as const,
    dilation_rate: [1, dilation] as const,
    padding: (causal ? 'valid' : options.padding) as KerasPadding,
  };
  return {
    weights([x]) {
      const channels = channelsLast(x!, data_format, 3)[2]! * depth_multiplier;
      return {
        depthwise_kernel: [size, channels / depth_multiplier, depth_multiplier],
        ...(filters !== undefined && { pointwise_kernel: [1, channels, filters] }),
        ...(use_bias && { bias: [filters ?? channels] }),
      };
    },
    shape([x]) {
      const [n, length, c] = channelsLast(x!, data_format, 3);
      const [, , slidTo] = slidLengths([n!, 1, length! + before, c!], flat);
      return inFormat([n!, slidTo!, filters ?? c! * depth_multiplier], data_format);
    },
    apply: (tf, [x], { depthwise_kernel, pointwise_kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const map = padded(tf, tf.expandDims(input, 1), [0, 0], [before, 0]);
        const y = depthwise(tf, map, tf.expandDims(depthwise_kernel!, 0) as Tensor4D, flat);
        const mapped = pointwise_kernel
          ? fused(tf, y, tf.expandDims(pointwise_kernel, 0) as Tensor4D, bias, options.activation)
          : withBiasAndActivation(tf, y, bias, options.activation);
        return tf.squeeze(mapped, [1]);
      }),
  };
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
