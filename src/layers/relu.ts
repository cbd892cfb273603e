import { options } from '../core/options.ts';
import { pointwise } from './pointwise.ts';

/**
 * max(x, 0) of each value (Keras: ReLU), the lesson's "detect". [n, h, w, c] → [n, h, w, c].
 *
 * @example [-2, 0, 3] → [0, 0, 3]
 */
export const relu = pointwise({
  title: 'max(x, 0), value by value.',
  options: options({}),
  fill(result, x) {
    for (let i = 0; i < x.length; i++) if (x[i]! > 0) result[i] = x[i]!;
  },
  nonexpansive: true,
  apply: (tf, x) => tf.relu(x),
});
