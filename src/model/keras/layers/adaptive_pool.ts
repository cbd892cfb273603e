import { size } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { layerInFormat } from '../geometry.ts';
import { dataFormat, type KerasClass, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import { oneLength } from './convolution.ts';

type Reduce = (tf: TensorFlow, x: Tensor, axis: number) => Tensor;

const meanAlong: Reduce = (tf, x, axis) => tf.mean(x, axis, true);
const maxAlong: Reduce = (tf, x, axis) => tf.max(x, axis, true);

/**
 * The mean, or the maximum, under windows that make `output_size` cells of any number: [n, h, w, c] → [n, h', w', c].
 * Window Y of h' on an axis of h cells goes from ⌊Y · h / h'⌋ to ⌈(Y + 1) · h / h'⌉.
 */
export const AdaptiveAveragePooling2D = adaptivePooling2D(meanAlong);
export const AdaptiveMaxPooling2D = adaptivePooling2D(maxAlong);

/** The same along one axis: [n, l, c] → [n, l', c]. */
export const AdaptiveAveragePooling1D = adaptivePooling1D(AdaptiveAveragePooling2D);
export const AdaptiveMaxPooling1D = adaptivePooling1D(AdaptiveMaxPooling2D);

function adaptivePooling2D(reduce: Reduce): KerasClass {
  return (config) => {
    const { output_size, data_format } = readConfig(config, {
      output_size: size(),
      data_format: dataFormat(),
    });
    return layerInFormat(data_format, {
      shape: ([n, , , c]) => [n!, ...output_size, c!],
      apply(tf, x) {
        const rows = pooledAlong(tf, x, 1, output_size[0], reduce);
        return pooledAlong(tf, rows, 2, output_size[1], reduce);
      },
    });
  };
}

function adaptivePooling1D(overMaps: KerasClass): KerasClass {
  return alongOneAxis(overMaps, { output_size: oneLength() }, ({ output_size }) => ({
    output_size: [1, output_size],
  }));
}

function pooledAlong(tf: TensorFlow, x: Tensor, axis: number, to: number, reduce: Reduce): Tensor {
  const from = x.shape[axis]!;
  const cells = Array.from({ length: to }, (_, i) => {
    const first = Math.floor((i * from) / to);
    const end = Math.ceil(((i + 1) * from) / to);
    const begin = x.shape.map((_, at) => (at === axis ? first : 0));
    const lengths = x.shape.map((length, at) => (at === axis ? end - first : length));
    return reduce(tf, tf.slice(x, begin, lengths), axis);
  });
  return tf.concat(cells, axis);
}
