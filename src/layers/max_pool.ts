import { layer } from './kind.ts';
import { largestUnder } from './loops/maxima.ts';
import { everyNthCell, surrounded } from './loops/padding.ts';
import { pool, poolOptions, poolWindow } from './window.ts';

/**
 * The largest value under the window (Keras: MaxPooling2D). [n, h, w, c] → [n, h', w', c], h' as `slide` says.
 * It only chooses among its inputs, so it is the same everywhere.
 */
export const maxPool = layer({
  title: 'The largest value under the window.',
  options: poolOptions,
  pools: true,
  local: true,
  tolerance: 0,
  bounded: true,
  window: poolWindow,
  apply: (tf, x, options) => pool(tf, x, options, tf.maxPool),
  plain(x, options, dilation) {
    const around = surrounded(x, poolWindow(options), Number.NEGATIVE_INFINITY);
    return everyNthCell(largestUnder(around, options.pool_size, dilation), options.strides);
  },
});
