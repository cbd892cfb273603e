import * as v from 'valibot';
import { boolean, choice, size, whole } from '../../../core/options.ts';
import type { Tensor, Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { type AnyActivation, activate, activation } from '../activations.ts';
import { channelsLast, inFormat, padded, samePadding, slidLength, withChannelsLast } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, only, readConfig } from '../kind.ts';

type KerasPadding = 'same' | 'valid';

interface Convolution {
  kernel_size: readonly [number, number];
  strides: readonly [number, number];
  padding: KerasPadding;
  dilation_rate: readonly [number, number];
}

const convolutionOptions = {
  kernel_size: size(),
  strides: v.optional(size(), 1),
  padding: v.optional(choice(['valid', 'same']), 'valid'),
  data_format: dataFormat(),
  dilation_rate: v.optional(size(), 1),
  activation: activation(),
  use_bias: v.optional(boolean(), true),
};
const filterCount = whole({ min: 1 });
const groupCount = v.optional(whole({ min: 1 }), 1);

/** y = activation(correlation(x, kernel) + bias), [n, h, w, c] → [n, h', w', filters]. */
export const Conv2D: KerasClass = (config) => {
  const options = readConfig(config, { ...convolutionOptions, filters: filterCount, groups: groupCount });
  const { data_format, use_bias } = options;
  return {
    weights: ([x]) => ({
      kernel: [
        ...options.kernel_size,
        groupSize(channelsLast(x!, data_format)[3]!, options),
        options.filters,
      ],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape: ([x]) => inFormat([...slid(channelsLast(x!, data_format), options), options.filters], data_format),
    apply: (tf, [x], { kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) =>
        convolved(tf, input as Tensor4D, kernel as Tensor4D, bias, options),
      ),
  };
};

/**
 * y = activation(correlation(x, kernel) + bias) along one axis, [n, l, c] → [n, l', filters]. The padding `causal` adds
 * (kernel_size - 1) · dilation_rate zeros before the input, and none after it.
 */
export const Conv1D: KerasClass = (config) => {
  const options = readConfig(config, {
    ...convolutionOptions,
    kernel_size: oneInput(),
    strides: v.optional(oneInput(), 1),
    dilation_rate: v.optional(oneInput(), 1),
    padding: v.optional(choice(['valid', 'same', 'causal']), 'valid'),
    filters: filterCount,
    groups: groupCount,
  });
  const { data_format, use_bias } = options;
  const [size, strides, dilation] = [options.kernel_size, options.strides, options.dilation_rate];
  const causal = options.padding === 'causal';
  const before = causal ? (size - 1) * dilation : 0;
  const flat = {
    ...options,
    kernel_size: [1, size] as const,
    strides: [1, strides] as const,
    dilation_rate: [1, dilation] as const,
    padding: (causal ? 'valid' : options.padding) as KerasPadding,
  };
  return {
    weights: ([x]) => ({
      kernel: [size, groupSize(channelsLast(x!, data_format, 3)[2]!, options), options.filters],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape([x]) {
      const [n, length, c] = channelsLast(x!, data_format, 3);
      const [, , slidTo] = slid([n!, 1, length! + before, c!], flat);
      return inFormat([n!, slidTo!, options.filters], data_format);
    },
    apply: (tf, [x], { kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const map = padded(tf, tf.expandDims(input, 1), [0, 0], [before, 0]);
        return tf.squeeze(convolved(tf, map, tf.expandDims(kernel!, 0) as Tensor4D, bias, flat), [1]);
      }),
  };
};

/** Each channel by itself with `depth_multiplier` kernels, [n, h, w, c] → [n, h', w', c · depth_multiplier]. */
export const DepthwiseConv2D: KerasClass = (config) => {
  const multiplier = v.optional(whole({ min: 1 }), 1);
  const options = readConfig(config, {
    ...convolutionOptions,
    depth_multiplier: multiplier,
    groups: only(1),
  });
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
      return inFormat([...slid(last, options), last[3]! * depth_multiplier], data_format);
    },
    apply: (tf, [x], { depthwise_kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const y = depthwise(tf, input as Tensor4D, depthwise_kernel as Tensor4D, options);
        return finished(tf, y, bias, options.activation);
      }),
  };
};

/** DepthwiseConv2D without activation, then a 1×1 convolution. */
export const SeparableConv2D: KerasClass = (config) => {
  const multiplier = v.optional(whole({ min: 1 }), 1);
  const options = readConfig(config, {
    ...convolutionOptions,
    filters: filterCount,
    depth_multiplier: multiplier,
    groups: only(1),
  });
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
    shape: ([x]) => inFormat([...slid(channelsLast(x!, data_format), options), options.filters], data_format),
    apply: (tf, [x], { depthwise_kernel, pointwise_kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const y = depthwise(tf, input as Tensor4D, depthwise_kernel as Tensor4D, options);
        return fused(tf, y, pointwise_kernel as Tensor4D, bias, options.activation);
      }),
  };
};

/**
 * The transpose of a convolution, [n, h, w, c] → [n, h', w', filters]. h' is h · s for `same`, and
 * h · s + max(k - s, 0) for `valid`; with `output_padding` p it is (h - 1) · s + k - 2 · ⌊k / 2⌋ + p and
 * (h - 1) · s + k + p.
 */
export const Conv2DTranspose: KerasClass = (config) => {
  const options = readConfig(config, {
    ...convolutionOptions,
    filters: filterCount,
    groups: only(1),
    dilation_rate: v.optional(
      v.pipe(
        size(),
        v.check(([rows, columns]) => rows * columns === 1, 'only 1 is supported'),
      ),
      1,
    ),
    output_padding: v.optional(v.nullable(size({ min: 0 })), null),
  });
  const { data_format, use_bias, kernel_size, strides, padding, output_padding } = options;
  const grown = ([n, height, width]: Lengths): [number, number, number, number] => {
    const [rows, columns] = [height!, width!].map((length, axis) => {
      const [k, s] = [kernel_size[axis]!, strides[axis]!];
      if (output_padding) {
        const cut = padding === 'same' ? 2 * Math.floor(k / 2) : 0;
        return (length - 1) * s + k - cut + output_padding[axis]!;
      }
      return length * s + (padding === 'same' ? 0 : Math.max(k - s, 0));
    });
    return [n!, rows!, columns!, options.filters];
  };
  return {
    weights: ([x]) => ({
      kernel: [...kernel_size, options.filters, channelsLast(x!, data_format)[3]!],
      ...(use_bias && { bias: [options.filters] }),
    }),
    shape: ([x]) => inFormat(grown(channelsLast(x!, data_format)), data_format),
    apply: (tf, [x], { kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const shape = grown(input.shape);
        const y = tf.conv2dTranspose(input as Tensor4D, kernel as Tensor4D, shape, [...strides], padding);
        return finished(tf, y, bias, options.activation);
      }),
  };
};

function oneInput() {
  return v.pipe(
    v.union([whole({ min: 1 }), v.strictTuple([whole({ min: 1 })])], 'expected a whole number of at least 1'),
    v.transform((given) => (typeof given === 'number' ? given : given[0])),
  );
}

/** Batch, height and width after the windows. @throws Error where a window does not fit */
function slid([n, height, width]: Lengths, { kernel_size, strides, padding, dilation_rate }: Convolution) {
  const [rows, columns] = [height!, width!].map((length, axis) =>
    slidLength(length, kernel_size[axis]!, strides[axis]!, padding, dilation_rate[axis]!),
  );
  return [n!, rows!, columns!];
}

/** Channels of one group. */
function groupSize(channels: number, { groups, filters }: { groups: number; filters: number }): number {
  if (channels % groups === 0 && filters % groups === 0) return channels / groups;
  throw new Error(`has ${groups} groups, which divide ${channels} channels into ${filters} filters unevenly`);
}

function convolved(
  tf: TensorFlow,
  x: Tensor4D,
  kernel: Tensor4D,
  bias: Tensor | undefined,
  options: Convolution & { activation: AnyActivation; groups: number },
): Tensor4D {
  const { activation, groups } = options;
  if (groups === 1) return fused(tf, x, kernel, bias, activation, options);
  // TensorFlow.js has no groups.
  const inputs = tf.split(x, groups, 3);
  const kernels = tf.split(kernel, groups, 3);
  const outputs = inputs.map((part, i) =>
    fused(tf, part as Tensor4D, kernels[i]! as Tensor4D, undefined, 'linear', options),
  );
  return finished(tf, tf.concat(outputs, 3), bias, activation);
}

const POINTWISE: Omit<Convolution, 'kernel_size'> = {
  strides: [1, 1],
  padding: 'valid',
  dilation_rate: [1, 1],
};

/** A convolution with its bias and activation, in one operation where TensorFlow.js has one. */
function fused(
  tf: TensorFlow,
  x: Tensor4D,
  filter: Tensor4D,
  bias: Tensor | undefined,
  activation: AnyActivation,
  { strides, padding, dilation_rate }: Omit<Convolution, 'kernel_size'> = POINTWISE,
): Tensor4D {
  const within = activation === 'relu' ? 'relu' : 'linear';
  const [input, pad] = prepared(tf, x, filter.shape, strides, padding, dilation_rate);
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

function depthwise(
  tf: TensorFlow,
  x: Tensor4D,
  kernel: Tensor4D,
  { strides, padding, dilation_rate }: Convolution,
): Tensor4D {
  const [input, pad] = prepared(tf, x, kernel.shape, strides, padding, dilation_rate);
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

/** XNNPACK, behind wasm, pads in the wrong place where windows leave cells out (4.22): so zeros are put there first. */
function prepared(
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

function finished(tf: TensorFlow, x: Tensor4D, bias: Tensor | undefined, name: AnyActivation): Tensor4D {
  return activate(tf, name, bias ? tf.add(x, bias) : x) as Tensor4D;
}
