/**
 * Goes up some rows of values, and keeps for each remainder of their numbers by `apart` the sum of those so far,
 * each one further down weighted once more by `down`. Where a row has a place in `lines`, its sums are summed up along
 * the row in the same way, at every `beside`-th cell, as far as windows of so many cells go.
 *
 * @param compared how many values further those lie that the values are compared with; what is added up is 1
 * where they differ, else 0. With 0 it is a hash of the values' bits.
 * @param first number of the first of these rows
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
  lines: usize,
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
  const weight = i32x4.splat(down);
  for (let row = rows - 1; row >= 0; row--) {
    const at = from + 4 * usize(row) * line;
    const sum = sums + usize((first + row) % apart) * apiece;
    for (let i: usize = 0; i < 4 * values; i += 16) {
      const hash = compared === 0 ? mixed(bitsAt(at + i)) : differing(at + i, at + i + 4 * compared);
      v128.store(sum + i, i32x4.add(hash, i32x4.mul(weight, v128.load(sum + i))));
    }
    const place = load<i32>(lines + 4 * usize(row));
    if (place < 0) continue;
    if (channels === 1 && beside >= 4) alongLine(sum, reach, beside, across, along);
    else alongCells(sum, reach, channels, beside, across, channel, along);
    const beyond = along + 4 * usize(cells * beside);
    const result = to + 4 * usize(place) * width;
    for (let i: usize = 0; i < 4 * usize(width); i += 4)
      store<i32>(result + i, load<i32>(along + i) - end * load<i32>(beyond + i));
  }
}

/** Sums from each value of a line on, of every `beside`-th, each one further weighted once more. */
function alongLine(line: usize, reach: i32, beside: i32, weight: i32, to: usize): void {
  const weights = i32x4.splat(weight);
  const further = 4 * usize(beside);
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

function differing(at: usize, other: usize): v128 {
  return v128.and(f32x4.ne(v128.load(at), v128.load(other)), i32x4.splat(1));
}

/** Spreads 32 bits over all 32, one to one: the numbers of images are round, and their low bits empty. */
function mixed(bits: v128): v128 {
  const hash = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x7feb352d));
  return v128.xor(hash, i32x4.shr_u(hash, 15));
}
