import { options } from '../core/options.ts';
import type { Pair } from '../core/tensor.ts';
import { type BlurOptions, blur, blurEntries, blurPadding, blurShape, plainBlur } from './binomial_blur.ts';
import { defineLayer } from './define.ts';
import { largestUnder } from './loops/maxima.ts';
import { extended } from './loops/padding.ts';
import { pool } from './ops/pool.ts';
import type { LayerWindow } from './window.ts';

/**
 * Max pooling without aliasing: the maximum of 2×2 cells at stride 1, `valid` as published, then blur_pool.
 * [n, h, w, c] → [n, h', w', c]; h' = ⌈(h - 1) / s⌉ for `adobe`.
 *
 * @example a constant input c ≥ 0 gives the constant c
 *
 * Source: Zhang 2019, "Making convolutional networks shift-invariant again".
 */
export const maxBlurPool = defineLayer({
  title: 'The maximum of 2×2 cells at stride 1, then a binomial blur and every s-th cell.',
  options: options(blurEntries),
  pools: true,
  tolerance: 2e-6,
  window: windowOf,
  shape: (input, options) => blurShape(input, windowOf(options), options, 1),
  apply(tf, x, options) {
    const circular = options.padding === 'circular';
    const largest = pool(
      tf,
      x,
      { pool_size: [...TWO], strides: [1, 1], padding: circular ? 'circular' : 'valid' },
      tf.maxPool,
      0,
    );
    return blur(tf, largest, options);
  },
  loops: {
    apply(x, options, dilation) {
      const window = {
        size: TWO,
        strides: ONE,
        padding: options.padding === 'circular' ? 'circular' : 'valid',
      } as const;
      return plainBlur(largestUnder(extended(x, window, 0), TWO, dilation), options, dilation);
    },
    nonexpansive: true,
  },
});

const ONE: Pair = [1, 1];
const TWO: Pair = [2, 2];

function windowOf(options: BlurOptions): LayerWindow {
  const size = options.filter + 1;
  return { size: [size, size], strides: options.strides, padding: blurPadding(options) };
}
