import * as v from 'valibot';
import { boolean, choice, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type AnyActivation, activate, activation } from '../activations.ts';
import {
  channelsLast,
  type DataFormat,
  inFormat,
  samePadding,
  slidLength,
  withChannelsLast,
} from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, type Lengths, only, readConfig } from '../kind.ts';
import { Conv2D } from './conv.ts';
import { Conv2DTranspose } from './conv_transpose.ts';
import { Cropping2D, UpSampling2D, ZeroPadding2D } from './places.ts';
import { AveragePooling2D, MaxPooling2D } from './pool.ts';

/** Layers over volumes, [n, d, h, w, c]: those over maps, for each place of the depth, put together along it. */

type Triple = readonly [number, number, number];

function triple(min = 1) {
  const length = whole({ min });
  return v.pipe(
    v.union([length, v.strictTuple([length, length, length])], 'expected n, or [depth, height, width]'),
    v.transform((given): Triple => (typeof given === 'number' ? [given, given, given] : given)),
  );
}

/** A map of each place of the depth: [n, d, h, w, c] → [n · d, h, w, c]. */
function asMaps(tf: TensorFlow, x: Tensor): Tensor {
  const [n, d, ...rest] = x.shape as [number, number, number, number, number];
  return tf.reshape(x, [n * d, ...rest]);
}

function asVolume(tf: TensorFlow, x: Tensor, n: number): Tensor {
  const [all, ...rest] = x.shape as [number, number, number, number];
  return tf.reshape(x, [n, all / n, ...rest]);
}

/** Places of the depth at a distance. */
function placesAlong(tf: TensorFlow, x: Tensor, from: number, count: number, stride: number): Tensor {
  if (from === 0 && count === x.shape[1] && stride === 1) return x;
  const indices = Int32Array.from({ length: count }, (_, i) => from + i * stride);
  return tf.gather(x, tf.tensor1d(indices, 'int32'), 1);
}

/** Zeros before and after the depth. */
function paddedDepth(tf: TensorFlow, x: Tensor, [before, after]: readonly [number, number]): Tensor {
  if (before + after === 0) return x;
  return tf.pad(x, [
    [0, 0],
    [before, after],
    [0, 0],
    [0, 0],
    [0, 0],
  ]);
}

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

/** The maximum, or the mean without padding, under a window: [n, d, h, w, c] → [n, d', h', w', c]. */
export const MaxPooling3D = pooling3D(MaxPooling2D, (tf, cells) =>
  cells.reduce((most, cell) => tf.maximum(most, cell)),
);
export const AveragePooling3D = pooling3D(AveragePooling2D, (tf, cells) =>
  tf.div(tf.addN(cells), cells.length),
);

/** The maximum, or the mean, over all places: [n, d, h, w, c] → [n, c], or [n, 1, 1, 1, c] with `keepdims`. */
export const GlobalMaxPooling3D = globalPooling3D((tf, x, axes) => tf.max(x, axes));
export const GlobalAveragePooling3D = globalPooling3D((tf, x, axes) => tf.mean(x, axes));

function pooling3D(overMaps: KerasClass, join: (tf: TensorFlow, cells: Tensor[]) => Tensor): KerasClass {
  return (config, layerOf) => {
    const { pool_size, padding, data_format, ...options } = readConfig(config, {
      pool_size: v.optional(triple(), 2),
      strides: v.optional(v.nullable(triple()), null),
      padding: v.optional(choice(['valid', 'same']), 'valid'),
      data_format: dataFormat(),
    });
    const [stride, ...strides] = options.strides ?? pool_size;
    const [depth, ...size] = pool_size;
    const pool = overMaps({ pool_size: size, strides, padding }, layerOf);
    const depthOf = (d: number) => slidLength(d, depth, stride, padding);
    return {
      shape([x]) {
        const [n, ...map] = pool.shape([ofMap(x!, data_format)]);
        return inFormat([n!, depthOf(channelsLast(x!, data_format, 5)[1]!), ...map], data_format);
      },
      apply: (tf, [x]) =>
        withChannelsLast(tf, x!, data_format, (input) => {
          const [n, d] = input.shape as [number, number];
          const maps = asVolume(tf, pool.apply(tf, [asMaps(tf, input)], {}), n);
          const before = padding === 'same' ? samePadding(d, depth, stride)[0] : 0;
          const cells = Array.from({ length: depthOf(d) }, (_, i) => {
            const [from, to] = [Math.max(0, i * stride - before), Math.min(d, i * stride - before + depth)];
            return join(
              tf,
              Array.from({ length: to - from }, (_, at) => placesAlong(tf, maps, from + at, 1, 1)),
            );
          });
          return cells.length === 1 ? cells[0]! : tf.concat(cells, 1);
        }),
    };
  };
}

