import * as v from 'valibot';
import { described, options, whole } from '../core/options.ts';
import type { Image } from '../core/tensor.ts';
import { canvasOptions } from './canvas.ts';
import { defineImage } from './kind.ts';

/**
 * Uniform noise: each value its own draw in [0, 1), row-major, channel last. Shape: [size[0], size[1], channels].
 *
 * @example { type: noise, size: 32, channels: 3 }
 */
export const noise = defineImage({
  title: 'Random values in [0, 1) from the seed, one for each pixel and channel.',
  options: options({
    size: canvasOptions.size,
    channels: described('Number of channels.', v.optional(whole({ min: 1, max: 16_000_000 }), 1)),
  }),
  shape: ({ size: [height, width], channels }) => [height, width, channels],
  draw({ size: [height, width], channels }, random): Image {
    const next = random('noise', [height, width, channels]);
    return {
      shape: [height, width, channels],
      data: Float32Array.from({ length: height * width * channels }, next),
    };
  },
});
