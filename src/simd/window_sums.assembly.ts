import { areBeside, reversed } from './beside.assembly';

/**
 * Adds up hashes of the values' bits, from the last row to the first, separately for each remainder of the row's number by
 * `apart`; each step down multiplies by `down`. In each row in which windows begin, what is below them is subtracted, and
 * the sums are added up along the row in the same way, at every `cellStep`-th cell, over the cells of a window.
 *
 * @param first number of the first of these rows
 * @param starts rows from the first in which a window begins to the last
 * @param places for each of those, and one more, how many rows before it windows begin in
 * @param under rows from the first of a window to the one after its last; from row `end` on there is nothing
 * @param foot weight of the row after the last
 * @param tails memory for the sums below the windows that begin in each row
 * @param reach cells of a row that are read
 * @param side weight of the first cell after a window
 * @param along memory for the sums along a row, with zeros after them
 */
export function windowSums(
  from: usize,
  rows: i32,
  line: i32,
  first: i32,
  starts: i32,
  places: usize,
  under: i32,
  end: i32,
  foot: i32,
  tails: usize,
  reach: i32,
  channels: i32,
  apart: i32,
  down: i32,
  sums: usize,
  cellStep: i32,
  cells: i32,
  across: i32,
  channel: i32,
  side: i32,
  along: usize,
  width: i32,
  to: usize,
): void {
  const values = usize(reach) * channels;
  const apiece = 4 * ((values + 3) & ~3);
  for (let row = first + rows - 1; row >= first; row--) {
    const at = from + 4 * usize(row - first) * line;
    let sum = sums + usize(row % apart) * apiece;
    addHashes(at, values, down, sum);
    const above = row - under;
    if (above >= 0 && beginIn(above, starts, places))
      memory.copy(tails + usize(load<i32>(places + 4 * usize(above))) * apiece, sum, apiece);
    if (!beginIn(row, starts, places)) continue;
    const place = load<i32>(places + 4 * usize(row));
    if (row + under < end) {
      const tail = tails + usize(place) * apiece;
      subtractFrom(sum, foot, tail, apiece);
      sum = tail;
    }
    if (channels === 1 && cellStep >= 4) alongLine(sum, reach, cellStep, across, along);
    else alongCells(sum, reach, channels, cellStep, across, channel, along);
    const beyond = along + 4 * usize(cells * cellStep);
    endWindows(along, beyond, width, side, to + 4 * usize(place) * width);
  }
}

/** Whether windows begin in a row. */
function beginIn(row: i32, starts: i32, places: usize): bool {
  if (row >= starts) return false;
  const at = places + 4 * usize(row);
  return load<i32>(at) !== load<i32>(at, 4);
}

/** Replaces the values of `rest` by those of `all` minus `weight` times their own. */
function subtractFrom(all: usize, weight: i32, rest: usize, bytes: usize): void {
  const weights = i32x4.splat(weight);
  for (let i: usize = 0; i < bytes; i += 16)
    v128.store(rest + i, i32x4.sub(v128.load(all + i), i32x4.mul(weights, v128.load(rest + i))));
}

/** Subtracts from the sums that begin with each window what comes after its last cell. */
function endWindows(along: usize, beyond: usize, width: i32, end: i32, to: usize): void {
  const ends = i32x4.splat(end);
  const all: usize = 4 * usize(width);
  let i: usize = 0;
  for (; i + 16 <= all; i += 16)
    v128.store(to + i, i32x4.sub(v128.load(along + i), i32x4.mul(ends, v128.load(beyond + i))));
  for (; i < all; i += 4) store<i32>(to + i, load<i32>(along + i) - end * load<i32>(beyond + i));
}

/**
 * The sum of each window by member.
 *
 * @param rows of the windows' first cells, from `top` on
 * @param columns of the windows' first cells, from `left` on
 * @param places of the rows in `sums`, where a row has `width` values
 */
export function sumsByMember(
  members: i32,
  rows: usize,
  top: i32,
  columns: usize,
  left: i32,
  places: usize,
  sums: usize,
  width: i32,
  to: usize,
): void {
  const all: usize = 4 * usize(members);
  for (let member: usize = 0; member < all; ) {
    const row = load<i32>(rows + member) - top;
    const column = load<i32>(columns + member) - left;
    const own = sums + 4 * usize(load<i32>(places + 4 * usize(row)) * width + column);
    if (member + 16 <= all && areBeside(rows + member, columns + member)) {
      v128.store(to + member, reversed(own - 12));
      member += 16;
      continue;
    }
    store<i32>(to + member, load<i32>(own));
    member += 4;
  }
}

function addHashes(from: usize, values: usize, weight: i32, sums: usize): void {
  const weights = i32x4.splat(weight);
  const end = sums + 4 * values;
  let at = from;
  let sum = sums;
  // Eight at a time, while more than four are left.
  for (; sum + 16 < end; sum += 32, at += 32) {
    const one = i32x4.mul(weights, v128.load(sum));
    const other = i32x4.mul(weights, v128.load(sum, 16));
    v128.store(sum, i32x4.add(mixed(bitsOf(v128.load(at))), one));
    v128.store(sum, i32x4.add(mixed(bitsOf(v128.load(at, 16))), other), 16);
  }
  if (sum < end) v128.store(sum, i32x4.add(mixed(bitsOf(v128.load(at))), i32x4.mul(weights, v128.load(sum))));
}

/** Sums from each value of a line on, over every `cellStep`-th; each step multiplies by the weight. */
function alongLine(line: usize, reach: i32, cellStep: i32, weight: i32, to: usize): void {
  const weights = i32x4.splat(weight);
  const further = 4 * usize(cellStep);
  let i = 4 * usize(reach);
  for (; i >= 16; i -= 16) {
    const at = to + i - 16;
    v128.store(at, i32x4.add(v128.load(line + i - 16), i32x4.mul(weights, v128.load(at + further))));
  }
  for (; i > 0; i -= 4) {
    const at = to + i - 4;
    store<i32>(at, load<i32>(line + i - 4) + weight * load<i32>(at + further));
  }
}

/** The same for cells of several values. @param channel weight of a channel relative to the next */
function alongCells(
  line: usize,
  reach: i32,
  channels: i32,
  cellStep: i32,
  weight: i32,
  channel: i32,
  to: usize,
): void {
  let at = line + 4 * usize(reach) * channels;
  for (let x = reach - 1; x >= 0; x--) {
    at -= 4 * usize(channels);
    let cell = 0;
    for (let c = 0; c < channels; c++) cell = cell * channel + load<i32>(at + 4 * usize(c));
    const result = to + 4 * usize(x);
    store<i32>(result, cell + weight * load<i32>(result + 4 * usize(cellStep)));
  }
}

/** The bits of four values; 0 and -0 have the same: added to 0, -0 is 0. */
function bitsOf(four: v128): v128 {
  return f32x4.add(four, f32x4.splat(0));
}

/** Mixes 32 bits one to one: images have round numbers, whose low bits are 0. */
function mixed(bits: v128): v128 {
  const hash = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x7feb352d));
  return v128.xor(hash, i32x4.shr_u(hash, 15));
}
