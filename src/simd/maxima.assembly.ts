/** The largest of a value and those `a`, `b` and `c` values after it, for `kept` values of each of the lines. */
export function largest(
  from: usize,
  rows: i32,
  line: i32,
  kept: i32,
  a: usize,
  b: usize,
  c: usize,
  to: usize,
): void {
  for (let row = 0; row < rows; row++) {
    let at = from + 4 * usize(row) * line;
    let out = to + 4 * usize(row) * kept;
    for (const end = out + 4 * usize(kept); out < end; out += 16, at += 16) {
      const upper = f32x4.pmax(v128.load(at), v128.load(at + 4 * a));
      const lower = f32x4.pmax(v128.load(at + 4 * b), v128.load(at + 4 * c));
      v128.store(out, f32x4.pmax(upper, lower));
    }
  }
}
