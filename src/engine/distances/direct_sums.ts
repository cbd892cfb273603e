import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { paddedSize, withArena } from '../../simd/arena.ts';
import { perWindows } from '../classify/window_bounds.ts';

/** Sums over the values of outputs x and a reference r, in row-major order and double precision, by output. */
export interface OutputSums {
  /** Σ x·r */
  product: Float64Array;
  /** Σ x² */
  squares: Float64Array;
  /** Σ (x - r)² */
  difference: Float64Array;
  /** The largest |x - r|. */
  maxAbs: Float64Array;
}

/**
 * The sums of some of a map's outputs. Four outputs that begin in one row at consecutive cells are added up at a time,
 * each in the same order as alone, so the sums have the same bits.
 *
 * @param members which of the map's outputs
 */
export function* outputSums(
  map: OutputMap,
  members: readonly number[] | Int32Array,
  reference: Image,
): Work<OutputSums> {
  const { fours, places } = inFours(map, members);
  const totals = new Float64Array(fours.length * OF_FOUR);
  for (const { first, last, rows } of pieces(map, fours)) {
    addUp(map, reference, fours.slice(first, last), rows, totals.subarray(OF_FOUR * first, OF_FOUR * last));
    yield;
  }
  const all = () => new Float64Array(members.length);
  const sums: OutputSums = { product: all(), squares: all(), difference: all(), maxAbs: all() };
  for (let i = 0; i < members.length; i++) {
    const at = places[i]!;
    sums.product[i] = totals[at]!;
    sums.squares[i] = totals[at + 4]!;
    sums.difference[i] = totals[at + 8]!;
    // In double precision √(d²) is |d| exactly.
    sums.maxAbs[i] = Math.sqrt(totals[at + 12]!);
  }
  return sums;
}

/** Length of the totals of four outputs: four products, four Σ x², four Σ (x - r)², four largest squares. */
const OF_FOUR = 16;

/** The first cell of the first of four outputs. */
type Four = readonly [row: number, column: number];

/** Groups the members by four. @returns the fours, and the index of each member's first total */
function inFours(map: OutputMap, members: readonly number[] | Int32Array) {
  const { rows, columns } = map;
  const indexOf = new Int32Array(rows.length).fill(-1);
  for (let i = 0; i < members.length; i++) indexOf[members[i]!] = i;
  const fours: Four[] = [];
  const places = new Int32Array(members.length);
  let [row, column] = [-1, -1];
  for (const member of readingOrder(map)) {
    const i = indexOf[member]!;
    if (i === -1) continue;
    if (rows[member] !== row || columns[member]! - column >= 4) {
      [row, column] = [rows[member]!, columns[member]!];
      fours.push([row, column]);
    }
    places[i] = OF_FOUR * (fours.length - 1) + columns[member]! - column;
  }
  return { fours, places };
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
function* pieces({ shape, dilation, width }: OutputMap, fours: readonly Four[]) {
  const [height, cells, channels] = shape;
  const line = width * channels;
  const rowsAtOnce = Math.max(1, Math.floor(COPIED_VALUES / (dilation[0] * line)));
  const foursAtOnce = Math.max(1, Math.floor(PIECE / (Math.min(rowsAtOnce, height) * cells * channels)));
  for (let first = 0, last = 0; first < fours.length; first = last) {
    const beyond = fours[first]![0] + Math.max(1, Math.floor(COPIED_VALUES / line));
    while (last < fours.length && last - first < foursAtOnce && fours[last]![0] < beyond) last++;
    for (let from = 0; from < height; from += rowsAtOnce)
      yield { first, last, rows: [from, Math.min(from + rowsAtOnce, height)] as const };
  }
}

/** Adds some rows of the windows of some fours to their totals. */
function addUp(
  { data, shape, dilation, width }: OutputMap,
  reference: Image,
  fours: readonly Four[],
  [from, to]: readonly [number, number],
  totals: Float64Array,
): void {
  const [, cells, channels] = shape;
  const line = width * channels;
  const top = fours[0]![0] + from * dilation[0];
  const bottom = fours.at(-1)![0] + (to - 1) * dilation[0];
  const strip = data.subarray(top * line, (bottom + 1) * line);
  const of = reference.data.subarray(from * cells * channels, to * cells * channels);
  const begins = Int32Array.from(
    fours,
    ([row, column]) => (row + from * dilation[0] - top) * line + column * channels,
  );
  // The last of four windows may end after the strip.
  const beyond = 4 * 3 * channels;
  const arrays = [strip, begins, of, totals].map(({ byteLength }) => paddedSize(byteLength));
  const needs = arrays.reduce((a, b) => a + b) + paddedSize(beyond);
  withArena(needs, data, ({ loops, put, allocate, doubles }) => {
    const stripAt = put(strip);
    allocate(beyond);
    const totalsAt = put(totals);
    loops.differences(
      ...[stripAt, fours.length, put(begins), put(of), to - from, cells, channels],
      ...[dilation[0] * line, dilation[1] * channels, totalsAt],
    );
    totals.set(doubles(totalsAt, totals.length));
  });
}
