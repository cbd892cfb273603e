import { options } from '../core/options.ts';
import { pointwise } from './pointwise.ts';

/**
 * x² of each value, rounded once. [n, h, w, c] → [n, h, w, c]. A square below 2^-126 (of a value below 1e-19) is 0 on
 * native TensorFlow.
 *
 * @example [-2, 0, 3] → [4, 0, 9]
 */
export const square = pointwise({
  title: 'x², value by value.',
  options: options({}),
  fill(result, x) {
    for (let i = 0; i < x.length; i++) result[i] = x[i]! * x[i]!;
  },
  apply: (tf, x) => tf.mul(x, x),
});
