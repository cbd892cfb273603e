import type { Tensor, TensorFlow } from '../../core/tensor.ts';
import type { KerasLayer } from './kind.ts';

/**
 * A layer with low-rank weights beside its own (LoRA): its kernel is kernel + alpha / rank · a · b, with a of
 * [..., rank] and b of [rank, channels].
 *
 * Source: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models"
 *
 * @throws Error with a phrase that follows the layer's name, where it has no kernel
 */
export function withLora(layer: KerasLayer, rank: number, alpha: number): KerasLayer {
  return {
    ...layer,
    weights(inputs) {
      const own = layer.weights?.(inputs) ?? {};
      const [name, shape] = kernelOf(own);
      return {
        ...own,
        [`lora_${name}_a`]: [...shape.slice(0, -1), rank],
        [`lora_${name}_b`]: [rank, shape.at(-1)!],
      };
    },
    apply(tf, inputs, weights) {
      const [name, kernel] = kernelOf(weights);
      const change = lowRank(tf, weights[`lora_${name}_a`]!, weights[`lora_${name}_b`]!);
      const changed = tf.add(kernel, tf.mul(tf.reshape(change, kernel.shape), alpha / rank));
      return layer.apply(tf, inputs, { ...weights, [name]: changed });
    },
  };
}

function kernelOf<T>(weights: Readonly<Record<string, T>>): [string, T] {
  const found = Object.entries(weights).find(([name]) => name === 'kernel' || name === 'embeddings');
  if (!found) throw new Error('has the option lora_rank, and no kernel');
  return found;
}

function lowRank(tf: TensorFlow, a: Tensor, b: Tensor): Tensor {
  return tf.matMul(tf.reshape(a, [-1, b.shape[0]!]), b);
}
