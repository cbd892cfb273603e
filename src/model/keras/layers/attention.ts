import * as v from 'valibot';
import { boolean, choice, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import {
  type Config,
  type InputPlace,
  type KerasClass,
  type KerasLayer,
  type Lengths,
  only,
  readConfig,
  unsupportedArgument,
} from '../kind.ts';

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
      attention_axes: v.optional(
        v.nullable(v.union([whole(), v.array(whole())], 'expected an axis, or a list of axes')),
        null,
      ),
      sliding_window: only(null),
      dropout: v.any(),
    },
    ['flash_attention', 'query_shape', 'key_shape', 'value_shape', 'softmax_robust_masking'],
  );
  return calledInOrder((order, causal) =>
    headsAttention(
      {
        heads: options.num_heads,
        keyHeads: options.num_heads,
        keyLength: options.key_dim,
        valueLength: options.value_dim ?? options.key_dim,
        outputLength: options.output_shape,
        useBias: options.use_bias,
        useGate: options.use_gate,
        axes: [options.attention_axes ?? []].flat(),
      },
      order,
      causal,
    ),
  );
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
      sliding_window: only(null),
      dropout: v.any(),
    },
    ['flash_attention'],
  );
  return calledInOrder((order, causal) =>
    headsAttention(
      {
        heads: options.num_query_heads,
        keyHeads: options.num_key_value_heads,
        keyLength: options.head_dim,
        valueLength: options.head_dim,
        outputLength: null,
        useBias: options.use_bias,
        useGate: options.use_gate,
        axes: [],
      },
      order,
      causal,
    ),
  );
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
}

