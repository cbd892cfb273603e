// Spectra are rows of complex numbers, frequency by frequency.

/**
 * For some frequencies, Σ conj(R[y]) · X[y + start] over rows y: for groups of four consecutive starts. Adds to `to`.
 *
 * @param x for each frequency two rows of `stride` doubles, real and imaginary parts
 * @param r the same of the reference, `rows` of `otherStride`, with zeros after an odd number
 * @param starts of the groups
 * @param to for each start `frequencies` complex numbers
 */
export function correlations(
  x: usize,
  stride: usize,
  r: usize,
  otherStride: usize,
  rows: i32,
  first: i32,
  last: i32,
  starts: usize,
  groups: i32,
  to: usize,
  frequencies: i32,
): void {
  const further = 16 * usize(frequencies);
  for (let f = first; f < last; f++) {
    const ofX = x + 16 * stride * usize(f);
    const ofR = r + 16 * otherStride * usize(f);
    for (let group = 0; group < groups; group++) {
      let at = ofX + 8 * usize(load<u32>(starts + 4 * usize(group)));
      let p0 = f64x2.splat(0);
      let p1 = p0;
      let p2 = p0;
      let p3 = p0;
      let q0 = p0;
      let q1 = p0;
      let q2 = p0;
      let q3 = p0;
      let other = ofR;
      for (const end = ofR + 8 * usize(rows); other < end; other += 16, at += 16) {
        const re = v128.load(other);
        const im = v128.load(other + 8 * otherStride);
        let u = v128.load(at);
        let v = v128.load(at + 8 * stride);
        p0 = f64x2.add(p0, f64x2.add(f64x2.mul(re, u), f64x2.mul(im, v)));
        q0 = f64x2.add(q0, f64x2.sub(f64x2.mul(re, v), f64x2.mul(im, u)));
        u = v128.load(at, 8);
        v = v128.load(at + 8 * stride, 8);
        p1 = f64x2.add(p1, f64x2.add(f64x2.mul(re, u), f64x2.mul(im, v)));
        q1 = f64x2.add(q1, f64x2.sub(f64x2.mul(re, v), f64x2.mul(im, u)));
        u = v128.load(at, 16);
        v = v128.load(at + 8 * stride, 16);
        p2 = f64x2.add(p2, f64x2.add(f64x2.mul(re, u), f64x2.mul(im, v)));
        q2 = f64x2.add(q2, f64x2.sub(f64x2.mul(re, v), f64x2.mul(im, u)));
        u = v128.load(at, 24);
        v = v128.load(at + 8 * stride, 24);
        p3 = f64x2.add(p3, f64x2.add(f64x2.mul(re, u), f64x2.mul(im, v)));
        q3 = f64x2.add(q3, f64x2.sub(f64x2.mul(re, v), f64x2.mul(im, u)));
      }
      const out = to + 4 * further * usize(group) + 16 * usize(f);
      addComplex(out, p0, q0);
      addComplex(out + further, p1, q1);
      addComplex(out + 2 * further, p2, q2);
      addComplex(out + 3 * further, p3, q3);
    }
  }
}

/** Adds the sums of two lanes to a complex number. */
function addComplex(to: usize, re: v128, im: v128): void {
  const both = f64x2.add(v128.shuffle<i64>(re, im, 0, 2), v128.shuffle<i64>(re, im, 1, 3));
  v128.store(to, f64x2.add(v128.load(to), both));
}

/**
 * The first values of real lines from their spectra C: c[j] = scale · (C[0] + 2 Re Σ C[f] e^(2πi f j / n) + C[n/2] (-1)^j),
 * for j below `lags`.
 *
 * @param from `rows` rows of n / 2 + 1 complex numbers; their number is a multiple of four
 * @param places for each row the address of its first result; results are `step` bytes apart
 */
export function inverses(
  from: usize,
  rows: i32,
  n: i32,
  turns: usize,
  lags: i32,
  scale: f64,
  places: usize,
  step: usize,
): void {
  const line = 16 * usize(n / 2 + 1);
  const last: usize = 16 * usize(n / 2);
  for (let row = 0; row < rows; row += 4) {
    const at = from + line * usize(row);
    for (let lag = 0; lag < lags; lag++) {
      let a = f64x2.splat(0);
      let b = a;
      let c = a;
      let d = a;
      let turn = lag;
      for (let f: usize = 16; f < last; f += 16) {
        const w = v128.load(turns + 16 * usize(turn));
        a = f64x2.add(a, f64x2.mul(w, v128.load(at + f)));
        b = f64x2.add(b, f64x2.mul(w, v128.load(at + line + f)));
        c = f64x2.add(c, f64x2.mul(w, v128.load(at + 2 * line + f)));
        d = f64x2.add(d, f64x2.mul(w, v128.load(at + 3 * line + f)));
        turn += lag;
        if (turn >= n) turn -= n;
      }
      const sign: f64 = (lag & 1) === 0 ? 1 : -1;
      const place = places + 4 * usize(row);
      const further = step * usize(lag);
      storeLag(a, at, last, sign, scale, load<u32>(place) + further);
      storeLag(b, at + line, last, sign, scale, load<u32>(place + 4) + further);
      storeLag(c, at + 2 * line, last, sign, scale, load<u32>(place + 8) + further);
      storeLag(d, at + 3 * line, last, sign, scale, load<u32>(place + 12) + further);
    }
  }
}

function storeLag(sum: v128, at: usize, last: usize, sign: f64, scale: f64, to: usize): void {
  const twice = 2 * (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
  store<f64>(to, scale * (load<f64>(at) + twice + sign * load<f64>(at + last)));
}
