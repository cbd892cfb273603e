import * as v from 'valibot';
import { choice, described, number, pair, size, whole } from '../../core/options.ts';
import type { Image, Pair, Shape } from '../../core/tensor.ts';
import type { Bitmap } from '../decode/raster.ts';
import { type EmbedOption, embeddedShape, embedOption, embedPicture } from './embed.ts';
import { resize } from './resize.ts';

/** What black and white become, the size, and the canvas: options of every kind that is a picture. */
export const preprocessOptions = {
  size: described(
    'Height and width to which the picture is stretched, n or [height, width]: bilinear, each pixel of the source with its share where it shrinks (as Pillow, unrounded). Default: its own.',
    v.optional(size({ max: 16_000_000 })),
  ),
  range: described(
    'What black and white become, [black, white]; values between are on the line between. Gamma and colour profiles are not applied.',
    v.optional(pair(number(), '[black, white]'), [0, 1]),
  ),
  ...embedOption,
};

/** Of kinds that are files of pictures, which may have colours. */
export const colorOptions = {
  channels: described(
    'grey: one channel, 0.299 red + 0.587 green + 0.114 blue (Rec. 601, unrounded). rgb: three. What is transparent shows black behind it.',
    v.optional(choice(['grey', 'rgb']), 'grey'),
  ),
  max_pixels: described(
    'A picture with more is refused before it is decoded.',
    v.optional(whole({ min: 1, max: 2 ** 26 }), 16_000_000),
  ),
};

export interface PreprocessOptions {
  size?: Pair | undefined;
  range: Pair;
  embed?: EmbedOption;
  channels?: 'grey' | 'rgb' | undefined;
}

/** [height, width, channels] of what a picture of that size becomes, without and with its canvas. */
export function preprocessedShapes(
  { width, height }: { width: number; height: number },
  { size, channels = 'grey', embed }: PreprocessOptions,
): { picture: Shape; canvas: Shape } {
  const [rows, columns] = size ?? [height, width];
  const picture: Shape = [rows, columns, channels === 'rgb' ? 3 : 1];
  return { picture, canvas: embeddedShape(picture, embed) };
}

/** A decoded picture as the experiment wants it. */
export function preprocess(
  raster: Bitmap,
  { size, range, channels = 'grey', embed }: PreprocessOptions,
): Image {
  const { width, height } = raster;
  const depth = channels === 'rgb' ? 3 : 1;
  const data = new Float32Array(width * height * depth);
  const read = raster.channels === 1 ? readGrey : channels === 'rgb' ? readRgb : readLuma;
  read(raster, (at, value) => {
    data[at] = range[0] + (range[1] - range[0]) * value;
  });
  const image: Image = { shape: [height, width, depth], data };
  return embedPicture(size ? resize(image, size) : image, embed);
}

/** Writes values from 0 (black) to 1 (white). */
type Write = (at: number, value: number) => void;

function readGrey({ data, white }: Bitmap, write: Write): void {
  for (let i = 0; i < data.length; i++) write(i, data[i]! / white);
}

function readRgb({ data, white }: Bitmap, write: Write): void {
  for (let i = 0, at = 0; i < data.length; i += 4) {
    const alpha = data[i + 3]! / white;
    for (let c = 0; c < 3; c++) write(at++, alpha * (data[i + c]! / white));
  }
}

/** Whole thousandths, so that white is 1 and a grey pixel its own value, exactly. */
function readLuma({ data, white }: Bitmap, write: Write): void {
  for (let i = 0, at = 0; i < data.length; i += 4) {
    const sum = 299 * data[i]! + 587 * data[i + 1]! + 114 * data[i + 2]!;
    write(at++, (data[i + 3]! / white) * (sum / (1000 * white)));
  }
}
