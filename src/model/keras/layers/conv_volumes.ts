import * as v from 'valibot';
import { boolean, choice, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { activation } from '../activations.ts';
import { layerInFormat, samePadding, slidLength } from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, type Lengths, only, readConfig } from '../kind.ts';
import { asMaps, asVolume, paddedDepth, placesAlong, shapeOverMaps, triple } from '../volumes.ts';
import { Conv2D } from './conv.ts';
import { Conv2DTranspose } from './conv_transpose.ts';
import { withBiasAndActivation } from './convolution.ts';

const convolutionEntries = {
  filters: whole({ min: 1 }),
  kernel_size: triple(),
  strides: v.optional(triple(), 1),
  padding: v.optional(choice(['valid', 'same']), 'valid'),
  dilation_rate: v.optional(triple(), 1),
  data_format: dataFormat(),
  activation: activation(),
  use_bias: v.optional(boolean(), true),
};

/** y = activation(correlation(x, kernel) + bias), [n, d, h, w, c] → [n, d', h', w', filters]. */
export const Conv3D: KerasClass = (config, layerOf) => {
  const options = readConfig(config, {
    ...convolutionEntries,
    groups: v.optional(whole({ min: 1 }), 1),
  });
  const { padding, data_format, filters, groups } = options;
  const [[depth, ...kernel_size], [stride, ...strides], [dilation, ...dilation_rate]] = [
    options.kernel_size,
    options.strides,
    options.dilation_rate,
  ];
  const overMaps = Conv2D(
    { filters, groups, padding, kernel_size, strides, dilation_rate, use_bias: false },
    layerOf,
  );
  const depthOf = (d: number) => slidLength(d, depth, stride, padding, dilation);
  return layerInFormat(
    data_format,
    {
      ...sizesOver(overMaps, depth, depthOf, options),
      apply(tf, input, { kernel, bias }) {
        const [n, d] = input.shape as [number, number];
        const around = padding === 'same' ? samePadding(d, depth, stride, dilation) : [0, 0];
        const whole = paddedDepth(tf, input, around as [number, number]);
        const parts = Array.from({ length: depth }, (_, at) => {
          const maps = asMaps(tf, placesAlong(tf, whole, at * dilation, depthOf(d), stride));
          return overMaps.apply(tf, [maps], { kernel: placeOf(tf, kernel!, at) });
        });
        return withBiasAndActivation(tf, asVolume(tf, tf.addN(parts), n), bias, options.activation);
      },
    },
    5,
  );
};

/** The transpose of a convolution, [n, d, h, w, c] → [n, d', h', w', filters], with lengths as in Conv2DTranspose. */
export const Conv3DTranspose: KerasClass = (config, layerOf) => {
  const options = readConfig(config, { ...convolutionEntries, output_padding: only(null), groups: only(1) });
  const { padding, data_format, filters } = options;
  if (options.dilation_rate.some((rate) => rate !== 1))
    throw new Error('has a dilation_rate above 1, which is not supported');
  const [[depth, ...kernel_size], [stride, ...strides]] = [options.kernel_size, options.strides];
  const overMaps = Conv2DTranspose({ filters, padding, kernel_size, strides, use_bias: false }, layerOf);
  const beyond = Math.max(depth - stride, 0);
  const depthOf = (d: number) => d * stride + (padding === 'same' ? 0 : beyond);
  return layerInFormat(
    data_format,
    {
      ...sizesOver(overMaps, depth, depthOf, options),
      apply(tf, input, { kernel, bias }) {
        const [n, d] = input.shape as [number, number];
        const length = d * stride + beyond;
        const parts = Array.from({ length: depth }, (_, at) => {
          const maps = overMaps.apply(tf, [asMaps(tf, input)], { kernel: placeOf(tf, kernel!, at) });
          // Every stride-th place, from the kernel's on.
          const apart = tf.pad(tf.reshape(maps, [n, d, 1, -1]), [
            [0, 0],
            [0, 0],
            [0, stride - 1],
            [0, 0],
          ]);
          const line = tf.reshape(apart, [n, d * stride, -1]);
          const moved = tf.slice(
            tf.pad(line, [
              [0, 0],
              [at, beyond],
              [0, 0],
            ]),
            [0, 0, 0],
            [n, length, -1],
          );
          return { moved, map: maps.shape.slice(1) };
        });
        const sum = tf.addN(parts.map(({ moved }) => moved));
        const from = padding === 'same' ? Math.floor(beyond / 2) : 0;
        const kept = tf.slice(sum, [0, from, 0], [n, depthOf(d), -1]);
        const volume = tf.reshape(kept, [n, depthOf(d), ...parts[0]!.map]);
        return withBiasAndActivation(tf, volume, bias, options.activation);
      },
    },
    5,
  );
};

/**
 * The weights and the shape of a convolution over volumes.
 *
 * @param overMaps the same one over maps
 * @param depth of the kernel
 * @param depthOf the depth of the output for that of the input
 */
function sizesOver(
  overMaps: KerasLayer,
  depth: number,
  depthOf: (d: number) => number,
  { filters, use_bias }: { filters: number; use_bias: boolean },
) {
  return {
    weights: (x: Lengths) => ({
      kernel: [depth, ...overMaps.weights!([x.toSpliced(1, 1)]).kernel!],
      ...(use_bias && { bias: [filters] }),
    }),
    shape: (x: Lengths) => shapeOverMaps(overMaps, depthOf, x),
  };
}

/** The part of a kernel that belongs to one place of its depth. */
function placeOf(tf: TensorFlow, kernel: Tensor, at: number): Tensor {
  return tf.reshape(tf.slice(kernel, [at, 0, 0, 0, 0], [1, ...kernel.shape.slice(1)]), kernel.shape.slice(1));
}
