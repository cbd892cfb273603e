import * as v from 'valibot';
import { number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList } from '../axes.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type Lengths, readConfig } from '../kind.ts';
import { sameShape } from '../of_each.ts';

const optionalNumber = (missing: number) => v.optional(number(), missing);

/** max_value from there on, x from the threshold on, and negative_slope · (x - threshold) below. */
export const ReLU: KerasClass = (config) => {
  const options = readConfig(config, {
    max_value: v.optional(v.nullable(number({ min: 0 })), null),
    negative_slope: v.optional(v.nullable(number({ min: 0 })), 0),
    threshold: v.optional(v.nullable(number()), 0),
  });
  const [slope, threshold] = [options.negative_slope ?? 0, options.threshold ?? 0];
  return sameShape((tf, x) => {
    if (slope === 0 && threshold === 0) {
      if (options.max_value === null) return tf.relu(x);
      return options.max_value === 6 ? tf.relu6(x) : tf.clipByValue(x, 0, options.max_value);
    }
    const low = slope === 0 ? tf.zerosLike(x) : tf.mul(tf.sub(x, threshold), slope);
    const all = tf.where(tf.greaterEqual(x, threshold), x, low);
    return options.max_value === null ? all : tf.minimum(all, options.max_value);
  });
};

/** x from 0 on, and alpha · x below. Keras 3 calls alpha `negative_slope`. */
export const LeakyReLU: KerasClass = (config) => {
  const { alpha, negative_slope } = readConfig(config, {
    alpha: v.optional(number()),
    negative_slope: v.optional(number()),
  });
  const slope = negative_slope ?? alpha ?? 0.3;
  return sameShape((tf, x) => tf.leakyRelu(x, slope));
};

/** x from 0 on, and alpha · x below, with an alpha for each place unless its axis is shared. */
export const PReLU: KerasClass = (config) => {
  const axes = v.union([whole({ min: 1 }), v.array(whole({ min: 1 }))], 'expected axes from 1 on');
  const options = readConfig(config, { shared_axes: v.optional(v.nullable(axes), null) });
  const shared = [options.shared_axes ?? []].flat();
  return {
    weights: ([x]) => ({
      alpha: x!.slice(1).map((length, i) => (shared.includes(i + 1) ? 1 : length)),
    }),
    shape: ([x]) => [...x!],
    // XNNPACK, behind wasm, takes slopes that are shared by channels for those of channels.
    apply: (tf, [x], { alpha }) => tf.sub(tf.relu(x!), tf.mul(alpha!, tf.relu(tf.neg(x!)))),
  };
};

/** x above 0, and alpha · (exp(x) - 1) below. */
export const ELU: KerasClass = (config) => {
  const { alpha } = readConfig(config, { alpha: optionalNumber(1) });
  return sameShape((tf, x) =>
    alpha === 1 ? tf.elu(x) : tf.where(tf.greater(x, 0), x, tf.mul(tf.expm1(tf.minimum(x, 0)), alpha)),
  );
};

/** x above theta, and 0 elsewhere. */
export const ThresholdedReLU: KerasClass = (config) => {
  const { theta } = readConfig(config, { theta: optionalNumber(1) });
  return sameShape((tf, x) => tf.where(tf.greater(x, theta), x, tf.zerosLike(x)));
};

/** exp(x) / sum of exp(x) over one axis or several. */
export const Softmax: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(axesList, -1) });
  const over = (x: Lengths) => axis.map((one) => axisIndex(one, x));
  return {
    readsMask: true,
    shape([x]) {
      if (over(x!).includes(0)) throw new Error('sums over the batch, which is not supported');
      return [...x!];
    },
    apply: (tf, [x]) => softmax(tf, x!, over(x!.shape)),
  };
};

/** The softmax over axes, counted from 0. */
function softmax(tf: TensorFlow, x: Tensor, axes: number[]): Tensor {
  // TensorFlow.js takes the last axis only.
  if (axes.length === 1 && axes[0] === x.rank - 1) return tf.softmax(x);
  const raised = tf.exp(tf.sub(x, tf.max(x, axes, true)));
  return tf.div(raised, tf.sum(raised, axes, true));
}
