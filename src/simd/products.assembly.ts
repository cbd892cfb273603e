/**
 * Σ x·r for groups of 22 windows that begin in neighbouring cells, over the values of r that are not 0, in double
 * precision, one after the other.
 *
 * @param from the map, one channel after the other
 * @param groups for each group the first value of its first window, in bytes from `from`, and the address of its result
 * @param places of those values of r: bytes from the first value of a window
 * @param factors those values, as doubles
 */
export function products(
  from: usize,
  groups: usize,
  count: i32,
  places: usize,
  factors: usize,
  terms: i32,
): void {
  for (let group = 0; group < count; group++) {
    const base = from + load<u32>(groups + 8 * usize(group));
    const to = usize(load<u32>(groups + 8 * usize(group) + 4));
    let a = f64x2.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let i = a;
    let j = a;
    let k = a;
    for (let term: usize = 0; term < usize(terms); term++) {
      const at = base + load<u32>(places + 4 * term);
      const r = v128.load64_splat(factors + 8 * term);
      a = f64x2.add(a, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at))));
      b = f64x2.add(b, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 8))));
      c = f64x2.add(c, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 16))));
      d = f64x2.add(d, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 24))));
      e = f64x2.add(e, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 32))));
      f = f64x2.add(f, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 40))));
      g = f64x2.add(g, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 48))));
      h = f64x2.add(h, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 56))));
      i = f64x2.add(i, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 64))));
      j = f64x2.add(j, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 72))));
      k = f64x2.add(k, f64x2.mul(r, f64x2.promote_low_f32x4(v128.load64_zero(at, 80))));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    v128.store(to, e, 64);
    v128.store(to, f, 80);
    v128.store(to, g, 96);
    v128.store(to, h, 112);
    v128.store(to, i, 128);
    v128.store(to, j, 144);
    v128.store(to, k, 160);
  }
}

/**
 * The same for groups of 36 windows of whole numbers, whose sums are below 2^24: then single precision is exact, in any
 * order. @param factors as floats
 */
export function wholeProducts(
  from: usize,
  groups: usize,
  count: i32,
  places: usize,
  factors: usize,
  terms: i32,
): void {
  for (let group = 0; group < count; group++) {
    const base = from + load<u32>(groups + 8 * usize(group));
    const to = usize(load<u32>(groups + 8 * usize(group) + 4));
    let a = f32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    let h = a;
    let i = a;
    for (let term: usize = 0; term < 4 * usize(terms); term += 4) {
      const at = base + load<u32>(places + term);
      const r = v128.load32_splat(factors + term);
      a = f32x4.add(a, f32x4.mul(r, v128.load(at)));
      b = f32x4.add(b, f32x4.mul(r, v128.load(at, 16)));
      c = f32x4.add(c, f32x4.mul(r, v128.load(at, 32)));
      d = f32x4.add(d, f32x4.mul(r, v128.load(at, 48)));
      e = f32x4.add(e, f32x4.mul(r, v128.load(at, 64)));
      f = f32x4.add(f, f32x4.mul(r, v128.load(at, 80)));
      g = f32x4.add(g, f32x4.mul(r, v128.load(at, 96)));
      h = f32x4.add(h, f32x4.mul(r, v128.load(at, 112)));
      i = f32x4.add(i, f32x4.mul(r, v128.load(at, 128)));
    }
    storeDoubles(to, a);
    storeDoubles(to + 32, b);
    storeDoubles(to + 64, c);
    storeDoubles(to + 96, d);
    storeDoubles(to + 128, e);
    storeDoubles(to + 160, f);
    storeDoubles(to + 192, g);
    storeDoubles(to + 224, h);
    storeDoubles(to + 256, i);
  }
}

function storeDoubles(to: usize, four: v128): void {
  v128.store(to, f64x2.promote_low_f32x4(four));
  v128.store(to, f64x2.promote_low_f32x4(v128.shuffle<i64>(four, four, 1, 1)), 16);
}

/** Stores the smallest and the largest of some values as doubles, NaN left out, and 1 where all are whole numbers, else 0. */
export function rangeOf(from: usize, length: i32, to: usize): void {
  let least = f32x4.splat(Infinity);
  let most = f32x4.splat(-Infinity);
  let broken = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= usize(length); i += 4) {
    const four = v128.load(from + 4 * i);
    broken = v128.or(broken, f32x4.ne(f32x4.nearest(four), four));
    most = f32x4.pmax(most, four);
    least = f32x4.pmin(least, four);
  }
  let smallest = min(
    min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)),
    min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)),
  );
  let largest = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  let whole = !v128.any_true(broken);
  for (; i < usize(length); i++) {
    const value = load<f32>(from + 4 * i);
    if (nearest(value) !== value) whole = false;
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
  }
  store<f64>(to, f64(smallest));
  store<f64>(to + 8, f64(largest));
  store<f64>(to + 16, whole ? 1 : 0);
}

/** One channel of some cells. @param from its value in the first cell */
export function copyChannel(from: usize, cells: i32, channels: i32, to: usize): void {
  const further = 4 * usize(channels);
  let at = from;
  for (let i: usize = 0; i < 4 * usize(cells); i += 4, at += further) store<f32>(to + i, load<f32>(at));
}

/**
 * Facts of a reference, as doubles: Σ r² from the first value to the last; the same row by row; how many values are not
 * 0; and Σ |r| where all are whole numbers, else infinity.
 */
export function referenceFacts(from: usize, rows: i32, line: i32, to: usize): void {
  let squares: f64 = 0;
  let byRow: f64 = 0;
  let terms = 0;
  let sum: f64 = 0;
  let whole = true;
  let at = from;
  for (let row = 0; row < rows; row++) {
    let ofRow: f64 = 0;
    for (const end = at + 4 * usize(line); at < end; at += 4) {
      const value = f64(load<f32>(at));
      if (value === 0) continue;
      squares += value * value;
      ofRow += value * value;
      terms++;
      sum += abs(value);
      whole = whole && floor(value) === value;
    }
    byRow += ofRow;
  }
  store<f64>(to, squares);
  store<f64>(to + 8, byRow);
  store<f64>(to + 16, f64(terms));
  store<f64>(to + 24, whole ? sum : Infinity);
}

/**
 * Collects the values of a reference that are not 0.
 *
 * @param rowStep bytes from a row of a window to the next; `cellStep` from a cell, `channelStep` from a channel
 * @param places receives where each is: bytes from the first value of a window
 * @param factors receives them: as floats if `single`, else as doubles
 */
export function nonZeros(
  reference: usize,
  height: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
  channelStep: i32,
  places: usize,
  factors: usize,
  single: bool,
): void {
  let count: usize = 0;
  let at = reference;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < cells; x++) {
      for (let c = 0; c < channels; c++, at += 4) {
        const value = load<f32>(at);
        if (value === 0) continue;
        store<i32>(places + 4 * count, y * rowStep + x * cellStep + c * channelStep);
        if (single) store<f32>(factors + 4 * count, value);
        else store<f64>(factors + 8 * count, f64(value));
        count++;
      }
    }
  }
}
