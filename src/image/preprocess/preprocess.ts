import { ofChannel } from '../../core/per_channel.ts';
import type { Image } from '../../core/tensor.ts';
import type { Bitmap } from '../decode/format.ts';
import { cropOf, cropped } from './crop.ts';
import { embedPicture } from './embed.ts';
import { channelsOf, type PreprocessOptions, type ResizeOption } from './options.ts';
import { type ResizeMethod, resize, resizeLevels } from './resize.ts';
import { resizedSize } from './target_size.ts';

const SMOOTH: ResizeMethod = { filter: 'bilinear', antialias: true };

/**
 * Turns a decoded picture into an image: channels, size, crop, range, mean and std, canvas, in this order.
 *
 * value = (black + (white − black) · sample / bitmap.white − mean) / std
 */
export function preprocess(bitmap: Bitmap, options: PreprocessOptions): Image {
  const { size, resize: given, embed } = options;
  const method = given && { ...given, isGrey16: bitmap.isGrey16 === true };
  const image = method?.round
    ? valuesOfLevels(resizedLevels(bitmap, method, options), bitmap, options)
    : resizedValues(bitmap, method ?? (size && { ...SMOOTH, size }), options);
  return embedPicture(standardized(image, options), embed);
}

/** The values of the file, resized and cropped. */
function resizedValues(
  bitmap: Bitmap,
  method: (ResizeMethod & Parameters<typeof resizedSize>[1]) | undefined,
  options: PreprocessOptions,
): Image {
  const image = bitmapSamples(bitmap, options, toRange(options));
  const size = resizedSize([bitmap.height, bitmap.width], method);
  const part = cropOf(size, options.crop);
  return method ? resize(image, size, method, part) : cropped(image, part);
}

/** Whole levels of the file, resized and cropped. Grey levels are rounded first, with Pillow's weights if there are 256 levels. */
function resizedLevels(bitmap: Bitmap, method: ResizeOption, options: PreprocessOptions): Image {
  const { height, width, white } = bitmap;
  const image = bitmapSamples(bitmap, options, (value) => Math.round(value * white), white === 255);
  const size = resizedSize([height, width], method);
  return resizeLevels(image, size, method, white, cropOf(size, options.crop));
}

function valuesOfLevels({ shape, data }: Image, { white }: Bitmap, options: PreprocessOptions): Image {
  const table = valuesByLevel(white, toRange(options));
  const values = new Float32Array(data.length);
  for (let i = 0; i < values.length; i++) values[i] = table[data[i]!]!;
  return { shape, data: values };
}

/** The value of each level, as float32. */
function valuesByLevel(white: number, value: (share: number) => number): Float32Array {
  return Float32Array.from({ length: white + 1 }, (_, level) => value(level / white));
}

function toRange({ range: [black, white] }: PreprocessOptions): (share: number) => number {
  return (share) => black + (white - black) * share;
}

/** In float32, as torchvision's Normalize computes. */
function standardized({ shape, data }: Image, { mean, std }: PreprocessOptions): Image {
  if (mean === undefined && std === undefined) return { shape, data };
  const [means, stds] = [mean ?? 0, std ?? 1].map((given) =>
    Array.from({ length: shape[2] }, (_, c) => Math.fround(ofChannel(given, c))),
  );
  const channels = shape[2];
  const values = new Float32Array(data.length);
  for (let c = 0; c < channels; c++) {
    const [mean, std] = [means![c]!, stds![c]!];
    for (let i = c; i < data.length; i += channels) values[i] = Math.fround(data[i]! - mean) / std;
  }
  return { shape, data: values };
}

/** The samples of a bitmap, each changed by `value`, which gets 0 for black and 1 for white. */
function bitmapSamples(
  bitmap: Bitmap,
  options: PreprocessOptions,
  value: (share: number) => number,
  asPillow = false,
): Image {
  const { width, height } = bitmap;
  const count = channelsOf(options);
  const data = new Float32Array(width * height * count);
  const read = readerOf(bitmap, count, asPillow);
  let at = 0;
  if (!read) writeColours(bitmap, data, options.channels === 'bgr' ? [2, 1, 0] : [0, 1, 2], value);
  else
    read(bitmap, (share) => {
      data[at++] = value(share);
    });
  return { shape: [height, width, count], data };
}

/** How samples are read; undefined for colours. */
function readerOf({ channels }: Bitmap, count: 1 | 3, asPillow: boolean) {
  if (channels === 1) return count === 1 ? readGrey : readGreyThrice;
  if (count === 3) return undefined;
  return asPillow ? readPillowGrey : readLuma;
}

/** Writes three values a pixel; `order` says where red, green and blue go. */
function writeColours(
  { data, white }: Bitmap,
  to: Float32Array,
  order: readonly number[],
  value: (share: number) => number,
): void {
  const opaque = valuesByLevel(white, value);
  for (const [c, place] of order.entries()) writeColour(data, c, to, place, opaque, white, value);
}

/** A function of its own, without lists, is compiled soon. */
function writeColour(
  data: Bitmap['data'],
  channel: number,
  to: Float32Array,
  place: number,
  opaque: Float32Array,
  white: number,
  value: (share: number) => number,
): void {
  for (let i = 0, at = place; at < to.length; i += 4, at += 3) {
    const level = data[i + channel]!;
    const alpha = data[i + 3]!;
    to[at] = alpha === white ? opaque[level]! : value((alpha / white) * (level / white));
  }
}

/** Takes the next sample: 0 is black, 1 is white. */
type Next = (share: number) => void;

function readGrey({ data, white }: Bitmap, next: Next): void {
  for (let i = 0; i < data.length; i++) next(data[i]! / white);
}

function readGreyThrice({ data, white }: Bitmap, next: Next): void {
  for (let i = 0; i < data.length; i++) for (let c = 0; c < 3; c++) next(data[i]! / white);
}

/** The weights are in thousandths, whole numbers: so white is exactly 1, and a grey pixel exactly its own value. */
function readLuma({ data, white }: Bitmap, next: Next): void {
  for (let i = 0; i < data.length; i += 4) {
    const sum = 299 * data[i]! + 587 * data[i + 1]! + 114 * data[i + 2]!;
    next((data[i + 3]! / white) * (sum / (1000 * white)));
  }
}

/** Pillow's mode L: the weights are whole numbers of 2^-16, and the sum is rounded. */
function readPillowGrey({ data }: Bitmap, next: Next): void {
  for (let i = 0; i < data.length; i += 4) {
    const sum = 19_595 * data[i]! + 38_470 * data[i + 1]! + 7_471 * data[i + 2]!;
    next((data[i + 3]! / 255) * (((sum + 0x8000) >> 16) / 255));
  }
}