function headsAttention(given: Heads, order: AttentionOrder, causal: boolean): KerasLayer {
  const { heads, keyHeads, keyLength, valueLength, useBias, useGate } = given;
  const lengthOf = (query: Lengths) => given.outputLength ?? query.at(-1)!;
  return {
    dependsOnTraining: true,
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
      if (heads % keyHeads !== 0)
        throw new Error(`has ${heads} heads of the query for ${keyHeads} of the key`);
      return [...query.slice(0, -1), lengthOf(query)];
    },
    apply(tf, inputs, weights) {
      const [query, value, key] = inOrder(inputs, order);
      const ofEachHead = (name: string, x: Tensor) =>
        linear(tf, allPlaces(tf, x), weights[`${name}/kernel`]!, weights[`${name}/bias`]);
      const projected = (name: string, x: Tensor) => tf.transpose(ofEachHead(name, x), [0, 2, 1, 3]);
      const shared = (x: Tensor) => (heads === keyHeads ? x : withRepeatedHeads(tf, x, heads / keyHeads));
      const scaled = tf.mul(projected('query', query), 1 / Math.sqrt(keyLength));
      const rates = attended(tf, scaled, shared(projected('key', key)), causal);
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

/** A layer of query, value and key that a call may name, and a call may make causal. */
function calledInOrder(layer: (order: AttentionOrder, causal: boolean) => KerasLayer): KerasLayer {
  return {
    ...layer({ query: 0, value: 1, key: 1 }, false),
    called(given) {
      const { use_causal_mask, return_attention_scores, ...rest } = given;
      refuseScores({ return_attention_scores });
      if (use_causal_mask !== undefined && typeof use_causal_mask !== 'boolean')
        throw new Error(unsupportedArgument('use_causal_mask', use_causal_mask));
      return layer(orderOf(rest), use_causal_mask === true);
    },
  };
}

/** softmax(scale · query · keyᵀ) · value, of [query, value] or [query, value, key]: [n, t, c] → [n, t, c']. */
export const Attention: KerasClass = (config) => {
  const { use_scale } = readConfig(config, {
    use_scale: v.optional(boolean(), false),
    score_mode: v.optional(choice(['dot']), 'dot'),
    dropout: v.optional(number(), 0),
  });
  const scores: Scores = (tf, query, key, scale) =>
    tf.matMul(scale ? tf.mul(query, scale) : query, key, false, true);
  return attentionOf(scores, () => (use_scale ? { scale: [] } : {}));
};

/** Attention with Σ scale · tanh(query + key) in place of the product. */
export const AdditiveAttention: KerasClass = (config) => {
  const { use_scale } = readConfig(config, {
    use_scale: v.optional(boolean(), true),
    dropout: v.optional(number(), 0),
  });
  const scores: Scores = (tf, query, key, scale) => {
    const sums = tf.tanh(tf.add(tf.expandDims(query, 2), tf.expandDims(key, 1)));
    return tf.sum(scale ? tf.mul(sums, scale) : sums, -1);
  };
  return attentionOf(scores, ([query]) => (use_scale ? { scale: [query!.at(-1)!] } : {}));
};

/** How much each place of the query attends to each of the key, before the softmax: [n, t, c], [n, s, c] → [n, t, s]. */
type Scores = (tf: TensorFlow, query: Tensor, key: Tensor, scale: Tensor | undefined) => Tensor;

function attentionOf(scores: Scores, weights: NonNullable<KerasLayer['weights']>): KerasLayer {
  const layer = (causal: boolean): KerasLayer => ({
    dependsOnTraining: true,
    readsMask: true,
    weights,
    shape([query, value, key = value]) {
      const fits = [query, value, key].every((one) => one?.length === 3);
      if (!fits || query![2] !== key![2] || value![1] !== key![1])
        throw new Error(`attends from ${query?.slice(1).join('×')} to ${value?.slice(1).join('×')}`);
      return [query![0]!, query![1]!, value![2]!];
    },
    apply: (tf, [query, value, key = value], { scale }) =>
      tf.matMul(ratesOf(tf, scores(tf, query!, key!, scale), causal), value!),
  });
  return {
    ...layer(false),
    called({ use_causal_mask, return_attention_scores, ...rest }) {
      refuseScores({ return_attention_scores, ...rest });
      if (use_causal_mask !== undefined && typeof use_causal_mask !== 'boolean')
        throw new Error(unsupportedArgument('use_causal_mask', use_causal_mask));
      return layer(use_causal_mask === true);
    },
  };
}

/** The places of the inputs of an attention. */
interface AttentionOrder {
  query: number;
  value: number;
  key: number;
}

/** Inputs in the order query, value, key. */
function inOrder<T>(inputs: readonly T[], { query, value, key }: AttentionOrder): [T, T, T] {
  const found = [query, value, key].map((at) => inputs[at]);
  if (found.includes(undefined)) throw new Error(`takes a query and a value, not ${inputs.length} inputs`);
  return found as [T, T, T];
}

function orderOf(options: Config): AttentionOrder {
  const named = { ...options };
  const place = (name: string) => {
    const given = named[name] as InputPlace | null | undefined;
    delete named[name];
    return given?.input;
  };
  // Without a name they come in this order, before those that have one.
  const [query = 0, value = query === 0 ? 1 : 0, key = value] = [
    place('query'),
    place('value'),
    place('key'),
  ];
  refuseScores(named);
  return { query, value, key };
}

/** Refuses all arguments that change something: scores as a second output, masks. */
function refuseScores(options: Config): void {
  for (const [key, value] of Object.entries(options))
    if (value !== null && value !== undefined && value !== false)
      throw new Error(unsupportedArgument(key, value));
}

/** softmax(query · keyᵀ) over the keys. With `causal`, a place attends to itself and those before it only. */
function attended(tf: TensorFlow, query: Tensor, key: Tensor, causal: boolean): Tensor {
  return ratesOf(tf, tf.matMul(query, key, false, true), causal);
}

/** softmax over the keys. With `causal`, later ones are left out. */
function ratesOf(tf: TensorFlow, scores: Tensor, causal: boolean): Tensor {
  if (!causal) return tf.softmax(scores);
  const [rows, columns] = scores.shape.slice(-2) as [number, number];
  const later = Float32Array.from({ length: rows * columns }, (_, i) =>
    i % columns > Math.floor(i / columns) ? -1e9 : 0,
  );
  return tf.softmax(tf.add(scores, tf.tensor2d(later, [rows, columns])));
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
