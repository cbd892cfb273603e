import { loops, scratch } from '../lanes.ts';
import type { Image, Pair, Tensor4D, TensorFlow } from '../tensor.ts';
import { type LayerWindow, slide } from './window.ts';

/**
 * The map with what its windows read beyond it as cells of it: `valid` windows then see what its own would.
 *
 * @param beyond what padding holds; `reflect` does not repeat the edge
 */
export function surrounded(x: Image, window: LayerWindow, beyond: number | 'reflect'): Image {
  const [height, width, channels] = x.shape;
  const rows = sources(height, window, 0, beyond);
  const columns = sources(width, window, 1, beyond);
  if (!rows && !columns) return x;
  const from = { rows: rows ?? everyOne(height), columns: columns ?? everyOne(width) };
  const shape = [from.rows.length, from.columns.length, channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  if (typeof beyond === 'number' && beyond !== 0) data.fill(beyond);
  let to = 0;
  for (const row of from.rows) {
    for (const column of from.columns) {
      if (row >= 0 && column >= 0) {
        const at = (row * width + column) * channels;
        for (let c = 0; c < channels; c++) data[to + c] = x.data[at + c]!;
      }
      to += channels;
    }
  }
  return { shape, data };
}

/** The largest value under windows of cells that are `dilation` apart, one at every cell where it fits. */
export function largestUnder(x: Image, size: Pair, dilation: Pair): Image {
  const four = size[0] > 1 && size[1] > 1;
  const begin = four ? largestOfFour(x, dilation) : x;
  const span = four ? 2 : 1;
  return largestAcross(largestDown(begin, size[0], dilation[0], span), size[1], dilation[1], span);
}

/**
 * Sums of the values under such windows, each weighted by down[row] · across[column]: in double precision, a
 * window's rows first and then its columns, divided at last and rounded once. So they are the same on every machine.
 *
 * @param divisor of every sum, or its factors for each row and each column
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
  const rowDivisors = spread(ofRows, rows, 1);
  const columnDivisors = spread(ofColumns, kept, channels);
  const lines = { rows, line, kept, further: (down.length - 1) * below + line };
  const data = inStrips(x.data, lines, (strip, first, count) => {
    const { put, room, floats } = scratch();
    const to = room(4 * count * kept);
    loops().sums(
      ...[put(strip), count, line, kept],
      ...[below, put(downs), downs.length, beside, put(acrosses), acrosses.length],
      ...[scaled ? 0 : 1, put(rowDivisors.subarray(first, first + count)), put(columnDivisors)],
      ...[room(8 * line), room(8 * kept), to],
    );
    return floats(to, count * kept);
  });
  return { shape: [rows, columns, channels], data };
}

/** How many windows of `k` cells, `dilation` apart, fit into `n`, one every `stride` cells. */
export function fitting(n: number, k: number, stride: number, dilation: number): number {
  return Math.floor((n - (k - 1) * dilation - 1) / stride) + 1;
}

/** Every s-th cell of either axis, from the first on. */
export function everyNthCell(x: Image, strides: Pair): Image {
  if (strides[0] === 1 && strides[1] === 1) return x;
  const [height, width, channels] = x.shape;
  const shape = [Math.ceil(height / strides[0]), Math.ceil(width / strides[1]), channels] as const;
  const data = new Float32Array(shape[0] * shape[1] * channels);
  let to = 0;
  for (let row = 0; row < height; row += strides[0]) {
    for (let column = 0; column < width; column += strides[1]) {
      const at = (row * width + column) * channels;
      for (let c = 0; c < channels; c++) data[to++] = x.data[at + c]!;
    }
  }
  return { shape, data };
}

/** Of a layer that has no other form: its plain one, image by image, on whatever backend. */
export function plainly(tf: TensorFlow, x: Tensor4D, apply: (image: Image) => Image): Tensor4D {
  const [n, height, width, channels] = x.shape;
  const values = x.dataSync() as Float32Array;
  const area = height * width * channels;
  const outputs = Array.from({ length: n }, (_, i) =>
    apply({ shape: [height, width, channels], data: values.subarray(i * area, (i + 1) * area) }),
  );
  const [first] = outputs;
  const data = new Float32Array(n * first!.data.length);
  for (const [i, output] of outputs.entries()) data.set(output.data, i * first!.data.length);
  return tf.tensor4d(data, [n, ...first!.shape]);
}

/** Which cell stands at each place of the longer axis, -1 for none; undefined where it is no longer. */
function sources(
  n: number,
  window: LayerWindow,
  axis: 0 | 1,
  beyond: number | 'reflect',
): Int32Array | undefined {
  const { size, before, after } = slide(n, window, axis);
  if (window.padding === 'circular') {
    const length = (size - 1) * window.strides[axis] + window.size[axis];
    return length <= n ? undefined : Int32Array.from({ length }, (_, i) => i % n);
  }
  if (before + after === 0) return undefined;
  return Int32Array.from({ length: before + n + after }, (_, i) => {
    const at = i - before;
    if (at >= 0 && at < n) return at;
    if (beyond !== 'reflect') return -1;
    return at < 0 ? -at : 2 * (n - 1) - at;
  });
}

function everyOne(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(n) && n > 0 && (n & (n - 1)) === 0;
}

/** As many values, each so many times in turn. */
function spread(values: number | Float64Array, length: number, times: number): Float64Array {
  const spread = new Float64Array(length);
  if (typeof values === 'number') return spread.fill(values);
  for (let i = 0, at = 0; at < length; i++, at += times) spread.fill(values[i]!, at, at + times);
  return spread;
}

/** The largest of 2×2 cells in one pass. */
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

/** Maxima of pairs, then of pairs of pairs: a window of k takes about log2 k passes. @param from of so many already */
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

/** The largest of each value and of three others, which lie so far after it. */
function largestOf(
  data: Float32Array,
  { line, kept, ...rest }: Omit<Lines, 'further'>,
  offsets: readonly [number, number, number],
): Float32Array {
  const lines = { ...rest, line, kept, further: Math.max(...offsets) + kept };
  return inStrips(data, lines, (strip, _, count) => {
    const { put, room, floats } = scratch();
    const to = room(4 * count * kept);
    loops().largest(put(strip), count, line, kept, ...offsets, to);
    return floats(to, count * kept);
  });
}

/** So many rows of so many values, of which the first have a result. */
interface Lines {
  rows: number;
  line: number;
  kept: number;
  /** Values that a row's results look at, from its first on. */
  further: number;
}

/** Computes some rows after the other. @param run is given the values of `count` rows from `first` on, and what lies further */
function inStrips(
  data: Float32Array,
  { rows, line, kept, further }: Lines,
  run: (strip: Float32Array, first: number, count: number) => Float32Array,
): Float32Array {
  const result = new Float32Array(rows * kept);
  const step = Math.max(1, Math.ceil(STRIP / Math.max(line, kept)));
  for (let first = 0; first < rows; first += step) {
    const count = Math.min(step, rows - first);
    const begin = first * line;
    const strip = data.subarray(begin, begin + (count - 1) * line + further);
    result.set(run(strip, first, count), first * kept);
  }
  return result;
}

/** Values that are put into the memory of the loops at once: what a core's cache holds, and the result beside it. */
const STRIP = 2 ** 16;
