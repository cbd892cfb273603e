import { defineLayer } from './define.ts';
import { largestUnder } from './loops/maxima.ts';
import { padImage } from './loops/padding.ts';
import { everyNthCell } from './loops/subsample.ts';
import { LOWEST_FLOAT32, pool } from './ops/pool.ts';
import { poolOptions, poolWindow } from './windows/pool_options.ts';

/**
 * The largest value under the window (Keras: MaxPooling2D). [n, h, w, c] → [n, h', w', c], with h' as `slide` says.
 * Exact: each output value is one of the input's.
 *
 * @example with pool_size: [1, 2], the row [1, 3, 5] → [3, 5]
 */
export const maxPool = defineLayer({
  title: 'The largest value under the window.',
  options: poolOptions,
  pools: true,
  byChannel: true,
  tolerance: 0,
  window: (options) => poolWindow(options, Number.NEGATIVE_INFINITY),
  apply: (tf, x, options) => pool(tf, x, options, tf.maxPool, LOWEST_FLOAT32),
  loops: {
    apply(x, options, dilation) {
      const around = padImage(x, poolWindow(options), Number.NEGATIVE_INFINITY);
      return everyNthCell(largestUnder(around, options.pool_size, dilation), options.strides);
    },
    nonexpansive: true,
  },
});
