import type { Pair, Shape } from '../core/tensor.ts';
import type { Layout, OutputLayout } from './model.ts';

/** An output as maps: its shape, and whether channels come first in the model's own order. */
export interface Maps {
  shape: Shape;
  channelsFirst: boolean;
  /** Whether it has no places: a sequence. */
  sequence?: boolean;
  /** Values of each picture that come before its map: a class token. */
  before?: number;
}

/**
 * Reads the axes of an output, after the batch, as [height, width, channels]. [] is 1×1×1, [c] is 1×1×c. [a, b] is a
 * map of one channel if the graph says so, or if it has the proportions of the pictures, else a sequence, 1×a×b; as
 * `tokens` it is a grid of a places with the proportions of the pictures, without the first where there is one more.
 * Three axes are in the layout that was asked for, or else in that which the graph says. Where it says nothing, they are
 * in the usual one, unless only the other has the proportions of the pictures. Of more axes those of length 1 are left
 * out, as of one frame or slice.
 *
 * @param lengths after the batch
 * @param how `said`: what the graph of the model says
 * @returns undefined for more than three other axes, and for tokens that are no such grid
 */
export function mapsOf(
  lengths: readonly number[],
  how: { asked: OutputLayout | undefined; said?: Layout | undefined; usual: Layout; picture: Shape },
): Maps | undefined {
  const { asked, said, usual, picture } = how;
  const [a = 1, b = 1, c = 1] = lengths;
  if (lengths.length < 2) return { shape: [1, 1, a], channelsFirst: false };
  if (lengths.length === 2) {
    if (asked === 'tokens') return tokensOf(a, b, picture);
    return said || proportional([a, b], picture)
      ? { shape: [a, b, 1], channelsFirst: false }
      : sequenceOf([a, b]);
  }
  if (lengths.length > 3) {
    const inner = lengths.indexOf(1, 1);
    const one = inner < 0 ? lengths.indexOf(1) : inner;
    return one < 0 ? undefined : mapsOf(lengths.toSpliced(one, 1), how);
  }
  const [first, last] = [proportional([b, c], picture), proportional([a, b], picture)];
  const guess = said ?? (first === last ? usual : first ? 'NCHW' : 'NHWC');
  const channelsFirst = (asked === 'tokens' ? guess : (asked ?? guess)) === 'NCHW';
  return { shape: channelsFirst ? [b, c, a] : [a, b, c], channelsFirst };
}

/** An output of steps without places as a map of one row: [steps, channels] → [1, steps, channels]. */
export function sequenceOf([steps = 1, channels = 1]: readonly number[]): Maps {
  return { shape: [1, steps, channels], channelsFirst: false, sequence: true };
}

/** A grid of tokens with the proportions of the pictures, row by row; one token more is the class token, the first. */
function tokensOf(count: number, channels: number, picture: Shape): Maps | undefined {
  for (const before of [0, 1]) {
    const rows = Math.round(Math.sqrt(((count - before) * picture[0]) / picture[1]));
    const columns = (count - before) / rows;
    if (rows >= 1 && columns >= 1 && rows * picture[1] === columns * picture[0])
      return { shape: [rows, columns, channels], channelsFirst: false, before: before * channels };
  }
  return undefined;
}

/**
 * Cells of a picture from one cell of an output to the next, on either axis; below 1 for an output with more cells.
 * They follow from the sizes: n cells at a stride of s are n / s, or else ⌈n / s⌉ or ⌊n / s⌋. Rounded ones are taken only
 * if they are equal on both axes: a list of 17 points is no map with a stride of 11.
 *
 * @returns undefined where no whole stride gives that size, or two do, and for an output without places, such as 1×1
 */
export function strideOf([height, width]: Shape | Pair, [rows, columns]: Shape | Pair): Pair | undefined {
  if (rows === 1 && columns === 1 && height * width > 1) return undefined;
  const [down, across] = [along(height, rows), along(width, columns)];
  if (down === undefined || across === undefined) return undefined;
  const divides = height === rows * down && width === columns * across;
  return divides || down === across ? [down, across] : undefined;
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
