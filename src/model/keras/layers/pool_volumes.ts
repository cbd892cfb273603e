import * as v from 'valibot';
import { boolean, choice } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { channelsLast, inFormat, samePadding, slidLength, withChannelsLast } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { asMaps, asVolume, placesAlong, shapeOverMaps, triple } from '../volumes.ts';
import { AveragePooling2D, MaxPooling2D } from './pool.ts';

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
      shape: ([x]) => shapeOverMaps(pool, depthOf, x!, data_format),
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
