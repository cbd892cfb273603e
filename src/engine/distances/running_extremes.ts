import type { Work } from '../../core/scheduler.ts';
import type { Image, OutputMap } from '../../core/tensor.ts';
import { type Arena, paddedSize } from '../../simd/arena.ts';
import type { Box } from './boxes.ts';
import { beginsOf, byteSteps, raiseEach, raiseTogether } from './compared_values.ts';
import { inArenaOf } from './map_arena.ts';

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

/**
 * The largest |x - r|, from running maxima and minima of the map, which are bounds for each value r.
 *
 * @param which of each window, of all together, or of all in a box in whose every cell one begins
 * @param before the largest of each so far, or of all together
 */
export function largestByBounds(
  map: OutputMap,
  box: Box,
  members: Int32Array,
  reference: Image,
  which: 'each' | 'together' | 'full',
  before: Float64Array,
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
    return yield* search(arena, map, members, { from, referenceAt, bounds, boundsAt }, which, before);
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
  before: Float64Array,
): Work<Float64Array> {
  const [height, cells, channels] = map.shape;
  const values = height * cells * channels;
  const [placesAt, valuesAt, beginsAt] = [
    allocate(4 * values),
    allocate(8 * values),
    put(beginsOf(map, members, from)),
  ];
  const foundAt = put(before);
  const found = doubles(foundAt, before.length);
  const [rowStep, cellStep] = byteSteps(map);
  for (const [low, high, limit] of levels(bounds)) {
    const count = loops.bounded(
      ...[boundsAt, 0, 0, low, high, values, referenceAt, height, cells, channels],
      ...[rowStep, cellStep, placesAt, valuesAt],
    );
    const few = { loops, placesAt, valuesAt, count, beginsAt };
    if (which === 'each') yield* raiseEach(few, foundAt, members.length, limit);
    else found[0] = yield* raiseTogether(few, found[0]!, members.length, limit);
    if (found.every((largest) => largest >= low)) break;
  }
  return found.slice();
}

/**
 * Ranges of bounds, from the largest down: they are above the first number, at most the second (NaN: there is none), and
 * no |x - r| is above the third. Each is twice as wide as the one before.
 */
function* levels({ most, finite }: Bounds): Generator<readonly [number, number, number]> {
  let [high, limit] = [Number.NaN, most];
  for (let width = 2 ** -10; ; width *= 2) {
    const low = width < 1 ? finite * (1 - width) : 0;
    yield [low, high, limit];
    if (low === 0) return;
    high = limit = low;
  }
}
