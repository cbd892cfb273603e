import * as v from 'valibot';
import { boolean, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { activate } from '../activations.ts';
import { axesList, axesOfPicture, axisOfPicture } from '../axes.ts';
import { type KerasClass, type Lengths, only, readConfig } from '../kind.ts';

/** Functions of `keras.ops` over some axes of each picture. */

export const Max = reduction((tf, x, axes, keep) => tf.max(x, axes, keep));
export const Mean = reduction((tf, x, axes, keep) => tf.mean(x, axes, keep));
export const Min = reduction((tf, x, axes, keep) => tf.min(x, axes, keep));
export const Prod = reduction((tf, x, axes, keep) => tf.prod(x, axes, keep));
export const Sum = reduction((tf, x, axes, keep) => tf.sum(x, axes, keep));
export const Var = reduction((tf, x, axes, keep) => tf.moments(x, axes, keep).variance);
export const Std = reduction((tf, x, axes, keep) => tf.sqrt(tf.moments(x, axes, keep).variance));
export const Logsumexp = reduction((tf, x, axes, keep) => tf.logSumExp(x, axes, keep));

/** The place of the largest value along an axis, the first of several. */
export const Argmax: KerasClass = (config) => {
  const { axis, keepdims } = readConfig(config, { axis: whole(), keepdims: v.optional(boolean(), false) });
  const shape = (x: Lengths) => withoutAxes(x, [axisOfPicture(axis, x)], keepdims);
  return {
    shape: ([x]) => shape(x!),
    apply: (tf, [x]) =>
      tf.reshape(tf.cast(tf.argMax(x!, axisOfPicture(axis, x!.shape)), 'float32'), shape(x!.shape)),
  };
};

/** log(exp(x) / sum of exp(x)) over an axis. */
export const LogSoftmax = ofEachLine((tf, x, at) => {
  const lowered = tf.sub(x, tf.max(x, at, true));
  return tf.sub(lowered, tf.log(tf.sum(tf.exp(lowered), at, true)));
});

/** `sparsemax` over the last axis. */
export const Sparsemax: KerasClass = (config) => {
  readConfig(config, { axis: only(-1) });
  return { shape: ([x]) => [...x!], apply: (tf, [x]) => activate(tf, 'sparsemax', x!) };
};

/** x / max(√(sum of x²), epsilon), or another norm: (sum of |x|^order)^(1 / order). */
export const Normalize: KerasClass = (config) => {
  const options = readConfig(config, {
    axis: v.optional(axesList, -1),
    order: v.optional(whole({ min: 1 }), 2),
    epsilon: v.optional(v.nullable(number({ min: 0 })), null),
  });
  const epsilon = options.epsilon ?? 1e-7;
  const { order } = options;
  return {
    shape([x]) {
      axesOfPicture(options.axis, x!);
      return [...x!];
    },
    apply(tf, [x]) {
      const axes = axesOfPicture(options.axis, x!.shape);
      if (order === 2) {
        const squares = tf.sum(tf.square(x!), axes, true);
        return tf.mul(x!, tf.rsqrt(tf.maximum(squares, epsilon ** 2)));
      }
      const sums = tf.sum(tf.pow(tf.abs(x!), order), axes, true);
      return tf.div(x!, tf.maximum(tf.pow(sums, 1 / order), epsilon));
    },
  };
};

function ofEachLine(action: (tf: TensorFlow, x: Tensor, at: number) => Tensor): KerasClass {
  return (config) => {
    const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
    return {
      shape([x]) {
        axisOfPicture(axis, x!);
        return [...x!];
      },
      apply: (tf, [x]) => action(tf, x!, axisOfPicture(axis, x!.shape)),
    };
  };
}

function reduction(reduce: (tf: TensorFlow, x: Tensor, axes: number[], keep: boolean) => Tensor): KerasClass {
  return (config) => {
    const { axis, keepdims } = readConfig(config, { axis: axesList, keepdims: v.optional(boolean(), false) });
    return {
      shape: ([x]) => withoutAxes(x!, axesOfPicture(axis, x!), keepdims),
      apply: (tf, [x]) => reduce(tf, x!, axesOfPicture(axis, x!.shape), keepdims),
    };
  };
}

function withoutAxes(x: Lengths, axes: readonly number[], keep: boolean): number[] {
  return keep ? x.map((n, i) => (axes.includes(i) ? 1 : n)) : x.filter((_, i) => !axes.includes(i));
}
