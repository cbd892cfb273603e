/**
 * Weighted sums: over values that are `rowStep` apart with the weights `down`, then over those sums that are `cellStep`
 * apart with the weights `across`. In double precision, one product after the other, rounded once.
 *
 * result[row, i] = Σ_b across[b] · Σ_a down[a] · x[row · line + i + a · rowStep + b · cellStep], for each of `rows` rows
 * and each i below `results`.
 *
 * @param from the address of the values, rows of `line` values each
 * @param to the address of the results
 * @param divided whether each sum is divided by the divisors of its row and column, at `ofRows` and `ofColumns`
 * @param sums memory for a line of doubles
 */
export function sums(
  from: usize,
  rows: i32,
  line: i32,
  results: i32,
  rowStep: usize,
  down: usize,
  downs: i32,
  cellStep: usize,
  across: usize,
  acrosses: i32,
  divided: bool,
  ofRows: usize,
  ofColumns: usize,
  sums: usize,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    addDown(from + 4 * usize(row) * line, 4 * rowStep, down, downs, sums, line);
    const ofRow = f64x2.splat(divided ? load<f64>(ofRows + 8 * usize(row)) : 1);
    const result = to + 4 * usize(row) * results;
    for (let i: usize = 0; i < usize(results); i += 4) {
      let at = sums + 8 * i;
      let weight = v128.load64_splat(across);
      let one = f64x2.mul(weight, v128.load(at));
      let other = f64x2.mul(weight, v128.load(at + 16));
      for (let j = 1; j < acrosses; j++) {
        at += 8 * cellStep;
        weight = v128.load64_splat(across + 8 * usize(j));
        one = f64x2.add(one, f64x2.mul(weight, v128.load(at)));
        other = f64x2.add(other, f64x2.mul(weight, v128.load(at + 16)));
      }
      if (divided) {
        one = f64x2.div(one, f64x2.mul(ofRow, v128.load(ofColumns + 8 * i)));
        other = f64x2.div(other, f64x2.mul(ofRow, v128.load(ofColumns + 8 * i + 16)));
      }
      const two = f32x4.demote_f64x2_zero(one);
      v128.store(result + 4 * i, v128.shuffle<i64>(two, f32x4.demote_f64x2_zero(other), 0, 2));
    }
  }
}

/** The sums over rows for a line. */
function addDown(from: usize, rowStep: usize, down: usize, downs: i32, sums: usize, line: i32): void {
  for (let i: usize = 0; i < usize(line); i += 4) {
    let at = from + 4 * i;
    let weight = v128.load64_splat(down);
    let four = v128.load(at);
    let one = f64x2.mul(weight, f64x2.promote_low_f32x4(four));
    let other = f64x2.mul(weight, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)));
    for (let j = 1; j < downs; j++) {
      at += rowStep;
      weight = v128.load64_splat(down + 8 * usize(j));
      four = v128.load(at);
      one = f64x2.add(one, f64x2.mul(weight, f64x2.promote_low_f32x4(four)));
      other = f64x2.add(
        other,
        f64x2.mul(weight, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1))),
      );
    }
    v128.store(sums + 8 * i, one);
    v128.store(sums + 8 * i + 16, other);
  }
}

/**
 * The sums of two values `rowStep` apart and of the two that are `cellStep` after them, times a power of two: what `sums`
 * gives for them, and faster. In single precision, which rounds nothing here.
 *
 * @param values how many are read; in bytes, `rowStep` and `cellStep`
 * @returns whether it was done: it is not where a value is not below 2 in size, or no multiple of 2^-21
 */
export function sumsOfFour(
  from: usize,
  values: i32,
  rows: i32,
  line: i32,
  results: i32,
  rowStep: usize,
  cellStep: usize,
  weight: f64,
  to: usize,
): bool {
  const weights = f32x4.splat(f32(weight));
  for (let row = 0; row < rows; row++) {
    let at = from + 4 * usize(row) * line;
    let out = to + 4 * usize(row) * results;
    const end = out + 4 * usize(results);
    let long = i32x4.splat(0);
    // Eight at a time, while more than four are left.
    for (; out + 16 < end; out += 32, at += 32) {
      const below = at + rowStep;
      const beside = at + cellStep;
      const last = below + cellStep;
      const one = v128.load(at);
      const other = v128.load(at, 16);
      long = v128.or(long, v128.or(beyondShort(one), beyondShort(other)));
      const sum = sumOfSquare(one, v128.load(below), v128.load(beside), v128.load(last));
      const next = sumOfSquare(other, v128.load(below, 16), v128.load(beside, 16), v128.load(last, 16));
      v128.store(out, f32x4.mul(sum, weights));
      v128.store(out, f32x4.mul(next, weights), 16);
    }
    if (out < end) {
      const one = v128.load(at);
      long = v128.or(long, beyondShort(one));
      const beside = at + cellStep;
      const sum = sumOfSquare(one, v128.load(at + rowStep), v128.load(beside), v128.load(beside + rowStep));
      v128.store(out, f32x4.mul(sum, weights));
    }
    // The values of the row that are the first of no four.
    const last = from + 4 * (usize(row) * line + results);
    if (isLong(long) || !areShort(last, last + cellStep)) return false;
  }
  return areShort(from + 4 * usize(rows) * line, from + 4 * usize(values));
}

function sumOfSquare(one: v128, below: v128, beside: v128, last: v128): v128 {
  return f32x4.add(f32x4.add(one, below), f32x4.add(beside, last));
}

/** Whether values are below 2 in size, and multiples of 2^-21: four of them have an exact sum. */
function areShort(from: usize, end: usize): bool {
  let long = i32x4.splat(0);
  let at = from;
  for (; at + 16 <= end; at += 16) long = v128.or(long, beyondShort(v128.load(at)));
  for (; at < end; at += 4) long = v128.or(long, beyondShort(v128.load32_splat(at)));
  return !isLong(long);
}

/** Sets the second bit of those that are not short. That bit is set from 2 on; 6 added and taken away rounds to 2^-21. */
function beyondShort(x: v128): v128 {
  const six = f32x4.splat(6);
  return v128.or(x, f32x4.ne(f32x4.sub(f32x4.add(x, six), six), x));
}

function isLong(bits: v128): bool {
  return v128.any_true(v128.and(bits, i32x4.splat(0x40000000)));
}
