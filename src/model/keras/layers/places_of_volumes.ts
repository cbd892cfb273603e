import * as v from 'valibot';
import { whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type DataFormat, layerInFormat } from '../geometry.ts';
import { dataFormat, type KerasClass, type KerasLayer, readConfig } from '../kind.ts';
import { asMaps, asVolume, paddedDepth, placesAlong, shapeOverMaps, triple } from '../volumes.ts';
import { Cropping2D, UpSampling2D, ZeroPadding2D } from './places.ts';

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

/** Each value repeated `size` times along depth, height and width. */
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
  return layerInFormat(
    format,
    {
      shape: (x) => shapeOverMaps(overMaps, depthOf, x),
      apply(tf, x) {
        const maps = overMaps.apply(tf, [asMaps(tf, x)], {});
        return ofDepth(tf, asVolume(tf, maps, x.shape[0]!));
      },
    },
    5,
  );
}