function globalPooling3D(reduce: (tf: TensorFlow, x: Tensor, axes: number[]) => Tensor): KerasClass {
  return (config) => {
    const { data_format, keepdims } = readConfig(config, {
      data_format: dataFormat(),
      keepdims: v.optional(boolean(), false),
    });
    const shape = (x: Lengths) => {
      const [n, , , , c] = channelsLast(x, data_format, 5) as [number, number, number, number, number];
      return keepdims ? inFormat([n, 1, 1, 1, c], data_format) : [n, c];
    };
    return {
      shape: ([x]) => shape(x!),
      apply(tf, [x]) {
        const axes = data_format === 'channels_last' ? [1, 2, 3] : [2, 3, 4];
        return tf.reshape(reduce(tf, x!, axes), shape(x!.shape));
      },
    };
  };
}

/** Zeros around; without some places of each side; every place several times. */
export const ZeroPadding3D = placed3D(
  'padding',
  1,
  ZeroPadding2D,
  paddedDepth,
  (d, [before, after]) => d + before + after,
);
export const Cropping3D = placed3D(
  'cropping',
  1,
  Cropping2D,
  (tf, x, [before, after]) => placesAlong(tf, x, before, x.shape[1]! - before - after, 1),
  (d, [before, after]) => d - before - after,
);

export const UpSampling3D: KerasClass = (config, layerOf) => {
  const { size, data_format } = readConfig(config, {
    size: v.optional(triple(), 2),
    data_format: dataFormat(),
  });
  const [times, ...ofMaps] = size;
  const overMaps = UpSampling2D({ size: ofMaps }, layerOf);
  return overDepth(
    data_format,
    overMaps,
    (d) => d * times,
    (tf, x) => {
      const indices = Int32Array.from({ length: x.shape[1]! * times }, (_, i) => Math.floor(i / times));
      return tf.gather(x, tf.tensor1d(indices, 'int32'), 1);
    },
  );
};

type DepthEnds = readonly [number, number];

function placed3D(
  key: 'padding' | 'cropping',
  missing: number,
  overMaps: KerasClass,
  ofDepth: (tf: TensorFlow, x: Tensor, ends: DepthEnds) => Tensor,
  depthOf: (d: number, ends: DepthEnds) => number,
): KerasClass {
  return (config, layerOf) => {
    const ends = v.strictTuple([whole({ min: 0 }), whole({ min: 0 })]);
    const options = readConfig(config, {
      [key]: v.optional(
        v.union([triple(0), v.strictTuple([ends, ends, ends])], 'expected n, or lengths of each axis'),
        missing,
      ),
      data_format: dataFormat(),
    }) as { data_format: DataFormat } & Record<string, unknown>;
    const [depth, ...ofMaps] = (options[key] as (number | DepthEnds)[]).map((one) =>
      typeof one === 'number' ? ([one, one] as const) : one,
    );
    const layer = overMaps({ [key]: ofMaps }, layerOf);
    return overDepth(
      options.data_format,
      layer,
      (d) => depthOf(d, depth!),
      (tf, x) => ofDepth(tf, x, depth!),
    );
  };
}

/** A layer over maps for each place of the depth, and then something done along the depth. */
function overDepth(
  format: DataFormat,
  overMaps: KerasLayer,
  depthOf: (d: number) => number,
  ofDepth: (tf: TensorFlow, x: Tensor) => Tensor,
): KerasLayer {
  return {
    shape([x]) {
      const [n, ...map] = overMaps.shape([ofMap(x!, format)]);
      return inFormat([n!, depthOf(channelsLast(x!, format, 5)[1]!), ...map], format);
    },
    apply: (tf, [x]) =>
      withChannelsLast(tf, x!, format, (input) => {
        const maps = overMaps.apply(tf, [asMaps(tf, input)], {});
        return ofDepth(tf, asVolume(tf, maps, input.shape[0]!));
      }),
  };
}

/** The shape of the maps of a volume. */
function ofMap(x: Lengths, format: DataFormat): number[] {
  const [n, , ...map] = channelsLast(x, format, 5);
  return [n!, ...map];
}

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
      kernel: [depth, ...overMaps.weights!([ofMap(x!, data_format)]).kernel!],
      ...(use_bias && { bias: [filters] }),
    }),
    shape([x]) {
      const [n, ...map] = overMaps.shape([ofMap(x!, data_format)]);
      return inFormat([n!, depthOf(channelsLast(x!, data_format, 5)[1]!), ...map], data_format);
    },
  };
}

/** The part of a kernel that belongs to one place of its depth. */
function placeOf(tf: TensorFlow, kernel: Tensor, at: number): Tensor {
  return tf.reshape(tf.slice(kernel, [at, 0, 0, 0, 0], [1, ...kernel.shape.slice(1)]), kernel.shape.slice(1));
}

function ended(tf: TensorFlow, x: Tensor, bias: Tensor | undefined, name: AnyActivation): Tensor {
  return activate(tf, name, bias ? tf.add(x, bias) : x);
}
