import type { Pair, Shape } from '../core/tensor.ts';
import type { Layout } from './model.ts';

/** An output as maps: its shape, and whether channels come first in the model's own order. */
export interface Maps {
  shape: Shape;
  channelsFirst: boolean;
}

/**
 * Reads the axes of an output, after the batch, as [height, width, channels]. [] is 1×1×1, [c] is 1×1×c. [a, b] is a
 * map of one channel if it has the proportions of the pictures, else a sequence, 1×a×b. Three axes are in the layout
 * that was asked for, or else in the usual one, unless only the other has the proportions of the pictures.
 *
 * @param lengths after the batch
 * @returns undefined for more than three axes
 */
export function mapsOf(
  lengths: readonly number[],
  { asked, usual, picture }: { asked: Layout | undefined; usual: Layout; picture: Shape },
): Maps | undefined {
  const [a = 1, b = 1, c = 1] = lengths;
  if (lengths.length < 2) return { shape: [1, 1, a], channelsFirst: false };
  if (lengths.length === 2) {
    const shape: Shape = proportional([a, b], picture) ? [a, b, 1] : [1, a, b];
    return { shape, channelsFirst: false };
  }
  if (lengths.length > 3) return undefined;
  const [first, last] = [proportional([b, c], picture), proportional([a, b], picture)];
  const guess = first === last ? usual : first ? 'NCHW' : 'NHWC';
  const channelsFirst = (asked ?? guess) === 'NCHW';
  return { shape: channelsFirst ? [b, c, a] : [a, b, c], channelsFirst };
}

/**
 * Cells of a picture from one cell of an output to the next, on either axis; below 1 for an output with more cells.
 * They follow from the sizes: n cells at a stride of s are n / s, or else ⌈n / s⌉ or ⌊n / s⌋.
 *
 * @returns undefined where no whole stride gives that size, or two do, and for an output without places, such as 1×1
 */
export function strideOf([height, width]: Shape | Pair, [rows, columns]: Shape | Pair): Pair | undefined {
  if (rows === 1 && columns === 1 && height * width > 1) return undefined;
  const strides = [along(height, rows), along(width, columns)] as const;
  return strides[0] !== undefined && strides[1] !== undefined ? [strides[0], strides[1]] : undefined;
}

function along(n: number, out: number): number | undefined {
  if (out > n) return out % n === 0 ? n / out : undefined;
  if (n % out === 0) return n / out;
  const near = Math.floor(n / out);
  const fit = [near, near + 1].filter((s) => Math.ceil(n / s) === out || Math.floor(n / s) === out);
  return fit.length === 1 ? fit[0] : undefined;
}

function proportional(places: Pair, picture: Shape): boolean {
  const strides = strideOf(picture, places);
  return strides ? strides[0] === strides[1] : places[0] * picture[1] === places[1] * picture[0];
}
