/**
 * A bit for each value of some rows: whether it differs from the one `compared` values after it.
 *
 * @param line values from a row to the next
 * @param values of a row that are compared
 * @param words of 64 bits for the bits of a row
 */
export function markDiffering(
  from: usize,
  compared: usize,
  rows: i32,
  line: i32,
  values: i32,
  words: i32,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let at = from + 4 * usize(row) * line;
    const end = at + 4 * usize(values);
    let out = to + 8 * usize(row) * words;
    for (; at + 64 <= end; at += 64, out += 2) {
      const other = at + 4 * compared;
      const one = i16x8.narrow_i32x4_s(differ(at, other), differ(at + 16, other + 16));
      const two = i16x8.narrow_i32x4_s(differ(at + 32, other + 32), differ(at + 48, other + 48));
      store<u16>(out, u16(i8x16.bitmask(i8x16.narrow_i16x8_s(one, two))));
    }
    if (at === end) continue;
    let last = 0;
    for (let bit = 0; at < end; at += 16, bit += 4)
      last |= i32x4.bitmask(differ(at, at + 4 * compared)) << bit;
    store<u16>(out, u16(last));
  }
}

function differ(one: usize, other: usize): v128 {
  return f32x4.ne(v128.load(one), v128.load(other));
}

/**
 * Turns the bits of values into bits of windows, of the first value of each: whether any of its values has a bit. Bits are
 * joined in pairs, then pairs of pairs, so that k of them take about log2 k passes.
 *
 * @param starts rows in which windows begin; below them are the other rows of the last ones
 * @param rowStep rows from a window's row to the next
 * @param cellStep values from a cell to the next
 */
export function joinDiffering(
  bits: usize,
  words: i32,
  starts: i32,
  height: i32,
  rowStep: i32,
  cells: i32,
  channels: i32,
  cellStep: i32,
): void {
  const row = 8 * usize(words);
  joinEvery(bits, row * (starts + (height - 1) * rowStep), height, 64 * words * rowStep);
  // Rows are joined with the next as well: the bits that become wrong by that are of cells in which no window begins.
  joinEvery(bits, row * starts, channels, 1);
  joinEvery(bits, row * starts, cells, cellStep);
}

/** Joins each bit with those that are `step` bits apart, `count` of them. What is after the last may become anything. */
function joinEvery(bits: usize, bytes: usize, count: i32, step: i32): void {
  for (let joined = 1; joined < count; ) {
    const further = min(joined, count - joined);
    joinPairs(bits, bytes, usize(further) * step);
    joined += further;
  }
}

/** Joins each bit with the one `further` bits after it. */
function joinPairs(bits: usize, bytes: usize, further: usize): void {
  const words = 8 * (further >> 6);
  const rest = i32(further & 63);
  const end = bits + bytes - words;
  let at = bits;
  for (; at + 16 <= end; at += 16) {
    const lower = i64x2.shr_u(v128.load(at + words), rest);
    const upper = i64x2.shl(i64x2.shl(v128.load(at + words, 8), 1), 63 - rest);
    v128.store(at, v128.or(v128.load(at), v128.or(lower, upper)));
  }
  for (; at < end; at += 8) {
    const upper = load<u64>(at + words, 8) << 1;
    store<u64>(at, load<u64>(at) | (load<u64>(at + words) >> rest) | (upper << (63 - rest)));
  }
}
