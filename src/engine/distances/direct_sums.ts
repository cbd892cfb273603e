import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize, workInArena } from '../../simd/arena.ts';
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
 * Adds up some of a map's outputs. Four outputs that begin in one row at consecutive cells, or that are one below the
 * other, are added up at a time, each in the same order as alone, so the sums have the same bits.
 *
 * @param members which of the map's outputs, ascending
 * @param take receives the sums, which are in an arena until it returns
 * @returns what it returns
 */
export function outputSums<Result>(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  take: (sums: OutputSums) => Result,
): Work<Result> {
  const fours = inFours(map, members);
  const pieces = piecesOf(map, fours.fours);
  const strip = pieces.reduce((most, { top, bottom }) => Math.max(most, bottom - top), 0);
  const arrays = [4 * strip * map.width * map.shape[2], 12 * apartOf(map), reference.data.byteLength];
  const perFour = paddedSize(8 * OF_FOUR * fours.fours.length) + paddedSize(4 * fours.fours.length);
  const bytes = arrays.reduce((sum, size) => sum + paddedSize(size), perFour);
  return workInArena(bytes, map.data, (arena) => addUp(arena, map, reference, fours, pieces, take));
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

/** Members by four that begin in one row, or one below the other. */
interface Fours {
  /** The first member of each four. */
  fours: Int32Array;
  /** By member, the index of its first total. */
  places: Int32Array;
}

/** Groups the members by four. Most often those are all but the reference, which are grouped once for the same windows. */
function inFours(map: OutputMap, members: Int32Array): Fours {
  const below = rowsBelow(map);
  const all = members.length === map.rows.length - 1 && members[0] === 1;
  if (!all) return groupByFour(map, members, below);
  const known = foursOfOthers(map);
  const before = known.get(below);
  if (before) return before;
  const found = groupByFour(map, members, below);
  known.set(below, found);
  return found;
}

const foursOfOthers = perWindows(() => new Map<number, Fours>());

/** @param members ascending */
function groupByFour(map: OutputMap, members: Int32Array, below: number): Fours {
  const { rows, columns } = map;
  const indexOf = newArray(Int32Array, rows.length).fill(-1);
  for (let i = 0; i < members.length; i++) indexOf[members[i]!] = i;
  const fours = new Int32Array(members.length);
  let count = 0;
  const places = new Int32Array(members.length);
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
  return { fours: fours.slice(0, count), places };
}

/** The members by row, then column, of the first cell of their windows. */
const readingOrder = perWindows(({ rows, columns }) =>
  Int32Array.from(rows.keys()).sort((a, b) => rows[a]! - rows[b]! || columns[a]! - columns[b]! || a - b),
);

/** Products of a piece: some milliseconds. */
const PIECE = 2 ** 20;

/** Values of a map that are copied into an arena at once. */
const COPIED_VALUES = 2 ** 19;

/** Values from each of four outputs to the next. */
function apartOf(map: OutputMap): number {
  const channels = map.shape[2];
  return Math.max(1, rowsBelow(map) * map.width) * channels;
}

/** Some fours, and some rows of their windows: [from, to). */
interface Piece {
  first: number;
  last: number;
  from: number;
  to: number;
  /** The rows of the map that they read: [top, bottom). */
  top: number;
  bottom: number;
}

/** Splits the work: for each four from the first row to the last. */
function piecesOf(map: OutputMap, fours: Int32Array): Piece[] {
  const { shape, dilation, width, rows } = map;
  const [height, cells, channels] = shape;
  const line = width * channels;
  const below = rowsBelow(map);
  const rowsAtOnce = Math.max(1, Math.floor(COPIED_VALUES / (dilation[0] * line)));
  const foursAtOnce = Math.max(1, Math.floor(PIECE / (Math.min(rowsAtOnce, height) * cells * channels)));
  const pieces: Piece[] = [];
  for (let first = 0, last = 0; first < fours.length; first = last) {
    const beyond = rows[fours[first]!]! + Math.max(1, Math.floor(COPIED_VALUES / line));
    while (last < fours.length && last - first < foursAtOnce && rows[fours[last]!]! < beyond) last++;
    for (let from = 0; from < height; from += rowsAtOnce) {
      const to = Math.min(from + rowsAtOnce, height);
      const top = rows[fours[first]!]! + from * dilation[0];
      const bottom = rows[fours[last - 1]!]! + (to - 1) * dilation[0] + 3 * below + 1;
      pieces.push({ first, last, from, to, top, bottom });
    }
  }
  return pieces;
}

function* addUp<Result>(
  { loops, put, allocate, doubles, words, top: mark, reset }: Arena,
  map: OutputMap,
  reference: Image,
  { fours, places }: Fours,
  pieces: readonly Piece[],
  take: (sums: OutputSums) => Result,
): Work<Result> {
  const { data, shape, dilation, width } = map;
  const [, cells, channels] = shape;
  const line = width * channels;
  const apart = apartOf(map);
  const totalsAt = allocate(8 * OF_FOUR * fours.length);
  const totals = doubles(totalsAt, OF_FOUR * fours.length).fill(0);
  const beginsAt = allocate(4 * fours.length);
  const begins = words(beginsAt, fours.length);
  const bottom = mark();
  for (const piece of pieces) {
    const { first, last, from, to, top } = piece;
    setBegins(map, fours, piece, begins);
    const stripAt = put(data.subarray(top * line, piece.bottom * line));
    // The last of four windows may end after the strip.
    allocate(12 * apart);
    const referenceAt = put(reference.data.subarray(from * cells * channels, to * cells * channels));
    // biome-ignore format: arguments that are spread take longer than a small map.
    loops.differences(
      stripAt, last - first, beginsAt + 4 * first, apart, referenceAt, to - from, cells, channels,
      dilation[0] * line, dilation[1] * channels, totalsAt + 8 * OF_FOUR * first,
    );
    reset(bottom);
    yield;
  }
  return take({ totals, places });
}

/** Where the windows of a piece begin in its strip, in values. A loop of its own: V8 runs those of generators slowly. */
function setBegins(
  { rows, columns, width, dilation, shape: [, , channels] }: OutputMap,
  fours: Int32Array,
  { first, last, from, top }: Piece,
  begins: Int32Array,
): void {
  const down = from * dilation[0] - top;
  for (let i = first; i < last; i++)
    begins[i] = ((rows[fours[i]!]! + down) * width + columns[fours[i]!]!) * channels;
}
