import { options } from '../core/options.ts';
import { defineLayer } from './define.ts';

/**
 * All values as the channels of a single cell, in row-major order (Keras: Flatten). [n, h, w, c] → [n, 1, 1, h·w·c].
 *
 * @example the rows [1, 2], [3, 4] of one channel → one cell with channels [1, 2, 3, 4]
 */
export const flatten = defineLayer({
  title: 'All values as the channels of a single cell.',
  options: options({}),
  pools: false,
  tolerance: 0,
  shape: ([height, width, channels]) => [1, 1, height * width * channels],
  apply: (tf, x) => tf.reshape(x, [x.shape[0], 1, 1, -1]),
  loops: {
    apply: ({ data }) => ({ shape: [1, 1, data.length], data }),
  },
});
