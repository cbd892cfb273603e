import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import { layer } from './kind.ts';
import { pointwise } from './window.ts';

/** max(x, a·x) for a slope a of at most 1 (Keras: LeakyReLU). The slope is rounded to float32 first. The shape stays. */
export const leakyRelu = layer({
  title: 'x where it is positive, a part of it elsewhere.',
  options: options({
    negative_slope: described(
      'The part of a negative value that is kept.',
      v.optional(number({ min: 0, max: 1 }), 0.3),
    ),
  }),
  pools: false,
  local: true,
  tolerance: 0,
  bounded: true,
  window: pointwise,
  apply: (tf, x, { negative_slope }) => tf.maximum(x, tf.mul(x, tf.scalar(negative_slope))),
  plain({ shape, data }, { negative_slope }) {
    const slope = Math.fround(negative_slope);
    const result = new Float32Array(data.length);
    for (let i = 0; i < data.length; i++) result[i] = data[i]! > 0 ? data[i]! : data[i]! * slope;
    return { shape, data: result };
  },
});
