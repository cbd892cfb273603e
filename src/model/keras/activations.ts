import * as v from 'valibot';
import { shown } from '../../core/error.ts';
import { unknownName } from '../../core/mistake.ts';
import { says } from '../../core/options.ts';
import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { Config, KerasClass } from './kind.ts';
import { ELU, LeakyReLU, ReLU, Softmax, ThresholdedReLU } from './layers/activation_options.ts';

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
  softmax: (tf, x) => tf.softmax(x),
  log_softmax: (tf, x) => tf.logSoftmax(x),
  softplus: (tf, x) => tf.softplus(x),
  squareplus: (tf, x) => tf.div(tf.add(x, tf.sqrt(tf.add(tf.square(x), 4))), 2),
  sparse_plus: (tf, x) => tf.where(tf.less(x, 1), tf.div(tf.square(tf.relu(tf.add(x, 1))), 4), x),
  sparse_sigmoid: (tf, x) => tf.clipByValue(tf.div(tf.add(x, 1), 2), 0, 1),
  sparsemax,
  soft_shrink: (tf, x) => tf.sub(x, tf.clipByValue(x, -0.5, 0.5)),
  hard_shrink: (tf, x) => tf.where(tf.greater(tf.abs(x), 0.5), x, tf.zerosLike(x)),
  tanh_shrink: (tf, x) => tf.sub(x, tf.tanh(x)),
  softsign: (tf, x) => tf.div(x, tf.add(tf.abs(x), 1)),
  exponential: (tf, x) => tf.exp(x),
  swish: silu,
  silu,
  mish: (tf, x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: (tf, x) => tf.mul(x, tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5)),
} satisfies Record<string, ActivationFunction>;

export type ActivationName = keyof typeof activations;

/** An activation: by its name, or a layer with options instead of a name. */
export type AnyActivation = ActivationName | ActivationFunction;

/** Layers that Keras takes for an activation. */
const activationLayers: Record<string, KerasClass> = { ELU, LeakyReLU, ReLU, Softmax, ThresholdedReLU };

function hardSigmoid(tf: TensorFlow, x: Tensor): Tensor {
  return tf.div(tf.relu6(tf.add(x, 3)), 6);
}

function hardSilu(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(x, hardSigmoid(tf, x));
}

function silu(tf: TensorFlow, x: Tensor): Tensor {
  return tf.mul(x, tf.sigmoid(x));
}

/**
 * max(x - τ, 0) over the last axis. Of the largest values, sorted, the k-th counts if it is above (their sum up to it
 * - 1) / k. τ is (the sum of all these sums - 1) / how many count: so Keras 3 has it, where Martins & Astudillo 2016,
 * "From softmax to sparsemax", have the last of these sums.
 */
function sparsemax(tf: TensorFlow, x: Tensor): Tensor {
  const length = x.shape.at(-1)!;
  const rows = tf.reshape(x, [-1, length]);
  // wasm has no sums up to a place, nor a sort: each value is compared with all, those of equal ones before it included.
  const [one, other] = [tf.expandDims(rows, 2), tf.expandDims(rows, 1)];
  const before = Float32Array.from({ length: length * length }, (_, at) =>
    at % length <= Math.floor(at / length) ? 1 : 0,
  );
  const equal = tf.mul(tf.cast(tf.equal(other, one), 'float32'), tf.tensor2d(before, [length, length]));
  const upTo = tf.add(tf.cast(tf.greater(other, one), 'float32'), equal);
  const sums = tf.sum(tf.mul(upTo, other), 2);
  const counted = tf.cast(tf.greater(rows, tf.div(tf.sub(sums, 1), tf.sum(upTo, 2))), 'float32');
  const sum = tf.sum(tf.mul(sums, counted), 1, true);
  const threshold = tf.div(tf.sub(sum, 1), tf.sum(counted, 1, true));
  return tf.reshape(tf.relu(tf.sub(rows, threshold)), x.shape);
}

const activationNames = Object.keys(activations) as [ActivationName, ...ActivationName[]];

/** Those of Keras 3 that this gives another name are written without it. */
const namesByKeras = activationNames.filter((name) => name !== 'hard_sigmoid_3');

/** An activation: its name, by itself or as an object that Keras serialized, or a layer. */
export const activation = (missing: ActivationName = 'linear') =>
  v.optional(
    v.pipe(
      v.unknown(),
      v.transform((given) => (given === null ? 'linear' : activationName(given))),
      v.union(
        [v.picklist(activationNames), v.custom<ActivationFunction>((given) => typeof given === 'function')],
        says(({ input }) =>
          unknownName('activation', typeof input === 'string' ? input : shown(input), namesByKeras),
        ),
      ),
    ),
    missing,
  );

/** An activation of that name. */
export function activate(tf: TensorFlow, activation: AnyActivation, x: Tensor): Tensor {
  return typeof activation === 'string' ? activations[activation](tf, x) : activation(tf, x);
}

function activationName(given: unknown): unknown {
  if (typeof given !== 'object' || given === null) return given;
  const { class_name, config } = given as { class_name?: unknown; config?: unknown };
  if (typeof config === 'string') return config;
  if (typeof class_name !== 'string') return given;
  const layer = Object.hasOwn(activationLayers, class_name) ? activationLayers[class_name] : undefined;
  if (!layer) return class_name.toLowerCase();
  const { apply } = layer((config ?? {}) as Config, () => {
    throw new Error('has a layer within an activation');
  });
  return ((tf, x) => apply(tf, [x], {})) satisfies ActivationFunction;
}
