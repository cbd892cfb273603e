import * as v from 'valibot';
import { boolean, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList } from '../axes.ts';
import { axisIndex } from '../geometry.ts';
import { type KerasClass, type Lengths, only, readConfig } from '../kind.ts';
import { sameShape } from '../of_each.ts';

const keepShape = ([x]: readonly Lengths[]) => [...x!];
const oneAxis = v.pipe(
  axesList,
  v.check((all) => all.length === 1, 'only one axis is supported'),
  v.transform(([axis]) => axis!),
);
const affine = { center: v.optional(boolean(), true), scale: v.optional(boolean(), true) };

/** gamma · (x - moving_mean) / √(moving_variance + epsilon) + beta, each of one value per channel. */
export const BatchNormalization: KerasClass = (config) => {
  const training = ['momentum', 'renorm', 'renorm_clipping', 'renorm_momentum', 'fused'];
  const options = readConfig(
    config,
    {
      ...affine,
      axis: v.optional(oneAxis, -1),
      epsilon: v.optional(number({ min: 0 }), 1e-3),
      virtual_batch_size: only(null),
      adjustment: only(null),
    },
    training,
  );
  const { axis } = options;
  return {
    dependsOnTraining: true,
    weights([x]) {
      const each = [x![axisIndex(axis, x!)]!];
      return { ...affineWeights(options, each), moving_mean: each, moving_variance: each };
    },
    shape: keepShape,
    apply(tf, [x], { gamma, beta, moving_mean, moving_variance }) {
      const at = axisIndex(axis, x!.shape);
      const along = (values: Tensor | undefined) => values && alongAxes(tf, values, x!.shape, [at]);
      const last = at === x!.rank - 1;
      if (last && x!.rank <= 4) {
        const [mean, variance] = [moving_mean!, moving_variance!] as [never, never];
        return tf.batchNorm(x! as never, mean, variance, beta as never, gamma as never, options.epsilon);
      }
      const scale = tf.div(
        gamma ?? tf.onesLike(moving_mean!),
        tf.sqrt(tf.add(moving_variance!, options.epsilon)),
      );
      const scaled = tf.mul(tf.sub(x!, along(moving_mean)!), along(scale)!);
      return beta ? tf.add(scaled, along(beta)!) : scaled;
    },
  };
};

/**
 * gamma · (x - mean) / √(variance + epsilon) + beta, with mean and variance over the axes of each picture. With
 * `rms_scaling`, x is only multiplied by gamma / √(variance + epsilon).
 */
export const LayerNormalization: KerasClass = (config) => {
  const options = readConfig(config, {
    ...affine,
    axis: v.optional(axesList, -1),
    epsilon: v.optional(number({ min: 0 }), 1e-3),
    rms_scaling: v.optional(boolean(), false),
  });
  const over = (x: Lengths) => sortedAxes(options.axis, x);
  const affineOptions = options.rms_scaling ? { center: false, scale: true } : options;
  return {
    // Weights have the axes in the order in which they are written, and are read as if they were sorted.
    weights: ([x]) =>
      affineWeights(
        affineOptions,
        options.axis.map((axis) => x![axisIndex(axis, x!)]!),
      ),
    shape: ([x]) => withoutBatch(over(x!), x!),
    apply(tf, [x], weights) {
      const at = over(x!.shape);
      const y = standardizedOver(tf, x!, at, options.epsilon, !options.rms_scaling);
      return scaledAndMoved(tf, y, weights, at);
    },
  };
};

/** scale · x / √(mean of x² + epsilon), with the mean over the axes of each picture. */
export const RMSNormalization: KerasClass = (config) => {
  const options = readConfig(config, {
    axis: v.optional(axesList, -1),
    epsilon: v.optional(number({ min: 0 }), 1e-6),
  });
  const over = (x: Lengths) => sortedAxes(options.axis, x);
  return {
    weights: ([x]) => ({ scale: over(x!).map((axis) => x![axis]!) }),
    shape([x]) {
      const at = over(x!);
      // Keras multiplies by the scale as it is, so that it fits the last axes only.
      if (at.some((axis, i) => axis !== x!.length - at.length + i))
        throw new Error(`normalizes over the axes ${at.join(', ')}; only the last ones are supported`);
      return withoutBatch(at, x!);
    },
    apply(tf, [x], { scale }) {
      const at = over(x!.shape);
      const root = tf.sqrt(tf.add(tf.mean(tf.square(x!), at, true), options.epsilon));
      return tf.mul(tf.div(x!, root), alongAxes(tf, scale!, x!.shape, at));
    },
  };
};

