import { defineLayer } from './define.ts';
import { largestUnder } from './loops/maxima.ts';
import { everyNthCell, surrounded } from './loops/padding.ts';
import { pool, poolOptions, poolWindow } from './window.ts';

/**
 * The largest value under the window (Keras: MaxPooling2D). [n, h, w, c] → [n, h', w', c], h' as `slide` says.
 * It only chooses among its inputs, so it is the same everywhere.
 */
export const maxPool = defineLayer({
  title: 'The largest value under the window.',
  options: poolOptions,
  pools: true,
  tolerance: 0,
  window: poolWindow,
  apply: (tf, x, options) => pool(tf, x, options, tf.maxPool),
  loops: {
    apply(x, options, dilation) {
      const around = surrounded(x, poolWindow(options), Number.NEGATIVE_INFINITY);
      return everyNthCell(largestUnder(around, options.pool_size, dilation), options.strides);
    },
    nonexpansive: true,
  },
});
