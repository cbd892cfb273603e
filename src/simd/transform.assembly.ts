// A complex number of two transforms at once is two vectors: their real parts, and their imaginary parts.

/**
 * Fourier transforms of lines of real values, four at a time: two as real parts, two as imaginary parts of two complex
 * lines (Stockham's form, of radix 4, 3 and 2). X[f] = 2 Σ x[k] e^(-2πi f k / n), for f up to n / 2.
 *
 * @param lines the address of each line's first value; their number is a multiple of four
 * @param cells of a line, `step` bytes from one to the next; up to n the line is 0
 * @param n the length: 2^a · 3^b, even
 * @param turns e^(-2πi k / n) for k below n
 * @param work memory for 2 n complex numbers of two transforms: 64 n bytes
 * @param to for each f two rows of `stride` doubles, the real and the imaginary parts of each line
 */
export function transforms(
  lines: usize,
  count: i32,
  cells: i32,
  step: usize,
  n: i32,
  turns: usize,
  work: usize,
  to: usize,
  stride: usize,
): void {
  const other = work + 32 * usize(n);
  for (let line = 0; line < count; line += 4) {
    let a = usize(load<u32>(lines + 4 * usize(line)));
    let b = usize(load<u32>(lines + 4 * usize(line) + 4));
    let c = usize(load<u32>(lines + 4 * usize(line) + 8));
    let d = usize(load<u32>(lines + 4 * usize(line) + 12));
    let at = work;
    for (const end = work + 32 * usize(cells); at < end; at += 32) {
      store<f64>(at, f64(load<f32>(a)));
      store<f64>(at + 8, f64(load<f32>(b)));
      store<f64>(at + 16, f64(load<f32>(c)));
      store<f64>(at + 24, f64(load<f32>(d)));
      a += step;
      b += step;
      c += step;
      d += step;
    }
    memory.fill(at, 0, other - at);
    separateLines(transform(work, other, n, turns), n, to + 8 * usize(line), 8 * stride);
  }
}

/** @returns where the result is: one of both */
function transform(one: usize, other: usize, n: i32, turns: usize): usize {
  let from = one;
  let to = other;
  let length = n;
  let apart = 1;
  while (length > 1) {
    let radix = 2;
    if (length % 4 === 0) {
      radix = 4;
      radix4(from, to, length, apart, turns);
    } else if (length % 3 === 0) {
      radix = 3;
      radix3(from, to, length, apart, turns);
    } else radix2(from, to, length, apart, turns);
    length /= radix;
    apart *= radix;
    const before = from;
    from = to;
    to = before;
  }
  return from;
}

function radix2(from: usize, to: usize, length: i32, apart: i32, turns: usize): void {
  const m = length / 2;
  const part = 32 * usize(m) * usize(apart);
  const line = 32 * usize(apart);
  for (let p = 0; p < m; p++) {
    const turn = turns + 16 * usize(p * apart);
    const cos = v128.load64_splat(turn);
    const sin = v128.load64_splat(turn + 8);
    let a = from + line * usize(p);
    let out = to + line * usize(2 * p);
    for (const end = a + line; a < end; a += 32, out += 32) {
      const re = v128.load(a);
      const im = v128.load(a, 16);
      const re1 = v128.load(a + part);
      const im1 = v128.load(a + part, 16);
      v128.store(out, f64x2.add(re, re1));
      v128.store(out, f64x2.add(im, im1), 16);
      storeTurned(out + line, f64x2.sub(re, re1), f64x2.sub(im, im1), cos, sin);
    }
  }
}

function radix3(from: usize, to: usize, length: i32, apart: i32, turns: usize): void {
  const m = length / 3;
  const part = 32 * usize(m) * usize(apart);
  const line = 32 * usize(apart);
  const half = f64x2.splat(0.5);
  // √3 / 2
  const root = f64x2.splat(0.8660254037844386);
  for (let p = 0; p < m; p++) {
    const turn = turns + 16 * usize(p * apart);
    const twice = turns + 32 * usize(p * apart);
    const cos = v128.load64_splat(turn);
    const sin = v128.load64_splat(turn + 8);
    const cos2 = v128.load64_splat(twice);
    const sin2 = v128.load64_splat(twice + 8);
    let a = from + line * usize(p);
    let out = to + line * usize(3 * p);
    for (const end = a + line; a < end; a += 32, out += 32) {
      const re = v128.load(a);
      const im = v128.load(a, 16);
      const re1 = v128.load(a + part);
      const im1 = v128.load(a + part, 16);
      const re2 = v128.load(a + 2 * part);
      const im2 = v128.load(a + 2 * part, 16);
      const reSum = f64x2.add(re1, re2);
      const imSum = f64x2.add(im1, im2);
      v128.store(out, f64x2.add(re, reSum));
      v128.store(out, f64x2.add(im, imSum), 16);
      const reRest = f64x2.sub(re, f64x2.mul(half, reSum));
      const imRest = f64x2.sub(im, f64x2.mul(half, imSum));
      // -i √3/2 (b - c)
      const reTurn = f64x2.mul(root, f64x2.sub(im1, im2));
      const imTurn = f64x2.mul(root, f64x2.sub(re2, re1));
      storeTurned(out + line, f64x2.add(reRest, reTurn), f64x2.add(imRest, imTurn), cos, sin);
      storeTurned(out + 2 * line, f64x2.sub(reRest, reTurn), f64x2.sub(imRest, imTurn), cos2, sin2);
    }
  }
}

