import * as v from 'valibot';
import { boolean, choice, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type AnyActivation, activate, activation } from '../activations.ts';
import { requireAxes } from '../geometry.ts';
import { innerLayer } from '../inner_layer.ts';
import { type Config, type KerasClass, type KerasLayer, type Lengths, only, readConfig } from '../kind.ts';

/** One step in time: what the cell was, and what it gets, to what it is. The first of its states is its output. */
type RecurrentCell = (
  tf: TensorFlow,
  x: Tensor,
  states: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
) => Tensor[];

const recurrentOptions = {
  units: whole({ min: 1 }),
  activation: activation('tanh'),
  use_bias: v.optional(boolean(), true),
  return_sequences: v.optional(boolean(), false),
  return_state: only(false),
  go_backwards: v.optional(boolean(), false),
  stateful: only(false),
  time_major: only(false),
  zero_output_for_mask: v.any(),
  dropout: v.any(),
  recurrent_dropout: v.any(),
};
const gate = activation('sigmoid');

/** h = activation(x · kernel + h · recurrent_kernel + bias), [n, t, c] → [n, units], or [n, t, units]. */
export const SimpleRNN: KerasClass = (config) => {
  const options = readConfig(config, recurrentOptions);
  const cell: RecurrentCell = (tf, x, [h], { kernel, recurrent_kernel, bias }) => {
    const sum = tf.add(tf.matMul(x, kernel!), tf.matMul(h!, recurrent_kernel!));
    return [activate(tf, options.activation, bias ? tf.add(sum, bias) : sum)];
  };
  return recurrent(options, 1, 1, cell);
};

/**
 * Gates i, f, o and a candidate g of x · kernel + h · recurrent_kernel + bias, in the order i, f, g, o:
 * c = f · c + i · g, h = o · activation(c). [n, t, c] → [n, units], or [n, t, units].
 */