/** LayerNormalization over the places and over each of `groups` of the channels. */
export const GroupNormalization: KerasClass = (config) => {
  const options = readConfig(config, {
    ...affine,
    groups: v.optional(whole({ min: -1 }), 32),
    axis: v.optional(oneAxis, -1),
    epsilon: v.optional(number({ min: 0 }), 1e-3),
  });
  const { axis } = options;
  const channelsOf = (x: Lengths) => x[axisIndex(axis, x)]!;
  return {
    weights: ([x]) => affineWeights(options, [channelsOf(x!)]),
    shape([x]) {
      const [channels, groups] = [channelsOf(x!), options.groups];
      if (groups !== -1 && channels % groups !== 0)
        throw new Error(`has ${groups} groups, which do not divide ${channels} channels`);
      return [...x!];
    },
    apply(tf, [x], weights) {
      const at = axisIndex(axis, x!.shape);
      const channels = x!.shape[at]!;
      const groups = options.groups === -1 ? channels : options.groups;
      const split = [...x!.shape.slice(0, at), groups, channels / groups, ...x!.shape.slice(at + 1)];
      const rest = split.map((_, i) => i).filter((i) => i !== 0 && i !== at);
      const y = tf.reshape(standardizedOver(tf, tf.reshape(x!, split), rest, options.epsilon), x!.shape);
      return scaledAndMoved(tf, y, weights, [at]);
    },
  };
};

/** x / √max(sum of x², 1e-12), with the sum over the axes. */
export const UnitNormalization: KerasClass = (config) => {
  const options = readConfig(config, { axis: v.optional(axesList, -1) });
  return sameShape((tf, x) => {
    const over = options.axis.map((axis) => axisIndex(axis, x.shape));
    return tf.div(x, tf.sqrt(tf.maximum(tf.sum(tf.square(x), over, true), 1e-12)));
  });
};

/**
 * (x - mean) / max(√variance, 1e-7), or with `invert`, x · max(√variance, 1e-7) + mean. Mean and variance are in the
 * configuration or among the weights.
 */
export const Normalization: KerasClass = (config) => {
  const values = v.optional(v.nullable(v.any()), null);
  const options = readConfig(config, {
    axis: v.optional(v.nullable(axesList), -1),
    mean: values,
    variance: values,
    invert: v.optional(boolean(), false),
  });
  const over = (x: Lengths) => sortedAxes(options.axis ?? [], x);
  const written = options.mean !== null;
  return {
    ...(!written && {
      weights([x]) {
        const each = over(x!).map((axis) => x![axis]!);
        return { mean: each, variance: each };
      },
    }),
    shape: keepShape,
    apply(tf, [x], weights) {
      const at = over(x!.shape);
      const along = (given: unknown, held: Tensor | undefined) => {
        const each = held ?? tf.tensor([given as number[]].flat(8) as number[], undefined, 'float32');
        return at.length === 0 || each.size === 1 ? tf.reshape(each, []) : alongAxes(tf, each, x!.shape, at);
      };
      const mean = along(options.mean, weights.mean);
      const deviation = tf.maximum(tf.sqrt(along(options.variance, weights.variance)), 1e-7);
      return options.invert ? tf.add(tf.mul(x!, deviation), mean) : tf.div(tf.sub(x!, mean), deviation);
    },
  };
};

function sortedAxes(axes: readonly number[], x: Lengths): number[] {
  return axes.map((axis) => axisIndex(axis, x)).sort((a, b) => a - b);
}

/** The shape. @throws Error if the batch is among the axes */
function withoutBatch(axes: readonly number[], x: Lengths): number[] {
  if (axes.includes(0)) throw new Error('normalizes over the batch, which is not supported');
  return [...x];
}

/** (x - mean) / √(variance + epsilon), with mean and variance over the axes; not centred, x / √(variance + epsilon). */
function standardizedOver(
  tf: TensorFlow,
  x: Tensor,
  axes: number[],
  epsilon: number,
  centred = true,
): Tensor {
  const { mean, variance } = tf.moments(x, axes, true);
  return tf.div(centred ? tf.sub(x, mean) : x, tf.sqrt(tf.add(variance, epsilon)));
}

/** The weights gamma and beta, as far as a layer has them. @param each their lengths */
function affineWeights({ scale, center }: { scale: boolean; center: boolean }, each: number[]) {
  return { ...(scale && { gamma: each }), ...(center && { beta: each }) };
}

/** x · gamma + beta, as far as there are such weights, which belong to the axes. */
function scaledAndMoved(
  tf: TensorFlow,
  x: Tensor,
  { gamma, beta }: Readonly<Record<string, Tensor>>,
  axes: readonly number[],
): Tensor {
  const scaled = gamma ? tf.mul(x, alongAxes(tf, gamma, x.shape, axes)) : x;
  return beta ? tf.add(scaled, alongAxes(tf, beta, x.shape, axes)) : scaled;
}

/** Values of some axes of a shape, so that they can be combined with a tensor of that shape. */
function alongAxes(tf: TensorFlow, values: Tensor, shape: Lengths, axes: readonly number[]): Tensor {
  return tf.reshape(
    values,
    shape.map((length, axis) => (axes.includes(axis) ? length : 1)),
  );
}
