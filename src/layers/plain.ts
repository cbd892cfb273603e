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
  const data = new Float32Array(rows * kept);
  const sums = new Float64Array(line);
  const totals = new Float64Array(kept);
  const [below, beside] = [dilation[0] * line, dilation[1] * channels];
  for (let row = 0; row < rows; row++) {
    weighted(x.data, row * line, below, down, sums, line);
    weighted(sums, 0, beside, across, totals, kept);
    const to = row * kept;
    if (typeof divisor === 'number') {
      for (let i = 0; i < kept; i++) data[to + i] = totals[i]! / divisor;
    } else {
      const of = divisor[0][row]!;
      for (let i = 0; i < kept; i++) data[to + i] = totals[i]! / (of * divisor[1][Math.floor(i / channels)]!);
    }
  }
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

/** The largest of 2×2 cells in one pass. */
function largestOfFour({ data, shape }: Image, dilation: Pair): Image {
  const [height, width, channels] = shape;
  const [rows, columns] = [height - dilation[0], width - dilation[1]];
  const [line, kept] = [width * channels, columns * channels];
  const beside = dilation[1] * channels;
  const below = dilation[0] * line;
  const result = new Float32Array(rows * kept);
  let to = 0;
  for (let row = 0; row < rows; row++) {
    for (let i = row * line, end = i + kept; i < end; i++) {
      let most = data[i]!;
      const a = data[i + beside]!;
      const b = data[i + below]!;
      const c = data[i + below + beside]!;
      if (a > most) most = a;
      if (b > most) most = b;
      if (c > most) most = c;
      result[to++] = most;
    }
  }
  return { data: result, shape: [rows, columns, channels] };
}

/** Maxima of pairs, then of pairs of pairs: a window of k takes about log2 k passes. @param from of so many already */
function largestDown({ data, shape }: Image, k: number, dilation: number, from: number): Image {
  const line = shape[1] * shape[2];
  let [most, rows] = [data, shape[0]];
  for (let span = from; span < k; ) {
    const step = Math.min(span, k - span);
    rows -= step * dilation;
    const beyond = step * dilation * line;
    const length = rows * line;
    const next = new Float32Array(length);
    for (let i = 0; i < length; i++) {
      next[i] = Math.max(most[i]!, most[i + beyond]!);
    }
    most = next;
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
    const kept = columns * channels;
    const beyond = step * dilation * channels;
    const next = new Float32Array(rows * kept);
    for (let row = 0, first = 0, to = 0; row < rows; row++, first += line, to += kept) {
      for (let i = 0; i < kept; i++) {
        next[to + i] = Math.max(most[first + i]!, most[first + i + beyond]!);
      }
    }
    most = next;
    span += step;
  }
  return { data: most, shape: [rows, columns, channels] };
}

/** The weighted sum of lines that are `apart` values from one to the next. */
function weighted(
  data: Float32Array | Float64Array,
  first: number,
  apart: number,
  weights: readonly number[],
  sums: Float64Array,
  length: number,
): void {
  const [a, b] = weights as [number, number];
  if (weights.length === 2) {
    for (let i = 0; i < length; i++) sums[i] = a * data[first + i]! + b * data[first + i + apart]!;
    return;
  }
  for (let i = 0; i < length; i++) {
    let sum = 0;
    for (let j = 0, at = first + i; j < weights.length; j++, at += apart) sum += weights[j]! * data[at]!;
    sums[i] = sum;
  }
}
