import { options } from '../core/options.ts';
import { defineLayer } from './define.ts';

/**
 * The largest value of each channel's whole map (Keras: GlobalMaxPooling2D with keepdims). [n, h, w, c] → [n, 1, 1, c].
 *
 * @example the rows [1, 2], [3, 6] → [6]
 */
export const globalMaxPool = defineLayer({
  title: "The largest value of each channel's whole map.",
  options: options({}),
  pools: true,
  equivariant: () => 'invariant',
  byChannel: true,
  tolerance: 0,
  shape: ([, , channels]) => [1, 1, channels],
  apply: (tf, x) => tf.max(x, [1, 2], true),
  loops: {
    apply({ shape: [, , channels], data }) {
      const most = data.slice(0, channels);
      for (let i = channels; i < data.length; i++)
        most[i % channels] = Math.max(most[i % channels]!, data[i]!);
      return { shape: [1, 1, channels], data: most };
    },
  },
});
