import { roundHalfEven } from '../../core/resampling.ts';
import type { Pair } from '../../core/tensor.ts';
import type { ResizeOption } from './options.ts';

/**
 * The size of a picture after the option `resize`. With `shorter: n` the shorter side becomes n, and the other ⌊n · long
 * / short⌋, as in torchvision. Without the option it is the picture's own.
 *
 * @example resizedSize([300, 400], { shorter: 256 }) // [256, 341]
 */
export function resizedSize(
  [height, width]: Pair,
  resize: Pick<ResizeOption, 'shorter' | 'size'> | undefined,
): Pair {
  if (!resize) return [height, width];
  const { shorter, size } = resize;
  if (shorter === undefined) return size!;
  return height <= width
    ? [shorter, Math.floor((shorter * width) / height)]
    : [Math.floor((shorter * height) / width), shorter];
}

/** A part of a picture: its first row and column, and its size. */
export interface Part {
  origin: Pair;
  size: Pair;
}

/** The part of a picture of some size that the option `crop` keeps: all of it without the option. */
export function croppedPart(size: Pair, crop: Pair | undefined): Part {
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
