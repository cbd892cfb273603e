import { options } from '../core/options.ts';
import { defineLayer } from './define.ts';
import { oneCell } from './pointwise.ts';

/**
 * exp(x_c) / Σ exp(x) over the channels of each cell (Keras: Softmax). [n, h, w, c] → [n, h, w, c].
 *
 * @example a cell with channels [0, ln 3] → [0.25, 0.75]
 */
export const softmax = defineLayer({
  title: 'The channels of each cell as probabilities: exp(x) over the sum of exp(x).',
  options: options({}),
  pools: false,
  tolerance: 2e-6,
  window: oneCell,
  apply: (tf, x) => tf.softmax(x),
  loops: {
    apply({ shape, data }) {
      const channels = shape[2];
      const result = new Float32Array(data.length);
      for (let cell = 0; cell < data.length; cell += channels) {
        const values = data.subarray(cell, cell + channels);
        const most = values.reduce((a, b) => Math.max(a, b));
        const powers = Float64Array.from(values, (value) => Math.exp(value - most));
        const sum = powers.reduce((a, b) => a + b);
        for (let c = 0; c < channels; c++) result[cell + c] = powers[c]! / sum;
      }
      return { shape, data: result };
    },
  },
});
