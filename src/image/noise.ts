import * as v from 'valibot';
import { described, options, size, whole } from '../core/options.ts';
import { defineImage } from './kind.ts';

/** A picture without structure: the opposite of a circle. */
export const noise = defineImage({
  title: 'Every pixel its own random value in [0, 1), from the seed.',
  options: options({
    size: described(
      'Height and width in pixels: n, or [height, width].',
      v.optional(size({ max: 16_000_000 }), 64),
    ),
    channels: described('Channels.', v.optional(whole({ min: 1, max: 16_000_000 }), 1)),
  }),
  shape: ({ size: [height, width], channels }) => [height, width, channels],
  draw({ size: [height, width], channels }, random) {
    const next = random('noise', [height, width, channels]);
    return {
      shape: [height, width, channels],
      data: Float32Array.from({ length: height * width * channels }, next),
    };
  },
});
