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
