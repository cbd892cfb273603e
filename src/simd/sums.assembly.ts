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
 * @returns whether it was done: it is not where a value is above 4 or no multiple of 2^-20
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
  if (!areShort(from, values)) return false;
  const weights = f32x4.splat(f32(weight));
  for (let row = 0; row < rows; row++) {
    let at = from + 4 * usize(row) * line;
    const result = to + 4 * usize(row) * results;
    for (let i: usize = 0; i < 4 * usize(results); i += 16, at += 16) {
      const one = f32x4.add(v128.load(at), v128.load(at + rowStep));
      const other = f32x4.add(v128.load(at + cellStep), v128.load(at + cellStep + rowStep));
      v128.store(result + i, f32x4.mul(f32x4.add(one, other), weights));
    }
  }
  return true;
}

/** Whether values are at most 4, and multiples of 2^-20: then 12 added to them, and taken away, changes nothing. */
function areShort(from: usize, values: i32): bool {
  const end = from + 4 * usize(values);
  const twelve = f32x4.splat(12);
  const four = f32x4.splat(4);
  let at = from;
  while (at + 16 <= end) {
    // Some at once: most images that are no such are known by their first values.
    const next = min(at + 4096, end);
    let other = i32x4.splat(0);
    for (; at + 16 <= next; at += 16) {
      const x = v128.load(at);
      const rounded = f32x4.sub(f32x4.add(x, twelve), twelve);
      other = v128.or(other, v128.or(f32x4.ne(rounded, x), f32x4.gt(f32x4.abs(x), four)));
    }
    if (v128.any_true(other)) return false;
  }
  for (; at < end; at += 4) {
    const x = load<f32>(at);
    if (x + 12 - 12 !== x || abs(x) > 4) return false;
  }
  return true;
}
