/**
 * Goes up some rows of values, and keeps for each remainder of their numbers by `apart` the sum of those so far,
 * each one further down weighted once more by `down`. Where a row has a place in `places`, its sums are summed up along
 * the row in the same way, at every `beside`-th cell, as far as windows of so many cells go.
 *
 * @param compared how many values further those lie that the values are compared with; what is added up is 1
 * where they differ, else 0, and every weight has to be 1. With 0 it is a hash of the values' bits.
 * @param first number of the first of these rows
 * @param places of each row, and of the one after the last: it has one where the next has another
 * @param reach cells of a row that are read
 * @param end weight of the first cell beyond a window
 * @param along room for the sums along a row, with zeros after them
 */
export function windowSums(
  from: usize,
  compared: usize,
  rows: i32,
  line: i32,
  first: i32,
  reach: i32,
  channels: i32,
  apart: i32,
  down: i32,
  sums: usize,
  places: usize,
  beside: i32,
  cells: i32,
  across: i32,
  channel: i32,
  end: i32,
  along: usize,
  width: i32,
  to: usize,
): void {
  const values = usize(reach) * channels;
  const apiece = 4 * ((values + 3) & ~3);
  for (let row = rows - 1; row >= 0; row--) {
    const at = from + 4 * usize(row) * line;
    const sum = sums + usize((first + row) % apart) * apiece;
    if (compared === 0) addHashes(at, values, down, sum);
    else addDifferences(at, at + 4 * compared, values, sum);
    const place = load<i32>(places + 4 * usize(first + row));
    if (place === load<i32>(places + 4 * usize(first + row) + 4)) continue;
    if (channels === 1 && beside >= 4) alongLine(sum, reach, beside, across, along);
    else alongCells(sum, reach, channels, beside, across, channel, along);
    const beyond = along + 4 * usize(cells * beside);
    endWindows(along, beyond, width, end, to + 4 * usize(place) * width);
  }
}

/** Takes what lies beyond each window from the sums that begin with it. The place after the last is taken already. */
function endWindows(along: usize, beyond: usize, width: i32, end: i32, to: usize): void {
  const ends = i32x4.splat(end);
  const all: usize = 4 * usize(width);
  let i: usize = 0;
  for (; i + 16 <= all; i += 16)
    v128.store(to + i, i32x4.sub(v128.load(along + i), i32x4.mul(ends, v128.load(beyond + i))));
  for (; i < all; i += 4) store<i32>(to + i, load<i32>(along + i) - end * load<i32>(beyond + i));
}

/**
 * Of each window, the sums from its first row on without those from the row under its last.
 *
 * @param rows of the windows' first cells, from `top` on
 * @param columns of them, from `left` on
 * @param under from a window's first row to the one under its last; there is nothing from row `down` on
 * @param foot weight of that one
 * @param places of the rows in `sums`, where a row has `width` values
 */
export function withoutRest(
  members: i32,
  rows: usize,
  top: i32,
  columns: usize,
  left: i32,
  under: i32,
  down: i32,
  foot: i32,
  places: usize,
  sums: usize,
  width: i32,
  to: usize,
): void {
  for (let member: usize = 0; member < 4 * usize(members); member += 4) {
    const row = load<i32>(rows + member) - top;
    const column = load<i32>(columns + member) - left;
    const own = load<i32>(places + 4 * usize(row)) * width + column;
    let sum = load<i32>(sums + 4 * usize(own));
    if (row + under < down) {
      const rest = load<i32>(places + 4 * usize(row + under)) * width + column;
      sum -= foot * load<i32>(sums + 4 * usize(rest));
    }
    store<i32>(to + member, sum);
  }
}

function addHashes(from: usize, values: usize, weight: i32, sums: usize): void {
  const weights = i32x4.splat(weight);
  for (let i: usize = 0; i < 4 * values; i += 16)
    v128.store(sums + i, i32x4.add(mixed(bitsAt(from + i)), i32x4.mul(weights, v128.load(sums + i))));
}

/** Adds 1 for each value that is not like the other: what is true has all bits set, as -1 has. */
function addDifferences(from: usize, other: usize, values: usize, sums: usize): void {
  for (let i: usize = 0; i < 4 * values; i += 16) {
    const differ = f32x4.ne(v128.load(from + i), v128.load(other + i));
    v128.store(sums + i, i32x4.sub(v128.load(sums + i), differ));
  }
}

/** Sums from each value of a line on, of every `beside`-th, each one further weighted once more. */
function alongLine(line: usize, reach: i32, beside: i32, weight: i32, to: usize): void {
  const weights = i32x4.splat(weight);
  const further = 4 * usize(beside);
  let i = 4 * usize(reach);
  if (weight === 1) {
    for (; i >= 16; i -= 16) {
      const at = to + i - 16;
      v128.store(at, i32x4.add(v128.load(line + i - 16), v128.load(at + further)));
    }
  }
  for (; i >= 16; i -= 16) {
    const at = to + i - 16;
    v128.store(at, i32x4.add(v128.load(line + i - 16), i32x4.mul(weights, v128.load(at + further))));
  }
  for (; i > 0; i -= 4) {
    const at = to + i - 4;
    store<i32>(at, load<i32>(line + i - 4) + weight * load<i32>(at + further));
  }
}

/** The same of cells of several values. @param channel weights those of a cell */
function alongCells(
  line: usize,
  reach: i32,
  channels: i32,
  beside: i32,
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
    store<i32>(result, cell + weight * load<i32>(result + 4 * usize(beside)));
  }
}

/** The bits of four values; 0 and -0 have the same. */
function bitsAt(at: usize): v128 {
  const bits = v128.load(at);
  return v128.andnot(bits, i32x4.eq(bits, i32x4.splat(i32.MIN_VALUE)));
}

/** Spreads 32 bits over all 32, one to one: the numbers of images are round, and their low bits empty. */
function mixed(bits: v128): v128 {
  const hash = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x7feb352d));
  return v128.xor(hash, i32x4.shr_u(hash, 15));
}
