import * as v from 'valibot';
import { boolean, choice, size } from '../../../core/options.ts';
import type { Tensor, Tensor4D, TensorFlow } from '../../../core/tensor.ts';
import { channelsLast, inFormat, layerInFormat, slidLength } from '../geometry.ts';
import { dataFormat, type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { alongOneAxis } from '../one_axis.ts';
import { oneLength } from './convolution.ts';

type PoolOperation = (tf: TensorFlow, x: Tensor4D, window: PoolWindow) => Tensor4D;

interface PoolWindow {
  size: [number, number];
  strides: [number, number];
  padding: 'same' | 'valid';
}

const maxOf: PoolOperation = (tf, x, { size, strides, padding }) => tf.maxPool(x, size, strides, padding);
const mean: PoolOperation = (tf, x, { size, strides, padding }) => tf.avgPool(x, size, strides, padding);

/** The maximum, or the mean without padding, under a window: [n, h, w, c] → [n, h', w', c]. */
export const MaxPooling2D = pooling2D(maxOf);
export const AveragePooling2D = pooling2D(mean);
export { AveragePooling2D as AveragePool, MaxPooling2D as MaxPool };

/** The same along one axis: [n, l, c] → [n, l', c]. */
export const MaxPooling1D = pooling1D(MaxPooling2D);
export const AveragePooling1D = pooling1D(AveragePooling2D);

type ReduceAxes = (tf: TensorFlow, x: Tensor, axes: number[]) => Tensor;

const maxOver: ReduceAxes = (tf, x, axes) => tf.max(x, axes);
const meanOver: ReduceAxes = (tf, x, axes) => tf.mean(x, axes);

/** The maximum, or the mean, over all places: [n, h, w, c] → [n, c], or [n, 1, 1, c] with `keepdims`. */
export const GlobalMaxPooling3D = globalPooling(5, maxOver);
export const GlobalAveragePooling3D = globalPooling(5, meanOver);
export const GlobalMaxPooling2D = globalPooling(4, maxOver);
export const GlobalAveragePooling2D = globalPooling(4, meanOver);
export const GlobalMaxPooling1D = globalPooling(3, maxOver);
export const GlobalAveragePooling1D = globalPooling(3, meanOver);

function pooling2D(pool: PoolOperation): KerasClass {
  return (config) => {
    const options = readConfig(config, {
      padding: v.optional(choice(['valid', 'same']), 'valid'),
      data_format: dataFormat(),
      pool_size: v.optional(size(), 2),
      strides: v.optional(v.nullable(size()), null),
    });
    const { data_format, padding, pool_size } = options;
    const window: PoolWindow = { size: pool_size, strides: options.strides ?? pool_size, padding };
    return layerInFormat(data_format, {
      shape: (x) => pooledShape(x, window),
      apply: (tf, x) => pooled(tf, x, window, pool),
    });
  };
}

function pooling1D(overMaps: KerasClass): KerasClass {
  const entries = {
    pool_size: v.optional(oneLength(), 2),
    strides: v.optional(v.nullable(oneLength()), null),
  };
  return alongOneAxis(overMaps, entries, ({ pool_size, strides }) => ({
    pool_size: [1, pool_size],
    strides: [1, strides ?? pool_size],
  }));
}

function globalPooling(axes: 3 | 4 | 5, reduce: ReduceAxes): KerasClass {
  const places = [1, 2, 3].slice(0, axes - 2);
  return (config) => {
    const options = readConfig(config, { data_format: dataFormat(), keepdims: v.optional(boolean(), false) });
    const { data_format, keepdims } = options;
    const shape = (x: Lengths) => {
      const last = channelsLast(x, data_format, axes);
      const [n, c] = [last[0]!, last.at(-1)!];
      return keepdims ? inFormat([n, ...places.map(() => 1), c], data_format) : [n, c];
    };
    return {
      ...(axes === 3 && { readsMask: true }),
      shape: ([x]) => shape(x!),
      apply(tf, [x]) {
        const over = data_format === 'channels_last' ? places : places.map((axis) => axis + 1);
        return tf.reshape(reduce(tf, x!, over), shape(x!.shape));
      },
    };
  };
}

function pooledShape(
  [n, height, width, channels]: Lengths,
  { size, strides, padding }: PoolWindow,
): number[] {
  const rows = slidLength(height!, size[0], strides[0], padding);
  const columns = slidLength(width!, size[1], strides[1], padding);
  return [n!, rows, columns, channels!];
}

/** XNNPACK, behind wasm, has no window of one cell. */
function pooled(tf: TensorFlow, x: Tensor, window: PoolWindow, pool: PoolOperation): Tensor4D {
  const { size, strides } = window;
  if (size[0] * size[1] > 1) return pool(tf, x as Tensor4D, window);
  return tf.stridedSlice(x as Tensor4D, [0, 0, 0, 0], x.shape, [1, ...strides, 1]) as Tensor4D;
}
