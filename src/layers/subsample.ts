import * as v from 'valibot';
import { described, options, size } from '../core/options.ts';
import { defineLayer } from './define.ts';
import { everyNthCell } from './loops/subsample.ts';
import { everyNth } from './ops/subsample.ts';

/**
 * Every s-th cell of either axis, beginning with the first: what a strided convolution does after convolving.
 * [n, h, w, c] → [n, ⌈h / s⌉, ⌈w / s⌉, c].
 *
 * @example with strides: [1, 2], the row [1, 2, 3] → [1, 3]
 */
export const subsample = defineLayer({
  title: 'Every s-th cell, from the first on: what a strided convolution does.',
  options: options({
    strides: described(
      'Keep every n-th cell: n, or [height, width].',
      v.optional(size({ max: 16_000_000 }), 2),
    ),
  }),
  pools: true,
  byChannel: true,
  tolerance: 0,
  window: ({ strides }) => ({ size: [1, 1], strides, padding: 'valid' }),
  apply: (tf, x, { strides }) => everyNth(tf, x, strides),
  loops: {
    apply: (x, { strides }) => everyNthCell(x, strides),
    nonexpansive: true,
  },
});
