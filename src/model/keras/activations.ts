import * as v from 'valibot';
import { shown } from '../../core/error.ts';
import { unknownName } from '../../core/mistake.ts';
import { says } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';

/** A function of each value, or of each vector of channels. */
export type ActivationFunction = (tf: TensorFlow, x: Tensor) => Tensor;

/**
 * Keras's activations by name. `hard_sigmoid` is max(0, min(1, 0.2 · x + 0.5)) in Keras 2, and
 * `hard_sigmoid_3`, max(0, min(1, x / 6 + 0.5)), in Keras 3.
 *
 * Source: https://keras.io/api/layers/activations/
 */
const activations = {
  linear: (_, x) => x,
  relu: (tf, x) => tf.relu(x),
  relu6: (tf, x) => tf.relu6(x),
  leaky_relu: (tf, x) => tf.leakyRelu(x, 0.2),
  elu: (tf, x) => tf.elu(x),
  selu: (tf, x) => tf.selu(x),
  sigmoid: (tf, x) => tf.sigmoid(x),
  hard_sigmoid: (tf, x) => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1),
  hard_sigmoid_3: hardSigmoid,
  hard_silu: hardSilu,
  hard_swish: hardSilu,
  log_sigmoid: (tf, x) => tf.logSigmoid(x),
  celu: (tf, x) => tf.elu(x),
  tanh: (tf, x) => tf.tanh(x),
  hard_tanh: (tf, x) => tf.clipByValue(x, -1, 1),
  softmax: (tf, x) => softmax(tf, x, -1),
  log_softmax: (tf, x) => tf.logSoftmax(x),
  softplus: (tf, x) => tf.softplus(x),
  softsign: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
  exponential: (tf, x) => tf.exp(x),
  swish: silu,
  silu,
  mish: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: (tf, x) => tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)),
} satisfies Record<string, ActivationFunction>;

export type ActivationName = keyof typeof activations;

/** The softmax of an axis, which may be negative. */
export function softmax(tf: TensorFlow, x: Tensor, axis: number): Tensor {
  const last = x.rank - 1;
  const at = axis < 0 ? axis + x.rank : axis;
  if (at === last) return tf.softmax(x);
  // TensorFlow.js takes the last axis only.
  const order = x.shape.map((_, i) => (i === at ? last : i === last ? at : i));
  return tf.transpose(tf.softmax(tf.transpose(x, order)), order);
}

function hardSigmoid(tf: TensorFlow, x: Tensor): Tensor {
  return tf.div(tf.relu6(tf.add(x, 3)), 6);
}

function hardSilu(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(x, hardSigmoid(tf, x));
}

function silu(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

/** The name of an activation, by itself or as an object that Keras serialized. */
export const activation = (missing: ActivationName = 'linear') =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((given) => (given === null ? 'linear' : activationName(given))),
      v.picklist(
        activationNames,
        says(({ input }) =>
          unknownName('activation', typeof input === 'string' ? input : shown(input), activationNames),
        ),
      ),
    ),
    missing,
  );

/** An activation of that name. */
export function activate(tf: TensorFlow, name: ActivationName, x: Tensor): Tensor {
  return activations[name](tf, x);
}

function activationName(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { class_name, config } = given as { class_name?: unknown; config?: unknown };
  if (typeof config === 'string') return config;
  return typeof class_name === 'string' ? class_name.toLowerCase() : given;
}
