import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type Config, type InputPlace, type KerasLayer, unsupportedArgument } from '../kind.ts';

/** The places of the inputs of an attention. */
export interface AttentionOrder {
  query: number;
  value: number;
  key: number;
}

/** Inputs in the order query, value, key. */
export function inOrder<T>(inputs: readonly T[], { query, value, key }: AttentionOrder): [T, T, T] {
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
export function refuseScores(options: Config): void {
  for (const [key, value] of Object.entries(options))
    if (value !== null && value !== undefined && value !== false)
      throw new Error(unsupportedArgument(key, value));
}

/** A layer of query, value and key that a call may name, and a call may make causal. */
export function calledInOrder(layer: (order: AttentionOrder, causal: boolean) => KerasLayer): KerasLayer {
  return {
    ...layer({ query: 0, value: 1, key: 1 }, false),
    called(given) {
      const { use_causal_mask, return_attention_scores, ...rest } = given;
      const { part, ...made } = layer(orderOf(rest), isCausal(use_causal_mask));
      return returnsScores(return_attention_scores) && part ? { ...made, part } : made;
    },
  };
}

/** Whether a call asks for how much each place attends to each, as a second output. */
export function returnsScores(given: unknown): boolean {
  if (given !== undefined && given !== null && typeof given !== 'boolean')
    throw new Error(unsupportedArgument('return_attention_scores', given));
  return given === true;
}

/** Whether a call asks that a place attends to itself and those before it only. */
export function isCausal(given: unknown): boolean {
  if (given !== undefined && typeof given !== 'boolean')
    throw new Error(unsupportedArgument('use_causal_mask', given));
  return given === true;
}

/**
 * softmax over the last axis, the keys: [..., queries, keys] → the same shape. With `causal`, the keys after a query are
 * left out, and with a window those that many places away.
 */
export function ratesOf(
  tf: TensorFlow,
  scores: Tensor,
  causal: boolean,
  window: number | null = null,
): Tensor {
  if (!causal && window === null) return tf.softmax(scores);
  const [rows, columns] = scores.shape.slice(-2) as [number, number];
  const reach = window ?? rows + columns;
  const left = (row: number, column: number) =>
    (causal && column > row) || Math.abs(column - row) >= reach ? -1e9 : 0;
  const added = Float32Array.from({ length: rows * columns }, (_, i) =>
    left(Math.floor(i / columns), i % columns),
  );
  return tf.softmax(tf.add(scores, tf.tensor2d(added, [rows, columns])));
}
