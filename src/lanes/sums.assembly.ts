/**
 * Sums of values that are `below` apart, weighted by `down`, and of such sums that are `beside` apart, weighted by
 * `across`; each over the divisor of its row and column, if there are any: in double precision, one product after the
 * other, rounded once.
 *
 * @param divided whether there are divisors
 * @param sums room for a line of doubles
 * @param totals room for a line of the result in doubles
 */
export function sums(
  from: usize,
  rows: i32,
  line: i32,
  kept: i32,
  below: usize,
  down: usize,
  downs: i32,
  beside: usize,
  across: usize,
  acrosses: i32,
  divided: bool,
  ofRows: usize,
  ofColumns: usize,
  sums: usize,
  totals: usize,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    const first = from + 4 * usize(row) * line;
    for (let j = 0; j < downs; j++)
      addFloats(first + 4 * below * j, load<f64>(down + 8 * usize(j)), j === 0, sums, line);
    for (let j = 0; j < acrosses; j++)
      addDoubles(sums + 8 * beside * j, load<f64>(across + 8 * usize(j)), j === 0, totals, kept);
    if (divided) divide(totals, kept, load<f64>(ofRows + 8 * usize(row)), ofColumns);
    const result = to + 4 * usize(row) * kept;
    for (let i: usize = 0; i < usize(kept); i += 4) {
      const two = f32x4.demote_f64x2_zero(v128.load(totals + 8 * i));
      const more = f32x4.demote_f64x2_zero(v128.load(totals + 8 * i + 16));
      v128.store(result + 4 * i, v128.shuffle<i64>(two, more, 0, 2));
    }
  }
}

/** @param fresh whether nothing was added up before */
function addFloats(from: usize, weight: f64, fresh: bool, sums: usize, length: i32): void {
  const weights = f64x2.splat(weight);
  for (let i: usize = 0; i < usize(length); i += 2) {
    const product = f64x2.mul(weights, f64x2.promote_low_f32x4(v128.load_zero<i64>(from + 4 * i)));
    const at = sums + 8 * i;
    v128.store(at, fresh ? product : f64x2.add(v128.load(at), product));
  }
}

function addDoubles(from: usize, weight: f64, fresh: bool, sums: usize, length: i32): void {
  const weights = f64x2.splat(weight);
  for (let i: usize = 0; i < 8 * usize(length); i += 16) {
    const product = f64x2.mul(weights, v128.load(from + i));
    v128.store(sums + i, fresh ? product : f64x2.add(v128.load(sums + i), product));
  }
}

function divide(totals: usize, length: i32, ofRow: f64, ofColumns: usize): void {
  const rows = f64x2.splat(ofRow);
  for (let i: usize = 0; i < 8 * usize(length); i += 16)
    v128.store(totals + i, f64x2.div(v128.load(totals + i), f64x2.mul(rows, v128.load(ofColumns + i))));
}
