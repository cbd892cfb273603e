import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import { pointwise } from './pointwise.ts';

/**
 * x where x > 0, and a·x elsewhere, for a slope a from 0 to 1 that is rounded to float32 first (Keras: LeakyReLU).
 * [n, h, w, c] → [n, h, w, c].
 *
 * @example with negative_slope: 0.5, [-2, 0, 3] → [-1, 0, 3]
 */
export const leakyRelu = pointwise({
  title: 'x where it is positive, a part of it elsewhere.',
  options: options({
    negative_slope: described('The factor of negative values.', v.optional(number({ min: 0, max: 1 }), 0.3)),
  }),
  fill(result, x, { negative_slope }) {
    const slope = Math.fround(negative_slope);
    for (let i = 0; i < x.length; i++) result[i] = x[i]! > 0 ? x[i]! : x[i]! * slope;
  },
  nonexpansive: true,
  apply: (tf, x, { negative_slope }) => tf.maximum(x, tf.mul(x, tf.scalar(negative_slope))),
});
