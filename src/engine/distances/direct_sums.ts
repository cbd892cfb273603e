import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { paddedSize, withArena } from '../../simd/arena.ts';
import { perWindows } from '../classify/window_bounds.ts';
import { newArray } from '../short_arrays.ts';

/**
 * Sums over the values of outputs x and a reference r, in row-major order and double precision: of output i, Σ x·r is
 * `totals[places[i]]`, Σ x² is 4 after it, Σ (x - r)² is 8 after it, and the largest (x - r)² is 12 after it.
 */
interface OutputSums {
  totals: Float64Array;
  places: Int32Array;
}

/**
 * The sums of some of a map's outputs. Four outputs that begin in one row at consecutive cells, or that are one below the
 * other, are added up at a time, each in the same order as alone, so the sums have the same bits.
 *
 * @param members which of the map's outputs
 */
export function* outputSums(map: OutputMap, members: Int32Array, reference: Image): Work<OutputSums> {
  const { fours, places } = inFours(map, members);
  const totals = newArray(Float64Array, fours.length * OF_FOUR);
  for (const { first, last, rows } of pieces(map, fours)) {
    addUp(
      map,
      reference,
      fours.subarray(first, last),
      rows,
      totals.subarray(OF_FOUR * first, OF_FOUR * last),
    );
    yield;
  }
  return { totals, places };
}

/** The largest |x - r| of each output. */
export function largestOfSums({ totals, places }: OutputSums): Float64Array {
  const largest = newArray(Float64Array, places.length);
  // In double precision √(d²) is |d| exactly.
  for (let i = 0; i < places.length; i++) largest[i] = Math.sqrt(totals[places[i]! + 12]!);
  return largest;
}

/** Length of the totals of four outputs: four of each sum. */
const OF_FOUR = 16;

/** Rows from each output of a batch to the one below it, where four take little memory; 0: outputs are beside each other. */
function rowsBelow({ shape: [height, cells, channels], width, dilation }: OutputMap): number {
  const below = width === cells && dilation[0] === 1 && 4 * height * cells * channels <= COPIED_VALUES;
  return below ? height : 0;
}

/**
 * Groups the members by four that begin in one row, or one below the other.
 *
 * @returns the first member of each four, and the index of each member's first total
 */
function inFours(map: OutputMap, members: Int32Array) {
  const { rows, columns } = map;
  const indexOf = newArray(Int32Array, rows.length).fill(-1);
  for (let i = 0; i < members.length; i++) indexOf[members[i]!] = i;
  const fours = newArray(Int32Array, members.length);
  let count = 0;
  const places = newArray(Int32Array, members.length);
  const below = rowsBelow(map);
  // NaN is no whole number of rows or columns from anything, so the first output begins a four.
  let [row, column] = [Number.NaN, 0];
  for (const member of readingOrder(map)) {
    const i = indexOf[member]!;
    if (i === -1) continue;
    const down = rows[member]! - row;
    let place = below > 0 ? down / below : columns[member]! - column;
    if (place >= 4 || (below > 0 ? place % 1 : down) !== 0) {
      row = rows[member]!;
      column = columns[member]!;
      fours[count++] = member;
      place = 0;
    }
    places[i] = OF_FOUR * (count - 1) + place;
  }
  return { fours: fours.subarray(0, count), places };
}

/** The members by row, then column, of the first cell of their windows. */
const readingOrder = perWindows(({ rows, columns }) =>
  Int32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]! || columns[a]! - columns[b]! || a - b),
);

/** Products of a piece: some milliseconds. */
const PIECE = 2 ** 20;

/** Values of a map that are copied into an arena at once. */
const COPIED_VALUES = 2 ** 19;

/** Splits the work: some fours, and some rows of their windows, from the first row to the last for each four. */
function* pieces({ shape, dilation, width, rows }: OutputMap, fours: Int32Array) {
  const [height, cells, channels] = shape;
  const line = width * channels;
  const rowsAtOnce = Math.max(1, Math.floor(COPIED_VALUES / (dilation[0] * line)));
  const foursAtOnce = Math.max(1, Math.floor(PIECE / (Math.min(rowsAtOnce, height) * cells * channels)));
  for (let first = 0, last = 0; first < fours.length; first = last) {
    const beyond = rows[fours[first]!]! + Math.max(1, Math.floor(COPIED_VALUES / line));
    while (last < fours.length && last - first < foursAtOnce && rows[fours[last]!]! < beyond) last++;
    for (let from = 0; from < height; from += rowsAtOnce)
      yield { first, last, rows: [from, Math.min(from + rowsAtOnce, height)] as const };
  }
}

/** Adds some rows of the windows of some fours to their totals. */
function addUp(
  map: OutputMap,
  reference: Image,
  fours: Int32Array,
  [from, to]: readonly [number, number],
  totals: Float64Array,
): void {
  const { data, shape, dilation, width, rows, columns } = map;
  const [, cells, channels] = shape;
  const line = width * channels;
  const below = rowsBelow(map);
  const apart = below > 0 ? below * line : channels;
  const top = rows[fours[0]!]! + from * dilation[0];
  const bottom = rows[fours.at(-1)!]! + (to - 1) * dilation[0] + 3 * below;
  const strip = data.subarray(top * line, (bottom + 1) * line);
  const of = reference.data.subarray(from * cells * channels, to * cells * channels);
  const begins = newArray(Int32Array, fours.length);
  for (let i = 0; i < begins.length; i++)
    begins[i] = (rows[fours[i]!]! + from * dilation[0] - top) * line + columns[fours[i]!]! * channels;
  // The last of four windows may end after the strip.
  const beyond = 4 * 3 * apart;
  const arrays = [strip, begins, of, totals].map(({ byteLength }) => paddedSize(byteLength));
  const needs = arrays.reduce((a, b) => a + b) + paddedSize(beyond);
  withArena(needs, data, ({ loops, put, allocate, doubles }) => {
    const stripAt = put(strip);
    allocate(beyond);
    const totalsAt = put(totals);
    loops.differences(
      ...[stripAt, fours.length, put(begins), apart, put(of), to - from, cells, channels],
      ...[dilation[0] * line, dilation[1] * channels, totalsAt],
    );
    totals.set(doubles(totalsAt, totals.length));
  });
}
