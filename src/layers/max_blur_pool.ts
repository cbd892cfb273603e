import * as v from 'valibot';
import { described, options, size } from '../core/options.ts';
import type { Pair } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { largestUnder } from './loops/maxima.ts';
import { padImage } from './loops/padding.ts';
import { pool } from './ops/pool.ts';
import {
  type BlurOptions,
  blur,
  blurEntries,
  blurPadding,
  blurShape,
  plainBlur,
} from './windows/binomial_blur.ts';
import type { LayerWindow } from './windows/window.ts';

/**
 * Max pooling without aliasing: the maximum of k×k cells at stride 1, `valid` as published, then blur_pool.
 * [n, h, w, c] → [n, h', w', c]; h' = ⌈(h - k + 1) / s⌉ for `adobe`, as after max pooling with `valid`.
 *
 * @example a constant input c ≥ 0 gives the constant c
 *
 * Source: Zhang 2019, "Making convolutional networks shift-invariant again".
 */
export const maxBlurPool = defineLayer({
  title: 'The maximum of cells at stride 1, then a binomial blur and every s-th cell.',
  options: options({
    ...blurEntries,
    pool_size: described(
      'The window of the maximum, in cells: n, or [height, width]. Default: 2.',
      v.optional(size({ max: 4096 })),
    ),
  }),
  pools: true,
  byChannel: true,
  tolerance: 2e-6,
  window: maxBlurWindow,
  shape: (input, options) => blurShape(input, maxBlurWindow(options), options, spareOf(options)),
  apply(tf, x, options) {
    const circular = options.padding === 'circular';
    const largest = pool(
      tf,
      x,
      { pool_size: [...windowSize(options)], strides: [1, 1], padding: circular ? 'circular' : 'valid' },
      tf.maxPool,
      0,
    );
    return blur(tf, largest, options);
  },
  loops: {
    apply(x, options, dilation) {
      const window = {
        size: windowSize(options),
        strides: ONE,
        padding: options.padding === 'circular' ? 'circular' : 'valid',
      } as const;
      return plainBlur(largestUnder(padImage(x, window, 0), window.size, dilation), options, dilation);
    },
    nonexpansive: true,
  },
});

const ONE: Pair = [1, 1];
const TWO: Pair = [2, 2];

interface MaxBlurOptions extends BlurOptions {
  pool_size?: Pair | undefined;
}

function windowSize({ pool_size = TWO }: MaxBlurOptions): Pair {
  return pool_size;
}

/** Rows and columns that the maximum takes away. */
function spareOf(options: MaxBlurOptions): Pair {
  const [height, width] = windowSize(options);
  return [height - 1, width - 1];
}

function maxBlurWindow(options: MaxBlurOptions): LayerWindow {
  const [height, width] = windowSize(options);
  const { filter } = options;
  return {
    size: [filter + height - 1, filter + width - 1],
    strides: options.strides,
    padding: blurPadding(options),
  };
}
