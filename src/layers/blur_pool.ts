import { options } from '../core/options.ts';
import { defineLayer } from './define.ts';
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
 * Anti-aliased downsampling: a binomial filter along both axes, then every s-th cell. [n, h, w, c] → [n, h', w', c];
 * h' = ⌈h / s⌉ for `adobe`.
 *
 * @example with filter: 3, which is [1, 2, 1] / 4, and strides: [1, 2], the row [0, 4, 0, 4] → [2, 2]
 *
 * Source: Zhang 2019, "Making convolutional networks shift-invariant again" (`adobe`: his package
 * antialiased-cnns); kornia's BlurPool2D; timm's BlurPool2d.
 */
export const blurPool = defineLayer({
  title: 'A binomial blur, then every s-th cell.',
  options: options(blurEntries),
  pools: true,
  byChannel: true,
  tolerance: 2e-6,
  window: blurWindow,
  shape: (input, options) => blurShape(input, blurWindow(options), options),
  apply: (tf, x, options) => blur(tf, x, options),
  loops: {
    apply: plainBlur,
    nonexpansive: true,
  },
});

function blurWindow(options: BlurOptions): LayerWindow {
  const size = options.filter;
  return {
    size: [size, size],
    strides: options.strides,
    padding: blurPadding(options),
    paddingValue: options.profile === 'kornia' ? 0 : undefined,
  };
}
