import * as v from 'valibot';
import { boolean, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { activate, activation } from '../activations.ts';
import { innerLayer, requireCell } from '../inner_layer.ts';
import { type KerasClass, type KerasLayer, readConfig } from '../kind.ts';

/** Cells of recurrent layers: what they do at one point in time. */

const cellOptions = {
  units: whole({ min: 1 }),
  activation: activation('tanh'),
  use_bias: v.optional(boolean(), true),
  dropout: v.any(),
  recurrent_dropout: v.any(),
};
const gate = activation('sigmoid');

/** h = activation(x · kernel + h · recurrent_kernel + bias) */
export const SimpleRNNCell: KerasClass = (config) => {
  const options = readConfig(config, cellOptions);
  return cellOf(options, 1, 1, (tf, x, [h], { kernel, recurrent_kernel, bias }) => {
    const sum = tf.add(tf.matMul(x, kernel!), tf.matMul(h!, recurrent_kernel!));
    return [activate(tf, options.activation, bias ? tf.add(sum, bias) : sum)];
  });
};

/**
 * Gates i, f, o and a candidate g of x · kernel + h · recurrent_kernel + bias, in the order i, f, g, o:
 * c = f · c + i · g, h = o · activation(c).
 */
export const LSTMCell: KerasClass = (config) => {
  const options = readConfig(config, {
    ...cellOptions,
    recurrent_activation: gate,
    unit_forget_bias: v.any(),
  });
  return cellOf(options, 4, 2, (tf, x, [h, c], { kernel, recurrent_kernel, bias }) => {
    const sum = tf.add(tf.matMul(x, kernel!), tf.matMul(h!, recurrent_kernel!));
    const [i, f, g, o] = tf.split(bias ? tf.add(sum, bias) : sum, 4, 1) as [Tensor, Tensor, Tensor, Tensor];
    const open = (z: Tensor) => activate(tf, options.recurrent_activation, z);
    const next = tf.add(tf.mul(open(f), c!), tf.mul(open(i), activate(tf, options.activation, g)));
    return [tf.mul(open(o), activate(tf, options.activation, next)), next];
  });
};

/**
 * Gates z and r and a candidate g, in the order z, r, g: h = z · h + (1 - z) · g. With `reset_after`, r multiplies
 * h · recurrent_kernel + its own bias; else it multiplies h.
 */
export const GRUCell: KerasClass = (config) => {
  const options = readConfig(config, {
    ...cellOptions,
    recurrent_activation: gate,
    reset_after: v.optional(boolean(), true),
  });
  const { units, reset_after } = options;
  const layer = cellOf(options, 3, 1, (tf, x, [h], { kernel, recurrent_kernel, bias }) => {
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
  });
  if (!reset_after || !options.use_bias) return layer;
  return { ...layer, weights: (inputs) => ({ ...layer.weights!(inputs), bias: [2, 3 * units] }) };
};

/** Cells one after the other, each at the output of the one before. */
export const StackedRNNCells: KerasClass = (config, layerOf) => {
  // The order of states is seen only where they come out.
  const options = readConfig(config, { cells: v.pipe(v.array(v.any()), v.minLength(1)) }, [
    'reverse_state_order',
  ]);
  const layers = options.cells.map((written) => requireCell(innerLayer(written, layerOf)));
  const cells = layers.map(({ cell }) => cell);
  return {
    ...outsideOfTime,
    weights([x]) {
      const lengths = [x!.at(-1)!, ...cells.map(({ units }) => units)];
      return Object.assign({}, ...layers.map((layer, i) => layer.weights?.([[x![0]!, lengths[i]!]])));
    },
    cell: {
      units: cells.at(-1)!.units,
      states: cells.flatMap(({ states }) => states),
      step(tf, x, states, weights) {
        const all: Tensor[] = [];
        let now = x;
        for (const cell of cells) {
          const own = states.slice(all.length, all.length + cell.states.length);
          const { output, states: next } = cell.step(tf, now, own, weights);
          all.push(...next);
          now = output;
        }
        return { output: now, states: all };
      },
    },
  };
};

const alone = (): never => {
  throw new Error('is a cell, which takes no part in a model outside of an RNN');
};

/** What a cell is to a network. */
const outsideOfTime = { shape: alone, apply: alone };

/** @param step what the states were, and what the cell gets, to what they are; the first is its output */
function cellOf(
  { units, use_bias }: { units: number; use_bias: boolean },
  gates: number,
  states: number,
  step: (
    tf: TensorFlow,
    x: Tensor,
    states: readonly Tensor[],
    weights: Readonly<Record<string, Tensor>>,
  ) => Tensor[],
): KerasLayer {
  return {
    ...outsideOfTime,
    weights: ([x]) => ({
      kernel: [x!.at(-1)!, gates * units],
      recurrent_kernel: [units, gates * units],
      ...(use_bias && { bias: [gates * units] }),
    }),
    cell: {
      units,
      states: Array<number>(states).fill(units),
      step(tf, x, before, weights) {
        const next = step(tf, x, before, weights);
        return { output: next[0]!, states: next };
      },
    },
  };
}
