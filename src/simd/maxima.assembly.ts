/** The largest of each value and the values `a`, `b` and `c` after it, for the first `results` values of each line. */
export function largest(
  from: usize,
  rows: i32,
  line: i32,
  results: i32,
  a: usize,
  b: usize,
  c: usize,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let at = from + 4 * usize(row) * line;
    let out = to + 4 * usize(row) * results;
    for (const end = out + 4 * usize(results); out < end; out += 16, at += 16) {
      const upper = f32x4.pmax(v128.load(at), v128.load(at + 4 * a));
      const lower = f32x4.pmax(v128.load(at + 4 * b), v128.load(at + 4 * c));
      v128.store(out, f32x4.pmax(upper, lower));
    }
  }
}
