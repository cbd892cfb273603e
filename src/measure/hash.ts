import type { Work } from '../breathe.ts';
import { loops, scratch } from '../lanes.ts';
import type { OutputMap } from '../tensor.ts';

/**
 * A hash of each member's window: the sum of its values' bits, each weighted by A^row · B^column · C^channel modulo
 * 2^32. Sums of suffixes along either axis, at the map's dilation, give every window as the difference of two of them
 * (Karp & Rabin, 1987, in two dimensions), so all hashes together cost one pass over the map, however many windows
 * there are. Windows that are equal, 0 and -0 being the same, have equal hashes; the converse has to be confirmed.
 *
 * @returns a whole number below 2^32 for each member
 */
export function* windowHashes(map: OutputMap): Work<Uint32Array> {
  return yield* windowSums(map, 0, ODD);
}

/**
 * Of each member, one before it whose window holds the same, for certain: the one that begins a step further right, or
 * down, as in a range of shifts most have. The same sums, of how many values differ from those a step further, all with
 * the same weight, are 0 only where none does; so no window is read by itself.
 *
 * @param hashes of the members
 * @returns -1 where that is not known; no array where it would save too little
 */
export function* sameAsEarlier(map: OutputMap, hashes: Uint32Array): Work<Int32Array | undefined> {
  const { rows, columns, shape, width, data } = map;
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  const across = right - left + 1;
  const area = (bottom - top + 1) * across;
  if (area > SPARSE * rows.length) return undefined;
  const memberAt = new Int32Array(area).fill(-1);
  for (let member = 0; member < rows.length; member++)
    memberAt[(rows[member]! - top) * across + columns[member]! - left] = member;

  let same: Int32Array | undefined;
  for (const [down, right] of steps(map)) {
    /** Those that have the same hash as the one that begins a step further. */
    const candidates: number[] = [];
    for (let member = 0; member < rows.length; member++) {
      if (same && same[member] !== -1) continue;
      const other = earlier(member, down, right);
      if (other !== -1 && hashes[other] === hashes[member]) candidates.push(member);
    }
    if (candidates.length * shape[0] * shape[1] * shape[2] * READ < data.length) continue;
    const differing = yield* windowSums(map, (down * width + right) * shape[2], ALIKE);
    same ??= new Int32Array(rows.length).fill(-1);
    for (const member of candidates) if (differing[member] === 0) same[member] = earlier(member, down, right);
  }
  return same;

  function earlier(member: number, down: number, right: number): number {
    const y = rows[member]! + down;
    const x = columns[member]! + right - left;
    const other = y > bottom || x >= across ? -1 : memberAt[(y - top) * across + x]!;
    return other < member ? other : -1;
  }
}

/** What a value is weighted by for each row, column and channel before it. */
type Weights = readonly [row: number, column: number, channel: number];

const ODD: Weights = [0x2c1b3c6d, 0x297a2d39, 0x1b56c4e9];
const ALIKE: Weights = [1, 1, 1];

/** So many places for each member are too many. */
const SPARSE = 4;

/** Reading a value of a window by itself takes so many times as long as adding up a value of the map. */
const READ = 6;

/** Values that are added up at once: enough to be fast, few enough that it is no long work. */
const CHUNK = 2 ** 18;

/** @param compared how many values further those lie that they are compared with; 0: they are hashed themselves */
function* windowSums(map: OutputMap, compared: number, [row, column, channel]: Weights): Work<Uint32Array> {
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
    loops().hashes(
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

/** How far windows lie apart that follow each other, down or right: as the first do. */
function steps({ rows, columns }: OutputMap): [down: number, right: number][] {
  const found: [number, number][] = [];
  const right = rows.findIndex((row, i) => i > 0 && row === rows[i - 1]);
  if (right > 0 && columns[right - 1]! > columns[right]!)
    found.push([0, columns[right - 1]! - columns[right]!]);
  const down = rows.findIndex((row, i) => i > 0 && row < rows[i - 1]!);
  if (down > 0) found.push([rows[down - 1]! - rows[down]!, 0]);
  return found;
}

function power(base: number, exponent: number): number {
  let result = 1;
  for (let square = base, rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = Math.imul(result, square);
    square = Math.imul(square, square);
  }
  return result;
}

function span(values: Int32Array): [least: number, greatest: number] {
  let [least, greatest] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > greatest) greatest = values[i]!;
  }
  return [least, greatest];
}
