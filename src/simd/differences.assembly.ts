/**
 * Compares windows with a reference, four at a time that begin equally far apart. Adds to their sums of products, squares and
 * squared differences, and to the largest squared difference: in double precision and row-major order.
 *
 * @param groups number of groups of four windows
 * @param begins where the first window of each group begins, in values from `from`
 * @param apart values from one window of a group to the next
 * @param rows of the reference, whose values are contiguous
 * @param rowStep values from a row of a window to the next
 * @param cellStep values from a cell to the next
 * @param totals for each group four times four doubles
 */
export function differences(
  from: usize,
  groups: i32,
  begins: usize,
  apart: i32,
  reference: usize,
  rows: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
  totals: usize,
): void {
  for (let group = 0; group < groups; group++) {
    const begin = from + 4 * usize(load<i32>(begins + 4 * usize(group)));
    const total = totals + 128 * usize(group);
    let p = v128.load(total);
    let q = v128.load(total + 16);
    let s = v128.load(total + 32);
    let t = v128.load(total + 48);
    let d = v128.load(total + 64);
    let e = v128.load(total + 80);
    let m = v128.load(total + 96);
    let n = v128.load(total + 112);
    let r = reference;
    for (let row = 0; row < rows; row++) {
      let cell = begin + 4 * usize(row) * rowStep;
      for (let x = 0; x < cells; x++, cell += 4 * usize(cellStep)) {
        for (let c = 0; c < channels; c++, r += 4) {
          const four = apart === 1 ? v128.load(cell) : fourApart(cell + 4 * usize(c), 4 * usize(apart));
          const u = f64x2.promote_low_f32x4(four);
          const v = f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1));
          const w = f64x2.promote_low_f32x4(v128.load_splat<f32>(r));
          p = f64x2.add(p, f64x2.mul(u, w));
          q = f64x2.add(q, f64x2.mul(v, w));
          s = f64x2.add(s, f64x2.mul(u, u));
          t = f64x2.add(t, f64x2.mul(v, v));
          const f = f64x2.sub(u, w);
          const g = f64x2.sub(v, w);
          const ff = f64x2.mul(f, f);
          const gg = f64x2.mul(g, g);
          d = f64x2.add(d, ff);
          e = f64x2.add(e, gg);
          m = f64x2.pmax(m, ff);
          n = f64x2.pmax(n, gg);
        }
      }
    }
    v128.store(total, p);
    v128.store(total + 16, q);
    v128.store(total + 32, s);
    v128.store(total + 48, t);
    v128.store(total + 64, d);
    v128.store(total + 80, e);
    v128.store(total + 96, m);
    v128.store(total + 112, n);
  }
}

/** Four values that are `apart` bytes apart. */
function fourApart(at: usize, apart: usize): v128 {
  let four = v128.load_zero<f32>(at);
  four = v128.load_lane<f32>(at + apart, four, 1);
  four = v128.load_lane<f32>(at + 2 * apart, four, 2);
  return v128.load_lane<f32>(at + 3 * apart, four, 3);
}
