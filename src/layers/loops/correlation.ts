import type { Image, Pair } from '../../core/tensor.ts';
import type { Weights } from '../kernel.ts';
import { countWindows } from './subsample.ts';

/**
 * Cross-correlation without padding: bias + Σ kernel · x under each window. Sums are taken in double precision, in the
 * order of the kernel's rows, columns and channels, and rounded once. [h, w, c] → [h', w', filters].
 */
export function correlation(
  { data, shape: [height, width, channels] }: Image,
  { values, shape: [down, across, , filters] }: Weights,
  bias: number | readonly number[],
  strides: Pair,
  dilation: Pair,
): Image {
  const rows = countWindows(height, down, strides[0], dilation[0]);
  const columns = countWindows(width, across, strides[1], dilation[1]);
  const result = new Float32Array(rows * columns * filters);
  const input: CorrelationInput = { data, channels, set: setCells(data, channels) };
  // The index of each cell of a window, from the first.
  const cells = new Int32Array(down * across).map(
    (_, i) => Math.floor(i / across) * dilation[0] * width + (i % across) * dilation[1],
  );
  const together = filters < FEW ? 1 : 8;
  const sumUp = together === 1 ? sumFilter : eightSums;
  const all = filterWeights(values, filters, together);
  for (let first = 0; first < filters; first += together) {
    const count = Math.min(together, filters - first);
    const weights = all[first / together]!;
    const begin = new Float64Array(together);
    for (let f = 0; f < count; f++) begin[f] = typeof bias === 'number' ? bias : bias[first + f]!;
    for (let y = 0, to = first; y < rows; y++) {
      let at = y * strides[0] * width;
      for (let x = 0; x < columns; x++, at += strides[1], to += filters)
        sumUp(input, at, cells, weights, begin, result, to, count);
    }
  }
  return { shape: [rows, columns, filters], data: result };
}

/**
 * The weights in groups of `together` filters, ordered by kernel value, then by filter. Arranged once for the same
 * values, since border correction asks for many small crops.
 */
function filterWeights(values: Float32Array, filters: number, together: number): readonly Float64Array[] {
  const before = arrangedWeights.get(values);
  if (before) return before;
  const all: Float64Array[] = [];
  for (let first = 0; first < filters; first += together) {
    const count = Math.min(together, filters - first);
    const weights = new Float64Array((values.length / filters) * together);
    for (let from = first, to = 0; to < weights.length; from += filters, to += together)
      weights.set(values.subarray(from, from + count), to);
    all.push(weights);
  }
  arrangedWeights.set(values, all);
  return all;
}

const arrangedWeights = new WeakMap<Float32Array, readonly Float64Array[]>();

/** With fewer filters, one sum at a time is faster than eight. */
const FEW = 4;

interface CorrelationInput {
  data: Float32Array;
  channels: number;
  /** For each cell, whether a value is not 0. Cells of zeros are skipped: most of a drawn picture is empty. */
  set: Uint8Array;
}

function setCells(data: Float32Array, channels: number): Uint8Array {
  const set = new Uint8Array(data.length / channels);
  for (let cell = 0, i = 0; cell < set.length; cell++) {
    for (const end = i + channels; i < end; i++) if (data[i] !== 0) set[cell] = 1;
  }
  return set;
}

/**
 * Computes the sums of one window, and writes them.
 *
 * @param at index of the window's first cell
 * @param cells index of each of its cells, from the first
 * @param weights ordered by cell, channel, filter
 * @param begin the initial value of each sum
 * @param to index of the first sum in the result
 * @param count how many sums there are
 */
type SumUp = (
  input: CorrelationInput,
  at: number,
  cells: Int32Array,
  weights: Float64Array,
  begin: Float64Array,
  result: Float32Array,
  to: number,
  count: number,
) => void;

/** One filter over one window. */
const sumFilter: SumUp = ({ data, channels, set }, at, cells, weights, begin, result, to) => {
  let total = begin[0]!;
  for (let k = 0; k < cells.length; k++) {
    const cell = at + cells[k]!;
    if (set[cell] === 0) continue;
    const [i, w] = [cell * channels, k * channels];
    for (let c = 0; c < channels; c++) total += data[i + c]! * weights[w + c]!;
  }
  result[to] = total;
};

/** Up to eight filters over one window, with each sum in its own register. */
const eightSums: SumUp = ({ data, channels, set }, at, cells, weights, begin, result, to, count) => {
  let [a, b, c, d] = [begin[0]!, begin[1]!, begin[2]!, begin[3]!];
  let [e, f, g, h] = [begin[4]!, begin[5]!, begin[6]!, begin[7]!];
  for (let k = 0; k < cells.length; k++) {
    const cell = at + cells[k]!;
    if (set[cell] === 0) continue;
    let w = k * channels * 8;
    for (let i = cell * channels, end = i + channels; i < end; i++, w += 8) {
      const value = data[i]!;
      a += value * weights[w]!;
      b += value * weights[w + 1]!;
      c += value * weights[w + 2]!;
      d += value * weights[w + 3]!;
      e += value * weights[w + 4]!;
      f += value * weights[w + 5]!;
      g += value * weights[w + 6]!;
      h += value * weights[w + 7]!;
    }
  }
  result[to] = a;
  if (count > 1) result[to + 1] = b;
  if (count > 2) result[to + 2] = c;
  if (count > 3) result[to + 3] = d;
  if (count > 4) result[to + 4] = e;
  if (count > 5) result[to + 5] = f;
  if (count > 6) result[to + 6] = g;
  if (count > 7) result[to + 7] = h;
};
