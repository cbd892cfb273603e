import { options } from '../core/options.ts';
import { layer } from './kind.ts';

/** All values as the channels of a single cell, in row-major order (Keras: Flatten). [n, h, w, c] → [n, 1, 1, h·w·c]. */
export const flatten = layer({
  title: 'All values as the channels of a single cell.',
  options: options({}),
  pools: false,
  local: false,
  tolerance: 0,
  shape: ([height, width, channels]) => [1, 1, height * width * channels],
  apply: (tf, x) => tf.reshape(x, [x.shape[0], 1, 1, -1]),
  plain: ({ data }) => ({ shape: [1, 1, data.length], data }),
});
