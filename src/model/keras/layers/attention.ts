import * as v from 'valibot';
import { boolean, choice, number } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type KerasClass, type KerasLayer, readConfig } from '../kind.ts';
import { isCausal, ratesOf, refuseScores, returnsScores } from './attention_call.ts';

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
  const layer = (causal: boolean, rates = false): KerasLayer => ({
    dependsOnTraining: true,
    severalInputs: true,
    readsMask: true,
    weights,
    shape([query, value, key = value]) {
      const fits = [query, value, key].every((one) => one?.length === 3);
      if (!fits || query![2] !== key![2] || value![1] !== key![1])
        throw new Error(`attends from ${query?.slice(1).join('×')} to ${value?.slice(1).join('×')}`);
      return [query![0]!, query![1]!, rates ? key![1]! : value![2]!];
    },
    apply(tf, [query, value, key = value], { scale }) {
      const all = ratesOf(tf, scores(tf, query!, key!, scale), causal);
      return rates ? all : tf.matMul(all, value!);
    },
  });
  return {
    ...layer(false),
    called({ use_causal_mask, return_attention_scores, ...rest }) {
      refuseScores(rest);
      const causal = isCausal(use_causal_mask);
      const part = (index: number) => layer(causal, index === 1);
      return { ...part(0), ...(returnsScores(return_attention_scores) && { part }) };
    },
  };
}
