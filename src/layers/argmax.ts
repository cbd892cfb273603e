import { options } from '../core/options.ts';
import type { Image } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { oneCell } from './pointwise.ts';

/**
 * The index of each cell's largest channel, from 0: the decision of a classifier. [n, h, w, c] → [n, h, w, 1]. Of
 * channels that tie, the first; the ties of the unshifted output are reported.
 *
 * @example a cell with channels [0.2, 0.7, 0.1] → [1]
 */
export const argmax = defineLayer({
  title: "The index of each cell's largest channel; of a tie, the first.",
  options: options({}),
  pools: false,
  mixesChannels: true,
  classifies: true,
  tolerance: 0,
  window: oneCell,
  shape: ([height, width]) => [height, width, 1],
  // On cpu a cast alone leaves an Int32Array behind a tensor that says float32; a sum makes a new one.
  apply: (tf, x) => tf.expandDims(tf.add(tf.cast(tf.argMax(x, 3), 'float32'), 0), 3),
  loops: {
    apply({ shape: [height, width, channels], data }) {
      const result = new Float32Array(height * width);
      for (let cell = 0, first = 0; cell < result.length; cell++, first += channels) {
        let most = 0;
        for (let c = 1; c < channels; c++) if (data[first + c]! > data[first + most]!) most = c;
        result[cell] = most;
      }
      return { shape: [height, width, 1], data: result };
    },
  },
  choices(input) {
    const all = gaps(input);
    return {
      ties: all.filter((gap) => gap === 0).length,
      margin: all.reduce((least, gap) => Math.min(least, gap), 1),
    };
  },
});

/** For each cell, (first - second) / max(|first|, |second|) of its sorted channels. Empty if there is one channel. */
function gaps({ data, shape: [, , channels] }: Image): number[] {
  if (channels === 1) return [];
  return Array.from({ length: data.length / channels }, (_, cell) => {
    const [most = 0, next = 0] = [...data.subarray(cell * channels, (cell + 1) * channels)].sort(
      (a, b) => b - a,
    );
    return most === next ? 0 : (most - next) / Math.max(Math.abs(most), Math.abs(next));
  });
}
