import * as v from 'valibot';
import { choice, number, whole } from '../../../core/options.ts';
import type { Tensor, TensorFlow } from '../../../core/tensor.ts';
import { type KerasClass, type Lengths, only, readConfig } from '../kind.ts';
import { ANY } from '../stored_weights.ts';

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
      num_bins: v.optional(v.nullable(whole({ min: 1 })), null),
    },
    ['epsilon'],
  );
  const { bin_boundaries: written, num_bins, output_mode: mode } = options;
  if (!written && num_bins === null)
    throw new Error('has no bin_boundaries: adapt it before the model is exported');
  const bins = written ? written.length + 1 : num_bins!;
  const shape = (x: Lengths) => {
    if (mode === 'int') return [...x];
    if (mode === 'one_hot') return [...(x.length > 1 && x.at(-1) === 1 ? x.slice(0, -1) : x), bins];
    return [x[0]!, ...x.slice(2), bins];
  };
  return {
    ...(!written && { weights: () => ({ summary: [2, ANY] }) }),
    shape: ([x]) => shape(x!),
    apply(tf, [x], { summary }) {
      const boundaries = written ?? boundariesOf(summary!, bins);
      const numbers = binNumbers(tf, x!, boundaries);
      if (mode === 'int') return numbers;
      const each = tf.equal(tf.expandDims(numbers, -1), tf.range(0, bins, 1));
      const hot = tf.cast(each, 'float32');
      if (mode === 'one_hot') return tf.reshape(hot, shape(x!.shape));
      return mode === 'count' ? tf.sum(hot, 1) : tf.max(hot, 1);
    },
  };
};

/**
 * The boundaries of bins with equally many values, from the summary that Keras 2 keeps of the values that it was
 * adapted to: values in rising order, and how many original values each represents.
 */
function boundariesOf(summary: Tensor, bins: number): number[] {
  const all = [...summary.dataSync()];
  const [values, counts] = [all.slice(0, all.length / 2), all.slice(all.length / 2)];
  const step = 1 / bins;
  if (values.length === 0) throw new Error('was not adapted, which leaves it without boundaries');
  if (values.length * step < 1) return values.slice(0, -1);
  let sum = 0;
  const sums = counts.map((count) => (sum = Math.fround(sum + count)));
  const parts = sums.map((one) => Math.fround(one / sum));
  return Array.from({ length: Math.ceil(1 / step) - 1 }, (_, i) =>
    Math.fround(between(step + i * step, parts, values)),
  );
}

/** y at x on the line through points with rising x. */
function between(x: number, xs: readonly number[], ys: readonly number[]): number {
  const after = xs.findIndex((one) => one > x);
  if (after === 0) return ys[0]!;
  if (after < 0) return ys.at(-1)!;
  const [x0, x1, y0, y1] = [xs[after - 1]!, xs[after]!, ys[after - 1]!, ys[after]!];
  return y0 + ((x - x0) * (y1 - y0)) / (x1 - x0);
}

function binNumbers(tf: TensorFlow, x: Tensor, boundaries: readonly number[]): Tensor {
  if (boundaries.length === 0) return tf.zerosLike(x);
  const reached = tf.greaterEqual(tf.expandDims(x, -1), tf.tensor1d([...boundaries], 'float32'));
  return tf.sum(tf.cast(reached, 'float32'), -1);
}
