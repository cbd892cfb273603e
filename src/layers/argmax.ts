import * as v from 'valibot';
import { described, number, options } from '../core/options.ts';
import type { Image } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { oneCell } from './pointwise.ts';

/**
 * The index of each cell's largest channel, from 0: the decision of a classifier. [n, h, w, c] → [n, h, w, 1]. Of
 * channels that tie, the first; the ties of the unshifted output are reported. Of one channel, with `threshold`: 1 where
 * the value is above it, else 0.
 *
 * @example a cell with channels [0.2, 0.7, 0.1] → [1]; the one channel [0.7] with threshold: 0.5 → [1]
 */
export const argmax = defineLayer({
  title: "The index of each cell's largest channel; of a tie, the first.",
  options: options({
    threshold: described(
      'For an input of one channel, as of a network with two classes: a cell is 1 where its value is above the threshold, else 0. 0.5 for a probability, 0 for a logit.',
      v.optional(number()),
    ),
  }),
  pools: false,
  classifies: true,
  tolerance: 0,
  window: oneCell,
  shape([height, width, channels], { threshold }) {
    // A map of one channel gives zeros, and a warning that it is constant.
    if (height * width * channels === 1 && threshold === undefined) return OF_ONE_VALUE;
    if (channels > 1 && threshold !== undefined)
      return `has a threshold, which is for an input of one channel, not of ${channels}; leave it out`;
    return [height, width, 1];
  },
  apply(tf, x, { threshold }) {
    const found =
      threshold === undefined
        ? tf.expandDims(tf.argMax(x, 3), 3)
        : tf.greater(x, tf.scalar(threshold, 'float32'));
    // A cast alone may leave whole numbers behind a tensor that says float32; a sum makes new values.
    return tf.add(tf.cast(found, 'float32'), 0);
  },
  loops: {
    apply({ shape: [height, width, channels], data }, { threshold }) {
      const result = new Float32Array(height * width);
      if (threshold !== undefined) {
        const least = Math.fround(threshold);
        for (let cell = 0; cell < result.length; cell++) result[cell] = data[cell]! > least ? 1 : 0;
        return { shape: [height, width, 1], data: result };
      }
      for (let cell = 0, first = 0; cell < result.length; cell++, first += channels) {
        let most = 0;
        for (let c = 1; c < channels; c++) if (data[first + c]! > data[first + most]!) most = c;
        result[cell] = most;
      }
      return { shape: [height, width, 1], data: result };
    },
  },
  choices(input, { threshold }) {
    const all = gaps(input, threshold);
    return {
      ties: all.filter((gap) => gap === 0).length,
      margin: all.reduce((least, gap) => Math.min(least, gap), 1),
    };
  },
});

const OF_ONE_VALUE =
  'has one value as its input, which is always the largest; write { type: argmax, threshold: 0.5 } for a probability, or threshold: 0 for a logit';

/**
 * For each cell, (first - second) / max(|first|, |second|) of its sorted channels, or of its one channel and the
 * threshold. One channel without a threshold leaves nothing to choose: no gaps.
 */
function gaps({ data, shape: [, , channels] }: Image, threshold?: number): number[] {
  if (channels === 1 && threshold === undefined) return [];
  return Array.from({ length: data.length / channels }, (_, cell) => {
    const values = [...data.subarray(cell * channels, (cell + 1) * channels)];
    if (threshold !== undefined) values.push(Math.fround(threshold));
    const [most, next] = values.sort((a, b) => b - a) as [number, number];
    return most === next ? 0 : (most - next) / Math.max(Math.abs(most), Math.abs(next));
  });
}
