import * as v from 'valibot';
import { choice } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { layerInFormat, samePadding, slidLength } from '../geometry.ts';
import { dataFormat, type KerasClass, readConfig } from '../kind.ts';
import { asMaps, asVolume, placesAlong, shapeOverMaps, triple } from '../volumes.ts';
import { AveragePooling2D, MaxPooling2D } from './pool.ts';

/** The maximum, or the mean without padding, under a window: [n, d, h, w, c] → [n, d', h', w', c]. */
export const MaxPooling3D = pooling3D(MaxPooling2D, (tf, cells) =>
  cells.reduce((most, cell) => tf.maximum(most, cell)),
);
export const AveragePooling3D = pooling3D(AveragePooling2D, (tf, cells) =>
  tf.div(tf.addN(cells), cells.length),
);

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
    return layerInFormat(
      data_format,
      {
        shape: (x) => shapeOverMaps(pool, depthOf, x),
        apply(tf, x) {
          const [n, d] = x.shape as [number, number];
          const maps = asVolume(tf, pool.apply(tf, [asMaps(tf, x)], {}), n);
          const before = padding === 'same' ? samePadding(d, depth, stride)[0] : 0;
          const cells = Array.from({ length: depthOf(d) }, (_, i) => {
            const [from, to] = [Math.max(0, i * stride - before), Math.min(d, i * stride - before + depth)];
            const places = Array.from({ length: to - from }, (_, at) =>
              placesAlong(tf, maps, from + at, 1, 1),
            );
            return join(tf, places);
          });
          return cells.length === 1 ? cells[0]! : tf.concat(cells, 1);
        },
      },
      5,
    );
  };
}
