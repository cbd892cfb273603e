import { roundHalfEven } from '../../core/resampling.ts';
import type { Image, Pair } from '../../core/tensor.ts';

/** A part of a picture: its first row and column, and its size. */
export interface Crop {
  origin: Pair;
  size: Pair;
}

/** The part of a picture of some size that the option `crop` keeps: all of it without the option. */
export function cropOf(size: Pair, crop: Pair | undefined): Crop {
  return crop ? { origin: cropOrigin(size, crop), size: crop } : { origin: [0, 0], size };
}

/**
 * The first row and column of a crop from the centre. Halves are rounded to even, as in torchvision.
 *
 * @example cropOrigin([256, 341], [224, 224]) // [16, 58]
 */
export function cropOrigin([height, width]: Pair, [rows, columns]: Pair): Pair {
  return [roundHalfEven((height - rows) / 2), roundHalfEven((width - columns) / 2)];
}

/** Copies a part of an image; all of it is the image itself. */
export function cropped(image: Image, { origin: [top, left], size }: Crop): Image {
  const {
    shape: [height, width, channels],
    data,
  } = image;
  if (size[0] === height && size[1] === width) return image;
  const line = size[1] * channels;
  const part = new Float32Array(size[0] * line);
  for (let y = 0; y < size[0]; y++) {
    const from = ((top + y) * width + left) * channels;
    part.set(data.subarray(from, from + line), y * line);
  }
  return { shape: [size[0], size[1], channels], data: part };
}
