import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import { select } from '../pass/members.ts';
import { type Box, byBox } from './boxes.ts';
import { inArenaOf } from './map_arena.ts';
import { valueRangeOf } from './map_range.ts';

/** Bounds of |x - r| over the windows of a box. */
interface Bounds {
  /** The largest, and the largest that is finite: cells that no window reads may hold anything. */
  most: number;
  finite: number;
}

interface Searched {
  bounds: Bounds;
  /** Addresses of the map, the reference, and the bounds by value of the reference. */
  from: number;
  referenceAt: number;
  boundsAt: number;
}

/** The largest |x - r| of each of some windows. */
export function* maxAbsOf(map: OutputMap, members: Int32Array, reference: Image): Work<Float64Array> {
  const found = new Float64Array(members.length);
  for (const { box, at } of byBox(map, members)) {
    const some = at ? select(members, at) : members;
    const largest = yield* largestInBox(map, box, some, reference, 'each');
    for (let i = 0; i < some.length; i++) found[at ? at[i]! : i] = largest[i]!;
  }
  return found;
}

/**
 * The largest |x - r| of all of those windows together. Where some of a box are not among them, only the values are
 * looked at whose bound is above the largest so far.
 *
 * @param all whether they are all windows of the map
 */
export function* largestDifferenceOf(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  all: boolean,
): Work<number> {
  const least = atExtremes(map, members, reference);
  if (least === limitOf(map, reference)) return least;
  const few = yield* atFewValues(map, members, reference, least);
  if (few !== undefined) return few;
  let most = least;
  for (const { box, at } of byBox(map, members)) {
    const some = at ? select(members, at) : members;
    const [largest] = yield* largestInBox(map, box, some, reference, all && box.full ? 'full' : 'together');
    most = Math.max(most, largest!);
  }
  return most;
}

/** No |x - r| is larger. */
function limitOf(map: OutputMap, reference: Image): number {
  const [x, r] = [valueRangeOf(map), valueRangeOf(reference)];
  return Math.max(x.most - r.least, r.most - x.least);
}

/** The largest |x - r| at the first of the largest and of the smallest values of r: in images of few values it is of all. */
function atExtremes(map: OutputMap, members: Int32Array, reference: Image): number {
  const { data, shape } = reference;
  const [, cells, channels] = shape;
  const range = valueRangeOf(reference);
  let most = 0;
  for (const value of [range.least, range.most]) {
    const i = data.indexOf(value);
    const cell = Math.floor(i / channels);
    const y = Math.floor(cell / cells);
    const place = y * map.dilation[0] * map.width + (cell - y * cells) * map.dilation[1];
    for (let at = 0; at < members.length; at++) {
      const begin = map.rows[members[at]!]! * map.width + map.columns[members[at]!]!;
      most = Math.max(most, Math.abs(map.data[(begin + place) * channels + i - cell * channels]! - value));
    }
  }
  return most;
}

/**
 * The largest of all, where only few values of the reference can have a larger one than is known, as in noise; undefined
 * where they are many.
 */
function* atFewValues(
  map: OutputMap,
  members: Int32Array,
  reference: Image,
  least: number,
): Work<number | undefined> {
  const range = valueRangeOf(map);
  const enough = Math.ceil((FEW_COMPARISONS * map.data.length) / members.length);
  const needs = [4 * reference.data.length, 4 * enough, 8 * enough, 4 * members.length].map(paddedSize);
  return yield* inArenaOf(
    map,
    needs.reduce((a, b) => a + b),
    function* ({ loops, put, allocate }, from) {
      const [placesAt, valuesAt] = [allocate(4 * enough), allocate(8 * enough)];
      const [rowStep, cellStep] = byteSteps(map);
      const count = loops.boundedByRange(
        ...[range.least, range.most, least, enough, put(reference.data), ...reference.shape],
        ...[rowStep, cellStep, placesAt, valuesAt],
      );
      yield;
      if (count > enough) return undefined;
      const begins = put(beginsOf(map, members, from));
      let most = least;
      for (let first = 0; first < count; first += SEARCHED) {
        const some = Math.min(SEARCHED, count - first);
        most = loops.largestDifference(
          ...[placesAt + 4 * first, valuesAt + 8 * first, some, Number.POSITIVE_INFINITY],
          ...[begins, members.length, most],
        );
        yield;
      }
      return most;
    },
  );
}

/** Comparisons of values for each value of a map that take less time than its running maxima. */
const FEW_COMPARISONS = 4;

/** Bytes from a row of a window to the next, and from a cell to the next. */
function byteSteps({ dilation, width, shape }: OutputMap): [number, number] {
  return [4 * dilation[0] * width * shape[2], 4 * dilation[1] * shape[2]];
}

/** The address of the first value of each member's window. */
function beginsOf(map: OutputMap, members: Int32Array, from: number): Int32Array {
  const begins = new Int32Array(members.length);
  for (let i = 0; i < members.length; i++) {
    const member = members[i]!;
    begins[i] = from + 4 * (map.rows[member]! * map.width + map.columns[member]!) * map.shape[2];
  }
  return begins;
}

