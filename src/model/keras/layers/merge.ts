import * as v from 'valibot';
import { boolean, number, whole } from '../../../core/options.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type Lengths, readConfig, unsupportedArgument } from '../kind.ts';
import { merged } from '../merged.ts';
import { refuseOthers } from '../operands.ts';
import { Matmul } from './products.ts';
import { Mean } from './reductions.ts';

/** Value by value; axes of length 1 are spread over those of the others. */
export const Add = merged((tf, a, b) => tf.add(a, b));
export const Multiply = merged((tf, a, b) => tf.mul(a, b));
export const Maximum = merged((tf, a, b) => tf.maximum(a, b));
export const Minimum = merged((tf, a, b) => tf.minimum(a, b));
/** The mean of the inputs; `keras.ops.average`, which has an axis, is that of one input along it. */
export const Average: KerasClass = (config, layerOf) =>
  Object.hasOwn(config, 'axis') ? averageAlong(config, layerOf) : averageOfInputs(config, layerOf);

const averageOfInputs = merged(
  (tf, a, b) => tf.add(a, b),
  undefined,
  (tf, sum, count) => tf.div(sum, count),
);

const averageAlong: KerasClass = (config, layerOf) => {
  const layer = Mean(config, layerOf);
  return {
    ...layer,
    called({ weights, ...others }) {
      if (weights !== null && weights !== undefined) throw new Error(unsupportedArgument('weights', weights));
      refuseOthers(others);
      return layer;
    },
  };
};

/** x + scale · y (keras.applications: InceptionResNetV2). */
export const CustomScaleLayer: KerasClass = (config, layerOf) => {
  const { scale } = readConfig(config, { scale: number() });
  return merged((tf, a, b) => tf.add(a, tf.mul(b, scale)), 2)({}, layerOf);
};

/** The first less the second. */
export const Subtract = merged((tf, a, b) => tf.sub(a, b), 2);

/** One after the other along an axis. */
export const Concatenate: KerasClass = (config) => {
  const { axis } = readConfig(config, { axis: v.optional(whole(), -1) });
  return {
    severalInputs: true,
    shape(inputs) {
      const [first] = inputs as [Lengths];
      const at = axisIndex(axis, first);
      const fits = inputs.every(
        (one) => one.length === first.length && one.every((n, i) => i === at || n === first[i]),
      );
      if (!fits)
        throw new Error(`puts ${inputs.map((one) => one.slice(1).join('×')).join(' and ')} together`);
      return first.map((length, i) => (i === at ? inputs.reduce((sum, one) => sum + one[at]!, 0) : length));
    },
    apply: (tf, inputs) =>
      inputs.length === 1 ? tf.clone(inputs[0]!) : tf.concat([...inputs], axisIndex(axis, inputs[0]!.shape)),
  };
};

/**
 * Sums of products along one axis of each: [n, …, c] and [n, …, c] → [n, …, …]; two vectors → [n, 1]. `keras.ops.dot`,
 * which has no axes, is a product with a constant matrix.
 */
export const Dot: KerasClass = (config, layerOf) => {
  if (!Object.hasOwn(config, 'axes')) return Matmul(config, layerOf);
  const pair = v.union([whole(), v.strictTuple([whole(), whole()])], 'expected an axis, or a pair of axes');
  const options = readConfig(config, {
    axes: v.pipe(
      pair,
      v.transform((given) => (typeof given === 'number' ? ([given, given] as const) : given)),
    ),
    normalize: v.optional(boolean(), false),
  });
  const turned = ([a, b]: readonly Lengths[]) => {
    if (!a || !b) throw new Error('takes 2 inputs');
    const [i, j] = [axisIndex(options.axes[0], a), axisIndex(options.axes[1], b)];
    if (i === 0 || j === 0) throw new Error('sums over the batch, which is not supported');
    if (a[i] !== b[j])
      throw new Error(
        `sums over ${a[i]} and ${b[j]} values of ${a.slice(1).join('×')} and ${b.slice(1).join('×')}`,
      );
    const rest = (x: Lengths, at: number) =>
      x.map((_, axis) => axis).filter((axis) => axis !== at && axis > 0);
    return { length: a[i]!, left: rest(a, i), right: rest(b, j), at: [i, j] as const };
  };
  return {
    severalInputs: true,
    shape(inputs) {
      const { left, right } = turned(inputs);
      const [a, b] = inputs as [Lengths, Lengths];
      const shape = [...left.map((axis) => a[axis]!), ...right.map((axis) => b[axis]!)];
      return [a[0]!, ...(shape.length === 0 ? [1] : shape)];
    },
    apply(tf, [x, y]) {
      const { length, left, right, at } = turned([x!.shape, y!.shape]);
      const unit = (z: Tensor, axis: number) =>
        options.normalize ? tf.div(z, tf.sqrt(tf.maximum(tf.sum(tf.square(z), axis, true), 1e-12))) : z;
      const n = x!.shape[0]!;
      const a = tf.reshape(tf.transpose(unit(x!, at[0]), [0, ...left, at[0]]), [n, -1, length]);
      const b = tf.reshape(tf.transpose(unit(y!, at[1]), [0, at[1], ...right]), [n, length, -1]);
      const shape = [...left.map((axis) => x!.shape[axis]!), ...right.map((axis) => y!.shape[axis]!)];
      return tf.reshape(tf.matMul(a, b), [n, ...(shape.length === 0 ? [1] : shape)]);
    },
  };
};
