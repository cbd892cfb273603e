import { layer } from './kind.ts';
import { pool, poolOptions, poolWindow } from './window.ts';

/**
 * The mean of the values under the window, padding not counted (Keras: AveragePooling2D).
 * [n, h, w, c] → [n, h', w', c], h' as `slide` says. Backends add in different orders.
 */
export const avgPool = layer({
  title: 'The mean of the values under the window; padding is not counted.',
  options: poolOptions,
  pools: true,
  local: true,
  tolerance: 1e-5,
  window: poolWindow,
  apply: (tf, x, options) => pool(tf, x, options, tf.avgPool),
});