function radix4(from: usize, to: usize, length: i32, apart: i32, turns: usize): void {
  const m = length / 4;
  const part = 32 * usize(m) * usize(apart);
  const line = 32 * usize(apart);
  for (let p = 0; p < m; p++) {
    const turn = turns + 16 * usize(p * apart);
    const twice = turns + 32 * usize(p * apart);
    const thrice = turns + 48 * usize(p * apart);
    const cos = v128.load64_splat(turn);
    const sin = v128.load64_splat(turn + 8);
    const cos2 = v128.load64_splat(twice);
    const sin2 = v128.load64_splat(twice + 8);
    const cos3 = v128.load64_splat(thrice);
    const sin3 = v128.load64_splat(thrice + 8);
    let a = from + line * usize(p);
    let out = to + line * usize(4 * p);
    for (const end = a + line; a < end; a += 32, out += 32) {
      const re = v128.load(a);
      const im = v128.load(a, 16);
      const re1 = v128.load(a + part);
      const im1 = v128.load(a + part, 16);
      const re2 = v128.load(a + 2 * part);
      const im2 = v128.load(a + 2 * part, 16);
      const re3 = v128.load(a + 3 * part);
      const im3 = v128.load(a + 3 * part, 16);
      const reEven = f64x2.add(re, re2);
      const imEven = f64x2.add(im, im2);
      const reOdd = f64x2.add(re1, re3);
      const imOdd = f64x2.add(im1, im3);
      const reApart = f64x2.sub(re, re2);
      const imApart = f64x2.sub(im, im2);
      // i (b - d)
      const reTurn = f64x2.sub(im3, im1);
      const imTurn = f64x2.sub(re1, re3);
      v128.store(out, f64x2.add(reEven, reOdd));
      v128.store(out, f64x2.add(imEven, imOdd), 16);
      storeTurned(out + line, f64x2.sub(reApart, reTurn), f64x2.sub(imApart, imTurn), cos, sin);
      storeTurned(out + 2 * line, f64x2.sub(reEven, reOdd), f64x2.sub(imEven, imOdd), cos2, sin2);
      storeTurned(out + 3 * line, f64x2.add(reApart, reTurn), f64x2.add(imApart, imTurn), cos3, sin3);
    }
  }
}

/** Stores a complex number times cos + i sin. */
function storeTurned(to: usize, re: v128, im: v128, cos: v128, sin: v128): void {
  v128.store(to, f64x2.sub(f64x2.mul(re, cos), f64x2.mul(im, sin)));
  v128.store(to, f64x2.add(f64x2.mul(re, sin), f64x2.mul(im, cos)), 16);
}

/** The spectra of the two real lines of each complex line, times 2: Z[f] + conj Z[-f], and -i (Z[f] - conj Z[-f]). */
function separateLines(from: usize, n: i32, to: usize, stride: usize): void {
  for (let f = 0; f <= n / 2; f++) {
    const at = from + 32 * usize(f);
    const mirrored = from + 32 * usize(f === 0 ? 0 : n - f);
    const re = v128.load(at);
    const im = v128.load(at, 16);
    const re1 = v128.load(mirrored);
    const im1 = v128.load(mirrored, 16);
    const out = to + 2 * stride * usize(f);
    v128.store(out, f64x2.add(re, re1));
    v128.store(out, f64x2.add(im, im1), 16);
    v128.store(out + stride, f64x2.sub(im, im1));
    v128.store(out + stride, f64x2.sub(re1, re), 16);
  }
}

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
 * Some of the values whose transforms those are: c[j] = scale · (C[0] + 2 Re Σ C[f] e^(2πi f j / n) + C[n/2] (-1)^j),
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
