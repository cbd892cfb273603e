import type { Work } from '../breathe.ts';
import { beside, taking } from '../lanes/space.ts';
import type { OutputMap } from '../tensor.ts';
import { originsOf } from './origins.ts';

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
  const { rows, columns, dilation, width } = map;
  const [height, cells, channels] = map.shape;
  const { top, left, across, down: starts, begins } = originsOf(map);
  const under = height * dilation[0];
  const down = starts + under - dilation[0];
  const reach = across + (cells - 1) * dilation[1];
  const places = placesOf(begins, down, under);

  const line = width * channels;
  const step = Math.min(down, Math.max(dilation[0], Math.ceil(CHUNK / line)));
  const length = {
    below: places[down]! * across,
    sums: dilation[0] * 4 * Math.ceil((reach * channels) / 4),
    along: reach + dilation[1],
    lines: step,
    bits: (step - 1) * line + reach * channels + compared,
    rows: rows.length,
    columns: rows.length,
    places: places.length,
    found: rows.length,
  };
  const needs = Object.values(length).reduce((sum, values) => sum + taking(4 * values), 0);
  const { loops, put, room, words, top: mark, back, release } = beside(map.data, needs);
  const [belowAt, sumsAt, alongAt] = [length.below, length.sums, length.along].map((n) => room(4 * n));
  words(sumsAt!, length.sums).fill(0);
  words(alongAt!, length.along).fill(0);
  const chunk = mark();
  const end = power(column, cells);
  for (let last = down; last > 0; last -= step) {
    const first = Math.max(0, last - step);
    const count = last - first;
    const begin = ((top + first) * width + left) * channels;
    const bits = map.data.subarray(begin, begin + (count - 1) * line + reach * channels + compared);
    const linesAt = room(4 * count);
    const lines = words(linesAt, count);
    for (let i = 0; i < count; i++) {
      const place = places[first + i]!;
      lines[i] = place < places[first + i + 1]! ? place - places[first]! : -1;
    }
    loops.windowSums(
      ...[put(bits), compared, count, line, first, reach, channels, dilation[0], row, sumsAt!, linesAt],
      ...[dilation[1], cells, column, channel, end, alongAt!],
      ...[across, belowAt! + 4 * places[first]! * across],
    );
    back(chunk);
    yield;
  }

  const foundAt = room(4 * length.found);
  loops.withoutRest(
    ...[rows.length, put(rows), top, put(columns), left],
    ...[under, down, power(row, height), put(places), belowAt!, across, foundAt],
  );
  const found = new Uint32Array(words(foundAt, length.found));
  release();
  return found;
}

/** Of each row, and of the one after the last, how many before it sums are wanted of: where windows begin, or have ended. */
function placesOf(begins: Uint8Array, down: number, under: number): Int32Array {
  const places = new Int32Array(down + 1);
  for (let y = 0; y < down; y++) {
    const wanted = (y < begins.length && begins[y] === 1) || (y >= under && begins[y - under] === 1);
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
