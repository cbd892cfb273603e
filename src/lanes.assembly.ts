/*
 * Loops over many values, four float32s at a time: AssemblyScript, which `npm run lanes` compiles to WebAssembly.
 * Arrays are places in the memory that `lanes.ts` fills and reads. Lines may be read, and written, up to three values
 * beyond their end: what is written there is written anew with the next line.
 */

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

/**
 * Goes up some rows of values, and keeps for each remainder of their numbers by `apart` the sum of those so far,
 * each one further down weighted once more by `down`. Where a row has a place in `lines`, its sums are summed up along
 * the row in the same way, at every `beside`-th cell, as far as windows of so many cells go.
 *
 * @param compared how many values further those lie that the values are compared with; what is added up is 1
 * where they differ, else 0. With 0 it is a hash of the values' bits.
 * @param first number of the first of these rows
 * @param reach cells of a row that are read
 * @param end weight of the first cell beyond a window
 * @param along room for the sums along a row, with zeros after them
 */
export function hashes(
  from: usize,
  compared: usize,
  rows: i32,
  line: i32,
  first: i32,
  reach: i32,
  channels: i32,
  apart: i32,
  down: i32,
  sums: usize,
  lines: usize,
  beside: i32,
  cells: i32,
  across: i32,
  channel: i32,
  end: i32,
  along: usize,
  width: i32,
  to: usize,
): void {
  const values = usize(reach) * channels;
  const apiece = 4 * ((values + 3) & ~3);
  const weight = i32x4.splat(down);
  for (let row = rows - 1; row >= 0; row--) {
    const at = from + 4 * usize(row) * line;
    const sum = sums + usize((first + row) % apart) * apiece;
    for (let i: usize = 0; i < 4 * values; i += 16) {
      const hash = compared === 0 ? mixed(bitsAt(at + i)) : differing(at + i, at + i + 4 * compared);
      v128.store(sum + i, i32x4.add(hash, i32x4.mul(weight, v128.load(sum + i))));
    }
    const place = load<i32>(lines + 4 * usize(row));
    if (place < 0) continue;
    if (channels === 1 && beside >= 4) alongLine(sum, reach, beside, across, along);
    else alongCells(sum, reach, channels, beside, across, channel, along);
    const beyond = along + 4 * usize(cells * beside);
    const result = to + 4 * usize(place) * width;
    for (let i: usize = 0; i < 4 * usize(width); i += 4)
      store<i32>(result + i, load<i32>(along + i) - end * load<i32>(beyond + i));
  }
}

/** Sums from each value of a line on, of every `beside`-th, each one further weighted once more. */
function alongLine(line: usize, reach: i32, beside: i32, weight: i32, to: usize): void {
  const weights = i32x4.splat(weight);
  const further = 4 * usize(beside);
  let i = 4 * usize(reach);
  for (; i >= 16; i -= 16) {
    const at = to + i - 16;
    v128.store(at, i32x4.add(v128.load(line + i - 16), i32x4.mul(weights, v128.load(at + further))));
  }
  for (; i > 0; i -= 4) {
    const at = to + i - 4;
    store<i32>(at, load<i32>(line + i - 4) + weight * load<i32>(at + further));
  }
}

/** The same of cells of several values. @param channel weights those of a cell */
function alongCells(
  line: usize,
  reach: i32,
  channels: i32,
  beside: i32,
  weight: i32,
  channel: i32,
  to: usize,
): void {
  let at = line + 4 * usize(reach) * channels;
  for (let x = reach - 1; x >= 0; x--) {
    at -= 4 * usize(channels);
    let cell = 0;
    for (let c = 0; c < channels; c++) cell = cell * channel + load<i32>(at + 4 * usize(c));
    const result = to + 4 * usize(x);
    store<i32>(result, cell + weight * load<i32>(result + 4 * usize(beside)));
  }
}

/**
 * Compares windows with a reference, four at a time, which begin a cell apart: goes on with their sums of products, of
 * squares, of squares of differences, and with the largest of these, in double precision and row-major order.
 *
 * @param groups how many times four windows
 * @param begins where the first of each four begins, in values from `from`
 * @param rows of the reference, whose values follow each other
 * @param below values from a row of a window to the next
 * @param beside values from a cell to the next
 * @param totals of each four windows four times four doubles
 */
export function differences(
  from: usize,
  groups: i32,
  begins: usize,
  reference: usize,
  rows: i32,
  cells: i32,
  channels: i32,
  below: i32,
  beside: i32,
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
      let cell = begin + 4 * usize(row) * below;
      for (let x = 0; x < cells; x++, cell += 4 * usize(beside)) {
        for (let c = 0; c < channels; c++, r += 4) {
          const four = channels === 1 ? v128.load(cell) : fourApart(cell + 4 * usize(c), 4 * usize(channels));
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

function fourApart(at: usize, apart: usize): v128 {
  let four = v128.load_zero<f32>(at);
  four = v128.load_lane<f32>(at + apart, four, 1);
  four = v128.load_lane<f32>(at + 2 * apart, four, 2);
  return v128.load_lane<f32>(at + 3 * apart, four, 3);
}

/** The bits of four values; 0 and -0 have the same. */
function bitsAt(at: usize): v128 {
  const bits = v128.load(at);
  return v128.andnot(bits, i32x4.eq(bits, i32x4.splat(i32.MIN_VALUE)));
}

function differing(at: usize, other: usize): v128 {
  return v128.and(f32x4.ne(v128.load(at), v128.load(other)), i32x4.splat(1));
}

/** Spreads 32 bits over all 32, one to one: the numbers of images are round, and their low bits empty. */
function mixed(bits: v128): v128 {
  const hash = i32x4.mul(v128.xor(bits, i32x4.shr_u(bits, 16)), i32x4.splat(0x7feb352d));
  return v128.xor(hash, i32x4.shr_u(hash, 15));
}
