import { mapValues } from '../../core/map_values.ts';
import { layerInFormat, padded } from './geometry.ts';
import {
  type Config,
  type ConfigEntries,
  type ConfigValues,
  dataFormat,
  type KerasClass,
  type Lengths,
  readConfig,
} from './kind.ts';

/**
 * A class of layers along one axis, [n, l, c] → [n, l', c'], from one over maps: the axis becomes a map of one row. A
 * kernel [l, …] is one of [1, l, …].
 *
 * @param overMaps the class of layers over maps, [n, h, w, c]
 * @param entries its options that are written otherwise here: `pool_size: 2` for `pool_size: [1, 2]`
 * @param inMaps the same options as the class over maps takes them
 * @param before how many zeros are put before the axis
 */
export function alongOneAxis<E extends ConfigEntries>(
  overMaps: KerasClass,
  entries: E,
  inMaps: (given: ConfigValues<E>) => Config,
  before: (given: ConfigValues<E>) => number = () => 0,
): KerasClass {
  return (config, layerOf) => {
    const written = { ...entries, data_format: dataFormat() };
    const own = Object.entries(config).filter(([key]) => Object.hasOwn(written, key));
    const given = readConfig(Object.fromEntries(own), written) as ConfigValues<E & { data_format: any }>;
    const zeros = before(given);
    const layer = overMaps({ ...config, ...inMaps(given), data_format: 'channels_last' }, layerOf);
    const asMap = ([n, length, c]: Lengths) => [[n!, 1, length! + zeros, c!]];
    return layerInFormat(
      given.data_format,
      {
        weights: (x) =>
          mapValues(layer.weights?.(asMap(x)) ?? {}, (shape) =>
            shape.length === 4 ? shape.slice(1) : shape,
          ),
        shape: (x) => layer.shape(asMap(x)).toSpliced(1, 1),
        apply(tf, x, weights) {
          const map = padded(tf, tf.expandDims(x, 1), [0, 0], [zeros, 0]);
          const kernels = mapValues(weights, (one) => (one.rank === 3 ? tf.expandDims(one, 0) : one));
          return tf.squeeze(layer.apply(tf, [map], kernels), [1]);
        },
      },
      3,
    );
  };
}
