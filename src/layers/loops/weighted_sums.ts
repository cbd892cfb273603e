import type { Image, Pair } from '../../core/tensor.ts';
import { paddedSize } from '../../simd/arena.ts';
import { inStrips } from './strips.ts';

/**
 * Σ down[i] · across[j] · x under each window of cells that are `dilation` apart, at stride 1, without padding, divided
 * by `divisor`. Sums are taken in double precision, down the rows first, and rounded once, so they are the same on every
 * machine. [h, w, c] → [h - (down.length - 1)·dilation, …, c].
 *
 * @param divisor one for all windows; or its factors, one for each row and one for each column of the result
 */
export function sumsUnder(
  x: Image,
  down: readonly number[],
  across: readonly number[],
  dilation: Pair,
  divisor: number | readonly [Float64Array, Float64Array] = 1,
): Image {
  const [height, width, channels] = x.shape;
  const rows = height - (down.length - 1) * dilation[0];
  const columns = width - (across.length - 1) * dilation[1];
  const [line, kept] = [width * channels, columns * channels];
  const [below, beside] = [dilation[0] * line, dilation[1] * channels];
  // A power of two divides the weights as exactly as the sums, and faster.
  const scaled = typeof divisor === 'number' && isPowerOfTwo(divisor);
  const [ofRows, ofColumns] = typeof divisor === 'number' ? [divisor, 1] : divisor;
  const downs = Float64Array.from(down);
  const acrosses = Float64Array.from(across, (weight) => (scaled ? weight / divisor : weight));
  const rowDivisors = spread(ofRows, scaled ? 0 : rows, 1);
  const columnDivisors = spread(ofColumns, scaled ? 0 : kept, channels);
  const four = scaled && isTwoOnes(down) && isTwoOnes(across);
  const lines = { rows, line, kept, further: (down.length - 1) * below + line };
  const arrays = [downs.length, acrosses.length, rowDivisors.length, columnDivisors.length, line];
  const needs = arrays.reduce((sum, length) => sum + paddedSize(8 * length), 0);
  const data = inStrips(x.data, lines, needs, ({ loops, put, allocate }, strip, to, first, count) => {
    const from = put(strip);
    const read = (count - 1) * line + lines.further;
    if (four && loops.sumsOfFour(from, read, count, line, kept, 4 * below, 4 * beside, acrosses[0]!, to))
      return;
    loops.sums(
      ...[from, count, line, kept],
      ...[below, put(downs), downs.length, beside, put(acrosses), acrosses.length],
      ...[scaled ? 0 : 1, put(rowDivisors.subarray(first, first + count)), put(columnDivisors)],
      ...[allocate(8 * line), to],
    );
  });
  return { shape: [rows, columns, channels], data };
}

function isTwoOnes(weights: readonly number[]): boolean {
  return weights.length === 2 && weights[0] === 1 && weights[1] === 1;
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0;
}

/** An array of that length with each value repeated `times` times, or with one value throughout. */
function spread(values: number | Float64Array, length: number, times: number): Float64Array {
  const spread = new Float64Array(length);
  if (typeof values === 'number') return spread.fill(values);
  for (let i = 0, at = 0; at < length; i++, at += times) spread.fill(values[i]!, at, at + times);
  return spread;
}
