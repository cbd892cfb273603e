import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import { beside, taking } from '../../simd/arena.ts';
import { type Origins, originsOf, perWindows } from './window_origins.ts';

/** What a value is weighted by for each row, column and channel before it. */
export type Weights = readonly [row: number, column: number, channel: number];

/**
 * The weighted sum of each member's window, modulo 2^32: of hashes of its values, or of 1 for each value that differs
 * from the one so far behind it. Sums of suffixes along either axis, at the map's dilation, give every window as the
 * difference of two of them, so all together cost one pass over the map, however many windows there are.
 *
 * @param compared how many values further those lie that they are compared with; 0: they are hashed themselves
 */
export function* windowSums(
  map: OutputMap,
  compared: number,
  [row, column, channel]: Weights,
): Work<Uint32Array> {
  const { rows, columns, dilation, width, data } = map;
  const [height, cells, channels] = map.shape;
  const { top, left, across, down: starts } = originsOf(map);
  const under = height * dilation[0];
  const down = starts + under - dilation[0];
  const reach = across + (cells - 1) * dilation[1];
  const places = placesOf(map, under);

  const line = width * channels;
  const step = Math.min(down, Math.max(dilation[0], Math.ceil(CHUNK / line)));
  const below = 4 * places[down]! * across;
  const sums = 16 * dilation[0] * Math.ceil((reach * channels) / 4);
  const along = 4 * (reach + dilation[1]);
  const bits = 4 * (step * line + compared);
  const members = 4 * rows.length;
  const arrays = [below, sums, along, bits, 4 * places.length, members, members, members];
  const needs = arrays.map(taking).reduce((a, b) => a + b);
  const { loops, put, room, words, top: mark, back, release } = beside(data, needs);
  const [belowAt, sumsAt, alongAt, placesAt] = [room(below), room(sums), room(along), put(places)];
  words(sumsAt, sums / 4).fill(0);
  words(alongAt, along / 4).fill(0);
  const chunk = mark();
  const end = power(column, cells);
  for (let last = down; last > 0; last -= step) {
    const first = Math.max(0, last - step);
    const count = last - first;
    const begin = ((top + first) * width + left) * channels;
    const from = put(data.subarray(begin, begin + (count - 1) * line + reach * channels + compared));
    loops.windowSums(
      ...[from, compared, count, line, first, reach, channels, dilation[0], row, sumsAt, placesAt],
      ...[dilation[1], cells, column, channel, end, alongAt, across, belowAt],
    );
    back(chunk);
    yield;
  }

  const foundAt = room(members);
  loops.withoutRest(
    ...[rows.length, put(rows), top, put(columns), left],
    ...[under, down, power(row, height), placesAt, belowAt, across, foundAt],
  );
  const found = new Uint32Array(words(foundAt, rows.length));
  release();
  return found;
}

/** Of each row, how many before it sums are wanted of: where windows begin, or have ended. Found once for the same windows. */
function placesOf(windows: OutputMap, under: number): Int32Array {
  const known = placesBy(windows);
  const before = known.get(under);
  if (before) return before;
  const places = findPlaces(originsOf(windows), under);
  known.set(under, places);
  return places;
}

const placesBy = perWindows(() => new Map<number, Int32Array>());

function findPlaces({ begins, down }: Origins, under: number): Int32Array {
  const places = new Int32Array(down + under + 1);
  for (let y = 0; y < down + under; y++) {
    const wanted = (y < down && begins[y] === 1) || (y >= under && begins[y - under] === 1);
    places[y + 1] = places[y]! + (wanted ? 1 : 0);
  }
  return places;
}

/** Values that are added up at once: enough to be fast, few enough that it is no long work. */
const CHUNK = 2 ** 18;

function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}
