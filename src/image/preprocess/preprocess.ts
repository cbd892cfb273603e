import * as v from 'valibot';
import { choice, described, number, pair, size, whole } from '../../core/options.ts';
import type { Image, Pair, Shape } from '../../core/tensor.ts';
import type { Bitmap } from '../decode/format.ts';
import { type EmbedOption, embeddedShape, embedOption, embedPicture } from './embed.ts';
import { resize } from './resize.ts';

/** Options of every kind that reads pictures: size, range of values, canvas. */
export const preprocessOptions = {
  size: described(
    'Resizes the picture to n×n, or [height, width]: bilinear, antialiased where it shrinks, as Pillow does, but not rounded. Default: its own size.',
    v.optional(size({ max: 16_000_000 })),
  ),
  range: described(
    'Values of black and white, [black, white]; other values are interpolated linearly. Gamma and colour profiles are not applied.',
    v.optional(pair(number(), '[black, white]'), [0, 1]),
  ),
  ...embedOption,
};

/** Options of kinds whose pictures may have colours. */
export const colorOptions = {
  channels: described(
    'grey: one channel, 0.299 red + 0.587 green + 0.114 blue (Rec. 601, not rounded). rgb: three channels. Transparent pixels are laid over black.',
    v.optional(choice(['grey', 'rgb']), 'grey'),
  ),
  max_pixels: described(
    'Pictures with more pixels are refused before they are decoded.',
    v.optional(whole({ min: 1, max: 2 ** 26 }), 16_000_000),
  ),
};

export interface PreprocessOptions {
  size?: Pair | undefined;
  range: Pair;
  embed?: EmbedOption;
  channels?: 'grey' | 'rgb' | undefined;
}

/** The shapes that a picture of the given size gets: before it is embedded (`picture`), and after (`canvas`). */
export function preprocessedShapes(
  { width, height }: { width: number; height: number },
  { size, channels = 'grey', embed }: PreprocessOptions,
): { picture: Shape; canvas: Shape } {
  const [rows, columns] = size ?? [height, width];
  const picture: Shape = [rows, columns, channels === 'rgb' ? 3 : 1];
  return { picture, canvas: embeddedShape(picture, embed) };
}

/**
 * Turns a decoded picture into an image: channels, then range, then size, then canvas.
 *
 * value = black + (white − black) · sample / bitmap.white
 */
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

/** Stores the value of sample `at`: 0 is black, 1 is white. */
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

/** The weights are in thousandths, whole numbers: so white is exactly 1, and a grey pixel exactly its own value. */
function readLuma({ data, white }: Bitmap, write: Write): void {
  for (let i = 0, at = 0; i < data.length; i += 4) {
    const sum = 299 * data[i]! + 587 * data[i + 1]! + 114 * data[i + 2]!;
    write(at++, (data[i + 3]! / white) * (sum / (1000 * white)));
  }
}
