/**
 * Σ x² down the windows' rows, for some columns and each row in which windows may begin: the rows that are `apart` rows
 * apart, `height` of them. Rows are taken in blocks of a window's height, so a window is the end of one block and the
 * beginning of the next: sums only grow, and nothing is subtracted.
 *
 * @param from the first value of the first row
 * @param line values of a row
 * @param values of each row that are added up
 * @param down how many rows windows may begin in
 * @param sum memory for a line of doubles
 * @param to a line of `stride` doubles for each of those rows
 */
export function squaresDown(
  from: usize,
  line: usize,
  values: usize,
  height: i32,
  apart: i32,
  down: i32,
  sum: usize,
  to: usize,
  stride: usize,
): void {
  const row = 4 * line * usize(apart);
  for (let phase = 0; phase < apart && phase < down; phase++) {
    const first = from + 4 * line * usize(phase);
    const out = to + 8 * stride * usize(phase);
    const further = 8 * stride * usize(apart);
    const begins = (down - phase + apart - 1) / apart;
    for (let block = 0; block < begins; block += height) {
      const end = min(block + height, begins);
      memory.fill(sum, 0, 8 * ((values + 3) & ~3));
      for (let i = block + height - 1; i >= block; i--) {
        addSquaredLine(first + row * usize(i), values, sum);
        if (i < end) memory.copy(out + further * usize(i), sum, 8 * values);
      }
      memory.fill(sum, 0, 8 * ((values + 3) & ~3));
      for (let i = block + 1; i < end; i++) {
        addSquaredLine(first + row * usize(i + height - 1), values, sum);
        addLine(sum, values, out + further * usize(i));
      }
    }
  }
}

function addSquaredLine(from: usize, values: usize, sums: usize): void {
  for (let i: usize = 0; i < values; i += 4) {
    const one = f64x2.promote_low_f32x4(v128.load64_zero(from + 4 * i));
    const other = f64x2.promote_low_f32x4(v128.load64_zero(from + 4 * i + 8));
    const at = sums + 8 * i;
    v128.store(at, f64x2.add(v128.load(at), f64x2.mul(one, one)));
    v128.store(at + 16, f64x2.add(v128.load(at + 16), f64x2.mul(other, other)));
  }
}

function addLine(from: usize, values: usize, to: usize): void {
  for (let i: usize = 0; i < 8 * values; i += 8) store<f64>(to + i, load<f64>(to + i) + load<f64>(from + i));
}

/**
 * Adds up those sums along the rows: over `cells` cells of `channels` sums that are `apart` cells apart, from each cell
 * in which a window may begin, in blocks as above.
 *
 * @param rows how many, of `stride` doubles each
 * @param across how many cells windows may begin in
 * @param to `across` doubles for each row
 */
export function squaresAcross(
  from: usize,
  rows: i32,
  stride: usize,
  channels: i32,
  cells: i32,
  apart: i32,
  across: i32,
  to: usize,
): void {
  const step = 8 * usize(channels) * usize(apart);
  for (let row = 0; row < rows; row++) {
    const line = from + 8 * stride * usize(row);
    const out = to + 8 * usize(across) * usize(row);
    for (let phase = 0; phase < apart && phase < across; phase++) {
      const first = line + 8 * usize(channels) * usize(phase);
      const begins = (across - phase + apart - 1) / apart;
      for (let block = 0; block < begins; block += cells) {
        const end = min(block + cells, begins);
        let sum: f64 = 0;
        for (let i = block + cells - 1; i >= block; i--) {
          sum += cellSum(first + step * usize(i), channels);
          if (i < end) store<f64>(out + 8 * usize(phase + i * apart), sum);
        }
        sum = 0;
        for (let i = block + 1; i < end; i++) {
          sum += cellSum(first + step * usize(i + cells - 1), channels);
          const at = out + 8 * usize(phase + i * apart);
          store<f64>(at, load<f64>(at) + sum);
        }
      }
    }
  }
}

function cellSum(at: usize, channels: i32): f64 {
  let sum: f64 = 0;
  for (let c = 0; c < channels; c++) sum += load<f64>(at + 8 * usize(c));
  return sum;
}
