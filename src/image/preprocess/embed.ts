import * as v from 'valibot';
import { FileProblem } from '../../core/files.ts';
import { described, number, options, size } from '../../core/options.ts';
import { ofChannel, type PerChannel, perChannel } from '../../core/per_channel.ts';
import type { Image, Shape } from '../../core/tensor.ts';

/** The option `embed` of every kind that reads pictures. */
export const embedOption = {
  embed: described(
    'Puts the picture in the middle of a larger canvas, { size, background }, so that shifts move nothing out of the image. It begins floor((canvas - picture) / 2) pixels from the top and the left. Default: the picture alone.',
    v.optional(
      options({
        size: described('Height and width of the canvas: n, or [height, width].', size({ max: 16_000_000 })),
        background: described(
          'Value of the canvas around the picture: a number, or one per channel.',
          v.optional(perChannel(number()), 0),
        ),
      }),
    ),
  ),
};

export type EmbedOption = { size: [number, number]; background: PerChannel } | undefined;

/** The shape after embedding: the canvas's height and width, the picture's channels; the picture's without `embed`. */
export function embeddedShape(picture: Shape, embed: EmbedOption): Shape {
  return embed ? [embed.size[0], embed.size[1], picture[2]] : picture;
}

/** @throws FileProblem, about `path`, if the picture is larger than its canvas */
export function requireFit(path: string, picture: Shape, embed: EmbedOption): void {
  if (!embed || (embed.size[0] >= picture[0] && embed.size[1] >= picture[1])) return;
  const [height, width] = picture;
  const message = `"${path}": a picture of ${height}×${width} does not fit on a canvas of ${embed.size.join('×')}`;
  const remedy = `write embed: { size: ${Math.max(height, width)} }, or more`;
  throw new FileProblem(path, { problem: message, remedy });
}

/** Puts the picture in the middle of its canvas; returns it as it is if `embed` is undefined. */
export function embedPicture(image: Image, embed: EmbedOption): Image {
  if (!embed) return image;
  const { shape, data } = image;
  const canvas = embeddedShape(shape, embed);
  const line = shape[1] * shape[2];
  const result = filled(canvas, embed.background);
  const [top, left] = [Math.floor((canvas[0] - shape[0]) / 2), Math.floor((canvas[1] - shape[1]) / 2)];
  for (let y = 0; y < shape[0]; y++) {
    result.set(data.subarray(y * line, (y + 1) * line), ((top + y) * canvas[1] + left) * canvas[2]);
  }
  return { shape: canvas, data: result };
}

function filled([height, width, channels]: Shape, value: PerChannel): Float32Array {
  const data = new Float32Array(height * width * channels);
  if (typeof value === 'number') return data.fill(value);
  for (let i = 0; i < data.length; i++) data[i] = ofChannel(value, i % channels);
  return data;
}
