import type { Image, Pair } from '../../core/tensor.ts';
import { inStrips, type Lines } from './strips.ts';

/**
 * The largest value under each window of `size` cells that are `dilation` apart, at stride 1, without padding.
 * [h, w, c] → [h - (size - 1)·dilation, …, c].
 */
export function largestUnder(x: Image, size: Pair, dilation: Pair): Image {
  const four = size[0] > 1 && size[1] > 1;
  const begin = four ? largestOfFour(x, dilation) : x;
  const span = four ? 2 : 1;
  return largestAcross(largestDown(begin, size[0], dilation[0], span), size[1], dilation[1], span);
}

/** The same for windows of 2×2 cells, in one pass. */
function largestOfFour({ data, shape }: Image, dilation: Pair): Image {
  const [height, width, channels] = shape;
  const [rows, columns] = [height - dilation[0], width - dilation[1]];
  const [line, kept] = [width * channels, columns * channels];
  const beside = dilation[1] * channels;
  const below = dilation[0] * line;
  return {
    data: largestOf(data, { rows, line, kept }, [beside, below, below + beside]),
    shape: [rows, columns, channels],
  };
}

/**
 * Maxima along columns: of pairs, then of pairs of pairs, so that a window of k cells takes about log2 k passes.
 *
 * @param from how many cells each value is the maximum of already
 */
function largestDown({ data, shape }: Image, k: number, dilation: number, from: number): Image {
  const line = shape[1] * shape[2];
  let [most, rows] = [data, shape[0]];
  for (let span = from; span < k; ) {
    const step = Math.min(span, k - span);
    rows -= step * dilation;
    const beyond = step * dilation * line;
    most = largestOf(most, { rows, line, kept: line }, [beyond, beyond, beyond]);
    span += step;
  }
  return { data: most, shape: [rows, shape[1], shape[2]] };
}

function largestAcross({ data, shape }: Image, k: number, dilation: number, from: number): Image {
  const [rows, , channels] = shape;
  let [most, columns] = [data, shape[1]];
  for (let span = from; span < k; ) {
    const step = Math.min(span, k - span);
    const line = columns * channels;
    columns -= step * dilation;
    const beyond = step * dilation * channels;
    most = largestOf(most, { rows, line, kept: columns * channels }, [beyond, beyond, beyond]);
    span += step;
  }
  return { data: most, shape: [rows, columns, channels] };
}

/** The largest of each value and of the three values at these offsets after it. */
function largestOf(
  data: Float32Array,
  { rows, line, kept }: Omit<Lines, 'further'>,
  offsets: readonly [number, number, number],
): Float32Array {
  const [a, b, c] = offsets;
  const lines = { rows, line, kept, further: Math.max(a, b, c) + kept };
  return inStrips(data, lines, 0, ({ loops, put }, strip, to, _, count) =>
    loops.largest(put(strip), count, line, kept, a, b, c, to),
  );
}
