import * as v from 'valibot';
import { shown } from '../../../core/error.ts';
import { boolean, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList, axesOfPicture, axisOfPicture } from '../axes.ts';
import { type KerasClass, type KerasLayer, type Lengths, readConfig } from '../kind.ts';

/** Functions of `keras.ops` that give one value for all places of some axes. */

export const Max = reduction((tf, x, axes, keep) => tf.max(x, axes, keep));
export const Mean = reduction((tf, x, axes, keep) => tf.mean(x, axes, keep));
export const Min = reduction((tf, x, axes, keep) => tf.min(x, axes, keep));
export const Prod = reduction((tf, x, axes, keep) => tf.prod(x, axes, keep));
export const Sum = reduction((tf, x, axes, keep) => tf.sum(x, axes, keep));
export const Var = reduction((tf, x, axes, keep) => tf.moments(x, axes, keep).variance);
export const Std = reduction((tf, x, axes, keep) => tf.sqrt(tf.moments(x, axes, keep).variance));
export const Logsumexp = reduction((tf, x, axes, keep) => tf.logSumExp(x, axes, keep));
export const Any = reduction((tf, x, axes, keep) => tf.max(nonzero(tf, x), axes, keep));
export const All = reduction((tf, x, axes, keep) => tf.min(nonzero(tf, x), axes, keep));
export const CountNonzero = reduction((tf, x, axes, keep) => tf.sum(nonzero(tf, x), axes, keep));
export const Ptp = reduction((tf, x, axes, keep) => tf.sub(tf.max(x, axes, keep), tf.min(x, axes, keep)));
export { Max as Amax, Min as Amin, meanAndVariance as Moments };

/** The median over axes, the mean of the two in the middle of an even number. */
export const Median = reduction((tf, x, axes, keep) => {
  const rest = [...x.shape.keys()].filter((axis) => !axes.includes(axis));
  const lines = tf.reshape(tf.transpose(x, [...rest, ...axes]), [...rest.map((axis) => x.shape[axis]!), -1]);
  const { values } = tf.topk(lines, lines.shape.at(-1)!, true);
  const middle = (values.shape.at(-1)! - 1) / 2;
  const [low, high] = [Math.floor(middle), Math.ceil(middle)].map((at) =>
    tf.gather(values, tf.tensor1d([at], 'int32'), values.rank - 1),
  ) as [Tensor, Tensor];
  return tf.reshape(tf.div(tf.add(low, high), 2), withoutAxes(x.shape, axes, keep));
});

/** √(sum of x²), or the sum of |x|, or its maximum. */
export const Norm: KerasClass = (config, layerOf) => {
  const { ord, ...rest } = config;
  if (ord === null || ord === undefined || ord === 2 || ord === 'fro')
    return reduction((tf, x, axes, keep) => tf.sqrt(tf.sum(tf.square(x), axes, keep)))(rest, layerOf);
  if (ord === 1) return reduction((tf, x, axes, keep) => tf.sum(tf.abs(x), axes, keep))(rest, layerOf);
  throw new Error(`has the option ord: ${shown(ord)}, which is not supported`);
};

/** Mean and variance over axes. */
const meanAndVariance: KerasClass = (config, layerOf) => {
  const { axes: axis, synchronized: _, ...rest } = config;
  const [mean, variance] = [Mean, Var].map((one) => one({ ...rest, axis }, layerOf)) as [
    KerasLayer,
    KerasLayer,
  ];
  return { ...mean, part: (index) => (index === 0 ? mean : variance) };
};

/** The place of the largest or of the smallest value along an axis, the first of several. */
export const Argmax: KerasClass = (config, layerOf) => ({
  ...placeAlong((tf, x, at) => tf.argMax(x, at))(config, layerOf),
  classNumbers: true,
});
export const Argmin = placeAlong((tf, x, at) => tf.argMin(x, at));

function placeAlong(find: (tf: TensorFlow, x: Tensor, at: number) => Tensor): KerasClass {
  return (config) => {
    const { axis, keepdims } = readConfig(config, { axis: whole(), keepdims: v.optional(boolean(), false) });
    const shape = (x: Lengths) => withoutAxes(x, [axisOfPicture(axis, x)], keepdims);
    return {
      shape: ([x]) => shape(x!),
      apply: (tf, [x]) =>
        tf.reshape(tf.cast(find(tf, x!, axisOfPicture(axis, x!.shape)), 'float32'), shape(x!.shape)),
    };
  };
}

function nonzero(tf: TensorFlow, x: Tensor): Tensor {
  return tf.cast(tf.notEqual(x, 0), 'float32');
}

function reduction(reduce: (tf: TensorFlow, x: Tensor, axes: number[], keep: boolean) => Tensor): KerasClass {
  return (config) => {
    const { axis, keepdims } = readConfig(config, {
      axis: v.optional(v.nullable(axesList), null),
      keepdims: v.optional(boolean(), false),
      initial: v.optional(v.null(), null),
    });
    if (axis === null)
      throw new Error('has the option axis: null, along the batch too, which is not supported');
    return {
      shape: ([x]) => withoutAxes(x!, axesOfPicture(axis, x!), keepdims),
      apply: (tf, [x]) => reduce(tf, x!, axesOfPicture(axis, x!.shape), keepdims),
    };
  };
}

function withoutAxes(x: Lengths, axes: readonly number[], keep: boolean): number[] {
  return keep ? x.map((n, i) => (axes.includes(i) ? 1 : n)) : x.filter((_, i) => !axes.includes(i));
}
