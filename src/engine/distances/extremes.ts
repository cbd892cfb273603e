import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize, workInArena } from '../../simd/arena.ts';
import { select } from '../pass/members.ts';
import { type Box, boxesOf } from './boxes.ts';
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
  let most = 0;
  const limit = limitOf(map, reference);
  if (atExtremes(map, members, reference, limit) === limit) return limit;
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
function atExtremes(map: OutputMap, members: Int32Array, { data, shape }: Image, limit: number): number {
  const { least, most } = valueRangeOf(map);
  const [, cells, channels] = shape;
  for (const [value, other] of [
    [limit + least, least],
    [most - limit, most],
  ] as const) {
    const i = data.indexOf(value);
    if (i < 0) continue;
    const cell = Math.floor(i / channels);
    const y = Math.floor(cell / cells);
    const place = y * map.dilation[0] * map.width + (cell - y * cells) * map.dilation[1];
    for (let at = 0; at < members.length; at++) {
      const begin = map.rows[members[at]!]! * map.width + map.columns[members[at]!]!;
      if (map.data[(begin + place) * channels + i - cell * channels] === other)
        return Math.abs(value - other);
    }
  }
  return 0;
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

/** Some members by box: for each box that has any, the indices of its members in the list, or undefined for all. */
export function byBox(map: OutputMap, members: Int32Array): { box: Box; at: Int32Array | undefined }[] {
  const { boxes, boxOf } = boxesOf(map);
  if (boxes.length === 1) return [{ box: boxes[0]!, at: undefined }];
  const lists: number[][] = boxes.map(() => []);
  for (let i = 0; i < members.length; i++) lists[boxOf[members[i]!]!]!.push(i);
  const found = boxes.map((box, i) => ({ box, at: Int32Array.from(lists[i]!) }));
  return found.filter(({ at }) => at.length > 0);
}

/** Runs work in the arena of a map, or in one of its own with a copy of the map. */
export function inArenaOf<Result>(
  map: OutputMap,
  bytes: number,
  use: (arena: Arena, from: number) => Work<Result>,
): Work<Result> {
  const needs = bytes + paddedSize(map.data.byteLength) + paddedSize(READ_BEYOND);
  return workInArena(needs, map.data, (arena) => {
    const from = arena.put(map.data);
    // The last lines of a map are read past their end.
    arena.allocate(READ_BEYOND);
    return use(arena, from);
  });
}

/** Bytes after a map. */
const READ_BEYOND = 256;

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
  const begins = new Int32Array(members.length);
  for (let i = 0; i < members.length; i++) {
    const member = members[i]!;
    begins[i] = from + 4 * (map.rows[member]! * map.width + map.columns[member]!) * channels;
  }
  const values = height * cells * channels;
  const [placesAt, valuesAt, beginsAt] = [allocate(4 * values), allocate(8 * values), put(begins)];
  const foundAt = allocate(8 * members.length);
  const found = doubles(foundAt, members.length).fill(0);
  const [rowStep, cellStep] = [4 * map.dilation[0] * map.width * channels, 4 * map.dilation[1] * channels];
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
