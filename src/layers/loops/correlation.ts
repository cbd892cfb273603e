import type { Image, Pair } from '../../core/tensor.ts';
import { paddedSize } from '../../simd/arena.ts';
import type { Weights } from '../kernels/kernel.ts';
import { inStrips } from './strips.ts';
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
  // How many cells each cell of a window is after its first.
  const cells = new Int32Array(down * across).map(
    (_, i) => Math.floor(i / across) * dilation[0] * width + (i % across) * dilation[1],
  );
  const reach = cells.at(-1)! + (columns - 1) * strides[1] + 1;
  const line = strides[0] * width;
  const lines = { rows, line: line * channels, kept: columns * filters, further: reach * channels };
  const weights = inGroups(values, filters);
  const begin = new Float64Array(8 * Math.ceil(filters / 8));
  for (let f = 0; f < filters; f++) begin[f] = typeof bias === 'number' ? bias : bias[f]!;
  const arrays = [cells, weights, begin].map(({ byteLength }) => paddedSize(byteLength));
  const needs = arrays.reduce((sum, size) => sum + size) + paddedSize(height * width);
  const result = inStrips(data, lines, needs, ({ loops, put, allocate }, strip, to, _, count) => {
    const from = put(strip);
    const read = (count - 1) * line + reach;
    const set = allocate(read);
    loops.cellsSet(from, read, channels, set);
    loops.correlate(
      ...[from, count, columns, line, strides[1], channels, put(cells), cells.length, set],
      ...[put(weights), put(begin), filters, to],
    );
  });
  return { shape: [rows, columns, filters], data: result };
}

/**
 * The weights in groups of eight filters, the last of four where at most four are left, with zeros for filters that are
 * missing: group by group, then by cell and channel, then by filter. Arranged once for the same values, since border
 * correction asks for many small crops.
 */
function inGroups(values: Float32Array, filters: number): Float64Array {
  const before = arrangedWeights.get(values);
  if (before) return before;
  const places = values.length / filters;
  const padded = 4 * Math.ceil(filters / 4);
  const all = new Float64Array(places * padded);
  for (let first = 0, to = 0; first < filters; first += 8) {
    const together = Math.min(8, padded - first);
    const count = Math.min(together, filters - first);
    for (let place = 0; place < places; place++, to += together)
      for (let f = 0; f < count; f++) all[to + f] = values[place * filters + first + f]!;
  }
  arrangedWeights.set(values, all);
  return all;
}

const arrangedWeights = new WeakMap<Float32Array, Float64Array>();