/** @param which of each window, of all together, or of all in a box in whose every cell one begins */
function largestInBox(
  map: OutputMap,
  box: Box,
  members: Int32Array,
  reference: Image,
  which: 'each' | 'together' | 'full',
): Work<Float64Array> {
  const { bytes, lines } = scratchOf(map, box);
  const { length } = reference.data;
  const needs = paddedSize(bytes * lines) + paddedSize(4 * length) + paddedSize(8 * length);
  const searching = which === 'full' ? 0 : bytesOfSearch(reference, members.length);
  return inArenaOf(map, needs + searching, function* (arena, from) {
    const referenceAt = arena.put(reference.data);
    const boundsAt = which === 'full' ? 0 : arena.allocate(8 * length);
    const bounds = yield* boundDifferences(arena, map, from, box, referenceAt, boundsAt);
    if (which === 'full') return Float64Array.of(bounds.most);
    return yield* search(arena, map, members, { from, referenceAt, bounds, boundsAt }, which);
  });
}

function scratchOf({ shape, dilation }: OutputMap, { down, across }: Box) {
  const values = (across + (shape[1] - 1) * dilation[1]) * shape[2];
  const lines = 2 * (2 + Math.floor((down - 1) / dilation[0]));
  return { values, bytes: 16 * Math.ceil(values / 4), lines };
}

function* boundDifferences(
  { loops, allocate, doubles }: Arena,
  map: OutputMap,
  from: number,
  box: Box,
  referenceAt: number,
  boundsAt: number,
): Work<Bounds> {
  const [height, cells, channels] = map.shape;
  const { bytes, lines, values } = scratchOf(map, box);
  const line = map.width * channels;
  const first = from + 4 * (box.top * line + box.left * channels);
  const scratchAt = allocate(bytes * lines);
  let most = 0;
  for (let row = 0; row <= (height - 1) * map.dilation[0]; row += box.down) {
    const bound = loops.extremes(
      ...[first, line, values, row, box.down, box.across, channels],
      ...[referenceAt, height, cells, map.dilation[0], map.dilation[1], scratchAt, boundsAt],
    );
    most = Math.max(most, bound);
    yield;
  }
  if (most < Number.POSITIVE_INFINITY) return { most, finite: most };
  let finite = 0;
  const bounds = boundsAt === 0 ? [] : doubles(boundsAt, height * cells * channels);
  for (const bound of bounds) if (bound < Number.POSITIVE_INFINITY && bound > finite) finite = bound;
  return { most, finite };
}

function bytesOfSearch({ data }: Image, members: number): number {
  return (
    paddedSize(4 * data.length) +
    paddedSize(8 * data.length) +
    paddedSize(4 * members) +
    paddedSize(8 * members)
  );
}

/** Looks at values in the order of their bounds, a level at a time, until no other can be larger. */
function* search(
  { loops, put, allocate, doubles }: Arena,
  map: OutputMap,
  members: Int32Array,
  { from, referenceAt, bounds, boundsAt }: Searched,
  which: 'each' | 'together',
): Work<Float64Array> {
  const [height, cells, channels] = map.shape;
  const values = height * cells * channels;
  const [placesAt, valuesAt, beginsAt] = [
    allocate(4 * values),
    allocate(8 * values),
    put(beginsOf(map, members, from)),
  ];
  const foundAt = allocate(8 * members.length);
  const found = doubles(foundAt, members.length).fill(0);
  const [rowStep, cellStep] = byteSteps(map);
  let together = 0;
  for (const [low, high, limit] of levels(bounds)) {
    const count = loops.boundedBetween(
      ...[boundsAt, low, high, referenceAt, height, cells, channels, rowStep, cellStep, placesAt, valuesAt],
    );
    if (which === 'together') {
      together = loops.largestDifference(
        ...[placesAt, valuesAt, count, limit, beginsAt, members.length, together],
      );
      if (together >= low) return Float64Array.of(together);
      yield;
      continue;
    }
    for (let first = 0; first < members.length; first += SEARCHED) {
      const some = Math.min(SEARCHED, members.length - first);
      loops.largestDifferences(
        ...[placesAt, valuesAt, count, limit, beginsAt + 4 * first, some, foundAt + 8 * first],
      );
      yield;
    }
    if (found.every((largest) => largest >= low)) break;
  }
  return which === 'together' ? Float64Array.of(together) : found.slice();
}

/** Windows that are searched before work yields. */
const SEARCHED = 256;

/** Ranges of bounds, from the largest down: [least, more than the most, most]. Each is twice as wide as the one before. */
function* levels({ most, finite }: Bounds): Generator<readonly [number, number, number]> {
  if (most > finite) yield [most, Number.POSITIVE_INFINITY, most];
  let high = most > finite ? most : Number.POSITIVE_INFINITY;
  for (let width = 2 ** -10; ; width *= 2) {
    const low = width < 1 ? finite * (1 - width) : 0;
    yield [low, high, Math.min(high, finite)];
    if (low === 0) return;
    high = low;
  }
}
