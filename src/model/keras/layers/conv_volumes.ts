import * as v from 'valibot';
import { boolean, choice, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type AnyActivation, activate, activation } from '../activations.ts';
import { type DataFormat, samePadding, slidLength, withChannelsLast } from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, only, readConfig } from '../kind.ts';
import {
  asMaps,
  asVolume,
  paddedDepth,
  placesAlong,
  shapeOfMaps,
  shapeOverMaps,
  triple,
} from '../volumes.ts';
import { Conv2D } from './conv.ts';
import { Conv2DTranspose } from './conv_transpose.ts';

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
  return {
    ...sizesOver(overMaps, depth, depthOf, options),
    apply: (tf, [x], { kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
        const [n, d] = input.shape as [number, number];
        const around = padding === 'same' ? samePadding(d, depth, stride, dilation) : [0, 0];
        const whole = paddedDepth(tf, input, around as [number, number]);
        const parts = Array.from({ length: depth }, (_, at) => {
          const maps = asMaps(tf, placesAlong(tf, whole, at * dilation, depthOf(d), stride));
          return overMaps.apply(tf, [maps], { kernel: placeOf(tf, kernel!, at) });
        });
        return ended(tf, asVolume(tf, tf.addN(parts), n), bias, options.activation);
      }),
  };
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
  return {
    ...sizesOver(overMaps, depth, depthOf, options),
    apply: (tf, [x], { kernel, bias }) =>
      withChannelsLast(tf, x!, data_format, (input) => {
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
        return ended(tf, volume, bias, options.activation);
      }),
  };
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
  { filters, use_bias, data_format }: { filters: number; use_bias: boolean; data_format: DataFormat },
): Pick<KerasLayer, 'weights' | 'shape'> {
  return {
    weights: ([x]) => ({
      kernel: [depth, ...overMaps.weights!([shapeOfMaps(x!, data_format)]).kernel!],
      ...(use_bias && { bias: [filters] }),
    }),
    shape: ([x]) => shapeOverMaps(overMaps, depthOf, x!, data_format),
  };
}

/** The part of a kernel that belongs to one place of its depth. */
function placeOf(tf: TensorFlow, kernel: Tensor, at: number): Tensor {
  return tf.reshape(tf.slice(kernel, [at, 0, 0, 0, 0], [1, ...kernel.shape.slice(1)]), kernel.shape.slice(1));
}

function ended(tf: TensorFlow, x: Tensor, bias: Tensor | undefined, name: AnyActivation): Tensor {
  return activate(tf, name, bias ? tf.add(x, bias) : x);
}
