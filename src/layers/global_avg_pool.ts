import { options } from '../core/options.ts';
import { defineLayer } from './define.ts';

/**
 * The mean of each channel's whole map (Keras: GlobalAveragePooling2D with keepdims). [n, h, w, c] → [n, 1, 1, c].
 * Backends add in different orders.
 *
 * @example the rows [1, 2], [3, 6] → [3]
 */
export const globalAvgPool = defineLayer({
  title: "The mean of each channel's whole map.",
  options: options({}),
  pools: true,
  equivariant: () => 'invariant',
  byChannel: true,
  tolerance: 1e-5,
  shape: ([, , channels]) => [1, 1, channels],
  apply: (tf, x) => tf.mean(x, [1, 2], true),
  loops: {
    apply({ shape: [height, width, channels], data }) {
      const sums = new Float64Array(channels);
      for (let i = 0; i < data.length; i++) sums[i % channels] = sums[i % channels]! + data[i]!;
      return { shape: [1, 1, channels], data: Float32Array.from(sums, (sum) => sum / (height * width)) };
    },
  },
});
