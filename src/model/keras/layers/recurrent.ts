import * as v from 'valibot';
import { choice } from '../../../core/options.ts';
import type { Tensor } from '../../../core/tensor.ts';
import { requireAxes } from '../geometry.ts';
import { innerLayer, requireCell, requireOneOutput } from '../inner_layer.ts';
import { type Config, type KerasClass, type KerasLayer, type Lengths, readConfig } from '../kind.ts';
import { recurrentOptions } from '../recurrent_options.ts';
import { GRUCell, LSTMCell, SimpleRNNCell } from './recurrent_cells.ts';

/** Recurrent layers whose options are those of their cell too: [n, t, c] → [n, units], or [n, t, units]. */
export const SimpleRNN = recurrentOf(SimpleRNNCell);
export const LSTM = recurrentOf(LSTMCell);
export const GRU = recurrentOf(GRUCell);

/** A cell, at one point in time after the other: [n, t, c] → [n, units], or [n, t, units]. */
export const RNN: KerasClass = (config, layerOf) => {
  const { cell, ...options } = readConfig(config, { ...recurrentOptions, cell: v.any() });
  return recurrent(options, innerLayer(cell, layerOf));
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
  const merge = options.merge_mode;
  const mergedOutput: KerasLayer = {
    shape(inputs) {
      const one = forward.shape(inputs);
      return merge === 'concat' ? [...one.slice(0, -1), one.at(-1)! + backward.shape(inputs).at(-1)!] : one;
    },
    apply(tf, inputs, weights) {
      const a = forward.apply(tf, inputs, weights);
      const b = inTime(backward).apply(tf, inputs, weights);
      if (merge === 'concat') return tf.concat([a, b], -1);
      if (merge === 'mul') return tf.mul(a, b);
      return merge === 'sum' ? tf.add(a, b) : tf.div(tf.add(a, b), 2);
    },
  };
  /** With its sequence in the order of time. */
  const inTime = (layer: KerasLayer): KerasLayer => ({
    ...layer,
    apply(tf, inputs, weights) {
      const turned = layer.apply(tf, inputs, weights);
      return sequences ? tf.reverse(turned, 1) : turned;
    },
  });
  // The output, or both, then the states of one direction, and of the other.
  const outputs = merge === null ? [forward, inTime(backward)] : [mergedOutput];
  const part = (index: number): KerasLayer => {
    const output = outputs[index];
    if (output) return output;
    const at = index - outputs.length;
    const states = (forward.outputCount ?? 1) - 1;
    const found = at < states ? forward.part?.(at + 1) : backward.part?.(at - states + 1);
    if (!found) throw new Error(`has no output ${index}`);
    return found;
  };
  return {
    dependsOnTraining: true,
    readsMask: true,
    weights: (inputs) => ({ ...forward.weights!(inputs), ...backward.weights!(inputs) }),
    shape: outputs[0]!.shape,
    apply: outputs[0]!.apply,
    ...((merge === null || forward.part) && { part }),
  };
};

/** A layer for every point in time by itself: [n, t, …] → [n, t, …]. */
export const TimeDistributed: KerasClass = (config, layerOf) => {
  const inner = requireOneOutput(innerLayer(readConfig(config, { layer: v.any() }).layer, layerOf));
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

function recurrentOf(cell: KerasClass): KerasClass {
  return (config, layerOf) => {
    const [own, ofCell] = [true, false].map((wanted) =>
      Object.fromEntries(
        Object.entries(config).filter(([key]) => Object.hasOwn(recurrentOptions, key) === wanted),
      ),
    ) as [Config, Config];
    return recurrent(readConfig(own, recurrentOptions), cell(ofCell, layerOf));
  };
}

interface Recurrent {
  return_sequences: boolean;
  return_state: boolean;
  go_backwards: boolean;
}

/** A layer that applies a cell to one point in time after the other, from states of zeros on. */
function recurrent(
  { return_sequences, return_state, go_backwards }: Recurrent,
  layer: KerasLayer,
): KerasLayer {
  const { weights, cell } = requireCell(layer);
  /** What comes out last, or each time, and the states in the end. */
  const part = (which: number): KerasLayer => ({
    shape([x]) {
      requireAxes(x!, 3);
      const [n, times] = x as [number, number, number];
      if (which === 0) return return_sequences ? [n, times, cell.units] : [n, cell.units];
      const state = cell.states[which - 1];
      if (state === undefined) throw new Error(`has no output ${which}`);
      return [n, state];
    },
    apply(tf, [x], all) {
      const times = tf.unstack(x!, 1);
      if (go_backwards) times.reverse();
      let states: readonly Tensor[] = cell.states.map((length) => tf.zeros([x!.shape[0]!, length]));
      const outputs = times.map((time) => {
        const next = cell.step(tf, time, states, all);
        states = next.states;
        return next.output;
      });
      if (which > 0) return states[which - 1]!;
      return return_sequences ? tf.stack(outputs, 1) : outputs.at(-1)!;
    },
  });
  return {
    dependsOnTraining: true,
    readsMask: true,
    weights: ([x]) => weights!([[x![0]!, x!.at(-1)!]]),
    ...part(0),
    ...(return_state && { part, outputCount: 1 + cell.states.length }),
  };
}
