import type { Work } from '../breathe.ts';
import { loops, scratch } from '../lanes/lanes.ts';
import type { OutputMap } from '../tensor.ts';

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
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  const across = right - left + 1;
  const under = height * dilation[0];
  const down = bottom - top + under - dilation[0] + 1;
  const reach = across + (cells - 1) * dilation[1];

  // Sums from a row on are wanted where a window begins, and where one has ended.
  const wanted = new Uint8Array(down + under);
  for (let member = 0; member < rows.length; member++) {
    const at = rows[member]! - top;
    wanted[at] = 1;
    wanted[at + under] = 1;
  }
  const places = new Int32Array(down + 1);
  for (let y = 0; y < down; y++) places[y + 1] = places[y]! + wanted[y]!;
  const below = new Int32Array(places[down]! * across);

  const line = width * channels;
  const step = Math.max(dilation[0], Math.ceil(CHUNK / line));
  const sums = new Int32Array(dilation[0] * 4 * Math.ceil((reach * channels) / 4));
  const end = power(column, cells);
  for (let last = down; last > 0; last -= step) {
    const first = Math.max(0, last - step);
    const count = last - first;
    const begin = ((top + first) * width + left) * channels;
    const bits = map.data.subarray(begin, begin + (count - 1) * line + reach * channels + compared);
    const lines = new Int32Array(count);
    for (let i = 0; i < count; i++) lines[i] = wanted[first + i] ? places[first + i]! - places[first]! : -1;
    const found = below.subarray(places[first]! * across, places[last]! * across);
    const { put, room, words } = scratch();
    const [sumsAt, foundAt] = [put(sums), room(found.byteLength)];
    loops().windowSums(
      ...[put(bits), compared, count, line, first, reach, channels, dilation[0], row, sumsAt, put(lines)],
      ...[dilation[1], cells, column, channel, end, put(new Int32Array(reach + dilation[1]))],
      ...[across, foundAt],
    );
    sums.set(words(sumsAt, sums.length));
    found.set(words(foundAt, found.length));
    yield;
  }

  const foot = power(row, height);
  const result = new Uint32Array(rows.length);
  for (let member = 0; member < rows.length; member++) {
    const y = rows[member]! - top;
    const x = columns[member]! - left;
    const rest = y + under < down ? below[places[y + under]! * across + x]! : 0;
    result[member] = below[places[y]! * across + x]! - Math.imul(foot, rest);
  }
  return result;
}

/** Of values, one at least. */
export function span(values: Int32Array): [least: number, greatest: number] {
  let [least, greatest] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > greatest) greatest = values[i]!;
  }
  return [least, greatest];
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
