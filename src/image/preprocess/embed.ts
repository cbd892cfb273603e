import * as v from 'valibot';
import { described, number, options, size } from '../../core/options.ts';
import type { Image, Shape } from '../../core/tensor.ts';

/** An option of every kind that is a picture. */
export const embedOption = {
  embed: described(
    'A larger canvas, { size, background }, with the picture in its middle, floor((canvas - picture) / 2) pixels from the top and the left: so nothing leaves the frame. background, by default 0, is the value around it. Default: the picture alone.',
    v.optional(
      options({
        size: described('Height and width of the canvas: n, or [height, width].', size({ max: 16_000_000 })),
        background: described('The value around the picture.', v.optional(number(), 0)),
      }),
    ),
  ),
};

export type EmbedOption = { size: [number, number]; background: number } | undefined;

/** The shape that a picture has on its canvas. */
export function embeddedShape(picture: Shape, embed: EmbedOption): Shape {
  return embed ? [embed.size[0], embed.size[1], picture[2]] : picture;
}

/** Whether the canvas holds the picture. */
export function fitsCanvas([height, width]: Shape, embed: EmbedOption): boolean {
  return !embed || (embed.size[0] >= height && embed.size[1] >= width);
}

/** The picture in the middle of its canvas. */
export function embedPicture(image: Image, embed: EmbedOption): Image {
  if (!embed) return image;
  const { shape, data } = image;
  const canvas = embeddedShape(shape, embed);
  const line = shape[1] * shape[2];
  const result = new Float32Array(canvas[0] * canvas[1] * canvas[2]).fill(embed.background);
  const [top, left] = [Math.floor((canvas[0] - shape[0]) / 2), Math.floor((canvas[1] - shape[1]) / 2)];
  for (let y = 0; y < shape[0]; y++) {
    result.set(data.subarray(y * line, (y + 1) * line), ((top + y) * canvas[1] + left) * canvas[2]);
  }
  return { shape: canvas, data: result };
}