export const LSTM: KerasClass = (config) => {
  const options = readConfig(config, {
    ...recurrentOptions,
    recurrent_activation: gate,
    unit_forget_bias: v.any(),
  });
  const cell: RecurrentCell = (tf, x, [h, c], { kernel, recurrent_kernel, bias }) => {
    const sum = tf.add(tf.matMul(x, kernel!), tf.matMul(h!, recurrent_kernel!));
    const [i, f, g, o] = tf.split(bias ? tf.add(sum, bias) : sum, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const open = (z: Tensor) => activate(tf, options.recurrent_activation, z);
    const next = tf.add(tf.mul(open(f), c!), tf.mul(open(i), activate(tf, options.activation, g)));
    return [tf.mul(open(o), activate(tf, options.activation, next)), next];
  };
  return recurrent(options, 4, 2, cell);
};

/**
 * Gates z and r and a candidate g, in the order z, r, g: h = z · h + (1 - z) · g. With `reset_after`, r multiplies
 * h · recurrent_kernel + its own bias; else it multiplies h. [n, t, c] → [n, units], or [n, t, units].
 */
export const GRU: KerasClass = (config) => {
  const options = readConfig(config, {
    ...recurrentOptions,
    recurrent_activation: gate,
    reset_after: v.optional(boolean(), true),
  });
  const { units, reset_after } = options;
  const cell: RecurrentCell = (tf, x, [h], { kernel, recurrent_kernel, bias }) => {
    const [inner, outer] = bias && reset_after ? tf.unstack(bias) : [bias, undefined];
    const given = inner ? tf.add(tf.matMul(x, kernel!), inner) : tf.matMul(x, kernel!);
    const [xz, xr, xg] = tf.split(given, 3, 1) as [Tensor, Tensor, Tensor];
    const open = (z: Tensor) => activate(tf, options.recurrent_activation, z);
    const mixed = (z: Tensor, g: Tensor) =>
      tf.add(tf.mul(z, h!), tf.mul(tf.sub(1, z), activate(tf, options.activation, g)));
    if (reset_after) {
      const own = tf.matMul(h!, recurrent_kernel!);
      const [hz, hr, hg] = tf.split(outer ? tf.add(own, outer) : own, 3, 1) as [Tensor, Tensor, Tensor];
      return [mixed(open(tf.add(xz, hz)), tf.add(xg, tf.mul(open(tf.add(xr, hr)), hg)))];
    }
    const [kz, kr, kg] = tf.split(recurrent_kernel!, [units, units, units], 1) as [Tensor, Tensor, Tensor];
    const r = open(tf.add(xr, tf.matMul(h!, kr)));
    return [mixed(open(tf.add(xz, tf.matMul(h!, kz))), tf.add(xg, tf.matMul(tf.mul(r, h!), kg)))];
  };
  const layer = recurrent(options, 3, 1, cell);
  if (!reset_after || !options.use_bias) return layer;
  return { ...layer, weights: (inputs) => ({ ...layer.weights!(inputs), bias: [2, 3 * units] }) };
};

/** A layer in both directions of time, and the two outputs put together. */
export const Bidirectional: KerasClass = (config, layerOf) => {
  const mode = v.optional(v.nullable(choice(['concat', 'sum', 'mul', 'ave'])), 'concat');
  const options = readConfig(
    config,
    {
      layer: v.any(),
      merge_mode: mode,
      backward_layer: v.any(),
    },
    ['return_sequences', 'return_state'],
  );
  const inner = options.layer as { class_name: string; config: Config };
  const written = options.backward_layer as typeof inner | undefined;
  const backwards = written ?? {
    ...inner,
    config: {
      ...inner.config,
      name: String(inner.config.name ?? '').replace(/^forward_/, 'backward_'),
      go_backwards: inner.config.go_backwards !== true,
    },
  };
  const forward = innerLayer(inner, layerOf, 'forward_');
  const backward = innerLayer(backwards, layerOf, 'backward_');
  const sequences = inner.config.return_sequences === true;
  if (options.merge_mode === null) throw new Error('has the option merge_mode: null, which is not supported');
  const merge = options.merge_mode;
  return {
    dependsOnTraining: true,
    readsMask: true,
    weights: (inputs) => ({ ...forward.weights!(inputs), ...backward.weights!(inputs) }),
    shape(inputs) {
      const one = forward.shape(inputs);
      return merge === 'concat' ? [...one.slice(0, -1), 2 * one.at(-1)!] : one;
    },
    apply(tf, inputs, weights) {
      const a = forward.apply(tf, inputs, weights);
      const turned = backward.apply(tf, inputs, weights);
      const b = sequences ? tf.reverse(turned, 1) : turned;
      if (merge === 'concat') return tf.concat([a, b], -1);
      if (merge === 'mul') return tf.mul(a, b);
      return merge === 'sum' ? tf.add(a, b) : tf.div(tf.add(a, b), 2);
    },
  };
};

/** A layer for every point in time by itself: [n, t, …] → [n, t, …]. */
export const TimeDistributed: KerasClass = (config, layerOf) => {
  const inner = innerLayer(readConfig(config, { layer: v.any() }).layer, layerOf);
  const once = ([x]: readonly Lengths[]) => [[x![0]! * x![1]!, ...x!.slice(2)]];
  const shape = (inputs: readonly Lengths[]) => [
    ...inputs[0]!.slice(0, 2),
    ...inner.shape(once(inputs)).slice(1),
  ];
  return {
    readsMask: true,
    ...(inner.weights && { weights: (inputs) => inner.weights!(once(inputs)) }),
    ...(inner.dependsOnTraining && { dependsOnTraining: true }),
    shape,
    apply(tf, [x], weights) {
      const [all] = once([x!.shape]);
      return tf.reshape(inner.apply(tf, [tf.reshape(x!, [...all!])], weights), shape([x!.shape]));
    },
  };
};

interface Recurrent {
  units: number;
  activation: AnyActivation;
  use_bias: boolean;
  return_sequences: boolean;
  go_backwards: boolean;
}

/** A layer that applies a cell to one point in time after the other, from states of zeros on. */
function recurrent(options: Recurrent, gates: number, states: number, cell: RecurrentCell): KerasLayer {
  const { units, use_bias, return_sequences, go_backwards } = options;
  return {
    dependsOnTraining: true,
    readsMask: true,
    weights: ([x]) => ({
      kernel: [x!.at(-1)!, gates * units],
      recurrent_kernel: [units, gates * units],
      ...(use_bias && { bias: [gates * units] }),
    }),
    shape([x]) {
      requireAxes(x!, 3);
      return return_sequences ? [x![0]!, x![1]!, units] : [x![0]!, units];
    },
    apply(tf, [x], weights) {
      const times = tf.unstack(x!, 1);
      if (go_backwards) times.reverse();
      let state: readonly Tensor[] = Array.from({ length: states }, () => tf.zeros([x!.shape[0]!, units]));
      const outputs: Tensor[] = [];
      for (const time of times) {
        state = cell(tf, time, state, weights);
        outputs.push(state[0]!);
      }
      return return_sequences ? tf.stack(outputs, 1) : state[0]!;
    },
  };
}
