import * as v from 'valibot';
import { boolean, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { axesList } from '../axes.ts';
import { type KerasClass, type KerasLayer, type Lengths, readConfig } from '../kind.ts';
import { type AttentionOrder, calledInOrder, inOrder, ratesOf } from './attention_call.ts';

/**
 * softmax(q · kᵀ / √key_dim) · v for each head, with q, k and v linear in query, key and value, then a linear map of all
 * heads: [n, …, c] → [n, …, output_shape or c]. All places attend to all places.
 */
export const MultiHeadAttention: KerasClass = (config) => {
  const options = readConfig(
    config,
    {
      num_heads: whole({ min: 1 }),
      key_dim: whole({ min: 1 }),
      value_dim: v.optional(v.nullable(whole({ min: 1 })), null),
      use_bias: v.optional(boolean(), true),
      use_gate: v.optional(boolean(), false),
      output_shape: v.optional(
        v.nullable(
          v.pipe(
            v.union([whole({ min: 1 }), v.strictTuple([whole({ min: 1 })])], 'only one length is supported'),
            v.transform((given) => (typeof given === 'number' ? given : given[0])),
          ),
        ),
        null,
      ),
      attention_axes: v.optional(v.nullable(axesList), null),
      sliding_window: window(),
      dropout: v.any(),
    },
    ['flash_attention', 'query_shape', 'key_shape', 'value_shape', 'softmax_robust_masking'],
  );
  return headsAttention({
    heads: options.num_heads,
    keyHeads: options.num_heads,
    keyLength: options.key_dim,
    valueLength: options.value_dim ?? options.key_dim,
    outputLength: options.output_shape,
    useBias: options.use_bias,
    useGate: options.use_gate,
    axes: options.attention_axes ?? [],
    window: options.sliding_window,
  });
};

/**
 * MultiHeadAttention in which several heads of the query share a head of key and value: query head i attends to head
 * ⌊i · num_key_value_heads / num_query_heads⌋.
 */
export const GroupQueryAttention: KerasClass = (config) => {
  const options = readConfig(
    config,
    {
      head_dim: whole({ min: 1 }),
      num_query_heads: whole({ min: 1 }),
      num_key_value_heads: whole({ min: 1 }),
      use_bias: v.optional(boolean(), true),
      use_gate: v.optional(boolean(), false),
      sliding_window: window(),
      dropout: v.any(),
    },
    ['flash_attention'],
  );
  return headsAttention({
    heads: options.num_query_heads,
    keyHeads: options.num_key_value_heads,
    keyLength: options.head_dim,
    valueLength: options.head_dim,
    outputLength: null,
    useBias: options.use_bias,
    useGate: options.use_gate,
    axes: [],
    window: options.sliding_window,
  });
};

/** How an attention of several heads is made. */
interface Heads {
  heads: number;
  /** Heads of key and value; each is that of as many heads of the query. */
  keyHeads: number;
  keyLength: number;
  valueLength: number;
  /** Channels of the output; null: those of the query. */
  outputLength: number | null;
  useBias: boolean;
  /** Whether each head is multiplied by sigmoid of a linear map of the query. */
  useGate: boolean;
  /** The axes of places, as the configuration has them; empty: all. */
  axes: readonly number[];
  /** How many places away a key is left out; null: none is. */
  window: number | null;
}

function window() {
  return v.optional(v.nullable(whole({ min: 1 })), null);
}

function headsAttention(given: Heads): KerasLayer {
  return calledInOrder((order, causal) => {
    const part = (index: number) => attentionInOrder(given, order, causal, index === 1 ? 'rates' : 'output');
    return { ...part(0), part };
  });
}

/** @param outcome what comes out: the output, or how much each place attends to each, for every head */
function attentionInOrder(
  given: Heads,
  order: AttentionOrder,
  causal: boolean,
  outcome: 'output' | 'rates',
): KerasLayer {
  const { heads, keyHeads, keyLength, valueLength, useBias, useGate } = given;
  const ratesShape = (query: Lengths, key: Lengths) => [
    query[0]!,
    heads,
    ...query.slice(1, -1),
    ...key.slice(1, -1),
  ];
  const lengthOf = (query: Lengths) => given.outputLength ?? query.at(-1)!;
  return {
    dependsOnTraining: true,
    severalInputs: true,
    readsMask: true,
    weights(inputs) {
      const [query, value, key] = inOrder(inputs, order);
      const projection = (name: string, from: Lengths, count: number, to: number) => ({
        [`${name}/kernel`]: [from.at(-1)!, count, to],
        ...(useBias && { [`${name}/bias`]: [count, to] }),
      });
      return {
        ...projection('query', query, heads, keyLength),
        ...projection('key', key, keyHeads, keyLength),
        ...projection('value', value, keyHeads, valueLength),
        ...(useGate && projection('gate', query, heads, valueLength)),
        'attention_output/kernel': [heads, valueLength, lengthOf(query)],
        ...(useBias && { 'attention_output/bias': [lengthOf(query)] }),
      };
    },
    shape(inputs) {
      const [query, value, key] = inOrder(inputs, order);
      const axes = given.axes.map((axis) => (axis < 0 ? axis + query.length : axis));
      const all = query.slice(1, -1).map((_, i) => i + 1);
      if (axes.length > 0 && axes.sort((a, b) => a - b).join() !== all.join())
        throw new Error(
          `attends along the axes ${axes.join(', ')}; only all axes but the first and the last are supported`,
        );
      if (value.slice(0, -1).join() !== key.slice(0, -1).join())
        throw new Error(`has keys of ${key.slice(1).join('×')} and values of ${value.slice(1).join('×')}`);
      if (given.window !== null && query.slice(1, -1).length !== 1)
        throw new Error('has a sliding_window over places of several axes, which is not supported');
      if (given.window !== null && query[1]! - key[1]! >= given.window)
        throw new Error('leaves places without a key by sliding_window, which is not supported');
      if (heads % keyHeads !== 0)
        throw new Error(`has ${heads} heads of the query for ${keyHeads} of the key`);
      return outcome === 'rates' ? ratesShape(query, key) : [...query.slice(0, -1), lengthOf(query)];
    },
    apply(tf, inputs, weights) {
      const [query, value, key] = inOrder(inputs, order);
      const ofEachHead = (name: string, x: Tensor) =>
        linear(tf, allPlaces(tf, x), weights[`${name}/kernel`]!, weights[`${name}/bias`]);
      const projected = (name: string, x: Tensor) => tf.transpose(ofEachHead(name, x), [0, 2, 1, 3]);
      const shared = (x: Tensor) => (heads === keyHeads ? x : withRepeatedHeads(tf, x, heads / keyHeads));
      const scaled = tf.mul(projected('query', query), 1 / Math.sqrt(keyLength));
      const rates = ratesOf(
        tf,
        tf.matMul(scaled, shared(projected('key', key)), false, true),
        causal,
        given.window,
      );
      if (outcome === 'rates') return tf.reshape(rates, ratesShape(query.shape, key.shape));
      const sums = tf.transpose(tf.matMul(rates, shared(projected('value', value))), [0, 2, 1, 3]);
      const all = useGate ? tf.mul(sums, tf.sigmoid(ofEachHead('gate', query))) : sums;
      const [n, rows] = all.shape as [number, number];
      const kernel = weights['attention_output/kernel']!;
      const y = linear(
        tf,
        tf.reshape(all, [n, rows, heads * valueLength]),
        tf.reshape(kernel, [heads * valueLength, kernel.shape[2]!]),
        weights['attention_output/bias'],
      );
      return tf.reshape(y, [...query.shape.slice(0, -1), kernel.shape[2]!]);
    },
  };
}

/** Each head several times, one after the other: [n, heads, t, c] → [n, heads · times, t, c]. */
function withRepeatedHeads(tf: TensorFlow, x: Tensor, times: number): Tensor {
  const [n, heads, t, c] = x.shape as [number, number, number, number];
  return tf.reshape(tf.tile(tf.expandDims(x, 2), [1, 1, times, 1, 1]), [n, heads * times, t, c]);
}

/** [n, …, c] → [n, places, c] */
function allPlaces(tf: TensorFlow, x: Tensor): Tensor {
  return x.rank === 3 ? x : tf.reshape(x, [x.shape[0]!, -1, x.shape.at(-1)!]);
}

/** x · kernel + bias, [n, t, c] and [c, …] → [n, t, …]. */
function linear(tf: TensorFlow, x: Tensor, kernel: Tensor, bias: Tensor | undefined): Tensor {
  const [n, t, c] = x.shape as [number, number, number];
  const y = tf.matMul(tf.reshape(x, [n * t, c]), tf.reshape(kernel, [c, kernel.size / c]));
  const shaped = tf.reshape(y, [n, t, ...kernel.shape.slice(1)]);
  return bias ? tf.add(shaped, bias) : shaped;
}
