import { options } from '../core/options.ts';
import { pointwise } from './pointwise.ts';

/**
 * |x| of each value. [n, h, w, c] → [n, h, w, c].
 *
 * @example [-2, 0, 3] → [2, 0, 3]
 */
export const abs = pointwise({
  title: '|x|, value by value.',
  options: options({}),
  fill(result, x) {
    for (let i = 0; i < x.length; i++) result[i] = Math.abs(x[i]!);
  },
  nonexpansive: true,
  apply: (tf, x) => tf.abs(x),
});
