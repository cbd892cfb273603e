import * as v from 'valibot';
import { choice, number } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type KerasClass, type Lengths, only, readConfig } from '../kind.ts';

/**
 * The number of the bin of each value: how many boundaries are not above it. As `one_hot` it is a vector of as many values
 * as there are bins. `multi_hot` and `count` put those of the first axis after the batch together: whether a bin occurs,
 * or how often.
 */
export const Discretization: KerasClass = (config) => {
  const options = readConfig(
    config,
    {
      bin_boundaries: v.optional(v.nullable(v.array(number())), null),
      output_mode: v.optional(choice(['int', 'one_hot', 'multi_hot', 'count']), 'int'),
      sparse: only(false),
    },
    ['num_bins', 'epsilon'],
  );
  const { bin_boundaries: boundaries, output_mode: mode } = options;
  if (!boundaries) throw new Error('has no bin_boundaries: adapt it before the model is exported');
  const bins = boundaries.length + 1;
  const shape = (x: Lengths) => {
    if (mode === 'int') return [...x];
    if (mode === 'one_hot') return [...(x.length > 1 && x.at(-1) === 1 ? x.slice(0, -1) : x), bins];
    return [x[0]!, ...x.slice(2), bins];
  };
  return {
    shape: ([x]) => shape(x!),
    apply(tf, [x]) {
      const numbers = binNumbers(tf, x!, boundaries);
      if (mode === 'int') return numbers;
      const each = tf.equal(tf.expandDims(numbers, -1), tf.range(0, bins, 1));
      const hot = tf.cast(each, 'float32');
      if (mode === 'one_hot') return tf.reshape(hot, shape(x!.shape));
      return mode === 'count' ? tf.sum(hot, 1) : tf.max(hot, 1);
    },
  };
};

function binNumbers(tf: TensorFlow, x: Tensor, boundaries: readonly number[]): Tensor {
  if (boundaries.length === 0) return tf.zerosLike(x);
  const reached = tf.greaterEqual(tf.expandDims(x, -1), tf.tensor1d([...boundaries], 'float32'));
  return tf.sum(tf.cast(reached, 'float32'), -1);
}
