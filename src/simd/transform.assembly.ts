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
