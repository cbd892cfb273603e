import * as v from 'valibot';
import { number, whole } from '../../../core/options.ts';
import { type KerasClass, only, readConfig } from '../kind.ts';

/** A vector for each whole number, as of positions: [n, …] → [n, …, output_dim]. */
export const Embedding: KerasClass = (config) => {
  const options = readConfig(
    config,
    {
      input_dim: whole({ min: 1 }),
      output_dim: whole({ min: 1 }),
      mask_zero: only(false),
      weights: only(null),
    },
    ['input_length'],
  );
  return {
    weights: () => ({ embeddings: [options.input_dim, options.output_dim] }),
    shape: ([x]) => [...x!, options.output_dim],
    apply: (tf, [x], { embeddings }) => tf.gather(embeddings!, tf.cast(x!, 'int32')),
  };
};

/** 0 where all channels have the value, else x. A layer behind it that would leave such places out is refused. */
export const Masking: KerasClass = (config) => {
  const { mask_value } = readConfig(config, { mask_value: v.optional(number(), 0) });
  return {
    masks: true,
    shape: ([x]) => [...x!],
    apply: (tf, [x]) => tf.mul(x!, tf.cast(tf.any(tf.notEqual(x!, mask_value), -1, true), 'float32')),
  };
};
