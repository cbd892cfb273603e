/**
 * Sums of products for windows over several channels, in double precision: the first of `filters` sums of a window is at
 * `begin`, then every product is added in the order of the window's cells and their channels, and the sum is rounded once.
 * Eight filters of two windows are added up together, in registers; or four filters of four windows, where four are left.
 *
 * @param from the first value of the first window
 * @param line cells from the first window of a row to that of the next row
 * @param across cells from a window to the next in its row
 * @param cells how many cells each cell of a window is after its first
 * @param set for each cell from `from` on, a byte: 0 where all its values are 0. Such cells are skipped, as adding 0
 * changes nothing
 * @param weights doubles: for each group of filters, for each cell, for each channel, those of the filters of the group;
 * groups have eight filters, and where at most four are left the last group has four
 * @param to the address of the results, [rows, columns, filters]
 */
export function correlate(
  from: usize,
  rows: i32,
  columns: i32,
  line: i32,
  across: i32,
  channels: i32,
  cells: usize,
  size: i32,
  set: usize,
  weights: usize,
  begin: usize,
  filters: i32,
  to: usize,
): void {
  let group = weights;
  let first = 0;
  for (; filters - first > 4; first += 8) {
    for (let y = 0; y < rows; y++)
      twoWindows(
        from,
        y * line,
        columns,
        across,
        channels,
        cells,
        size,
        set,
        group,
        begin,
        first,
        filters,
        to + 4 * usize(y) * columns * filters,
      );
    group += 64 * usize(size) * channels;
  }
  if (first >= filters) return;
  for (let y = 0; y < rows; y++)
    fourWindows(
      from,
      y * line,
      columns,
      across,
      channels,
      cells,
      size,
      set,
      group,
      begin,
      first,
      filters,
      to + 4 * usize(y) * columns * filters,
    );
}

/** Eight filters over the windows of a row, two at a time; the last one alone if their number is odd. */
function twoWindows(
  from: usize,
  row: i32,
  columns: i32,
  across: i32,
  channels: i32,
  cells: usize,
  size: i32,
  set: usize,
  weights: usize,
  begin: usize,
  first: i32,
  filters: i32,
  to: usize,
): void {
  const starts = begin + 8 * usize(first);
  const left = filters - first;
  for (let x = 0; x < columns; x += 2) {
    // The second of a pair that is none repeats the first.
    const apart = x + 1 < columns ? across : 0;
    const at = row + x * across;
    let a = v128.load(starts);
    let b = v128.load(starts, 16);
    let c = v128.load(starts, 32);
    let d = v128.load(starts, 48);
    let e = a;
    let f = b;
    let g = c;
    let h = d;
    let weight = weights;
    for (let k = 0; k < size; k++, weight += 64 * usize(channels)) {
      const cell = at + load<i32>(cells + 4 * usize(k));
      if (!(load<u8>(set + cell) | load<u8>(set + cell + apart))) continue;
      let one = from + 4 * usize(cell * channels);
      let other = one + 4 * usize(apart * channels);
      let w = weight;
      for (const end = w + 64 * usize(channels); w < end; w += 64, one += 4, other += 4) {
        const value = f64x2.promote_low_f32x4(v128.load32_splat(one));
        const next = f64x2.promote_low_f32x4(v128.load32_splat(other));
        let four = v128.load(w);
        a = f64x2.add(a, f64x2.mul(value, four));
        e = f64x2.add(e, f64x2.mul(next, four));
        four = v128.load(w, 16);
        b = f64x2.add(b, f64x2.mul(value, four));
        f = f64x2.add(f, f64x2.mul(next, four));
        four = v128.load(w, 32);
        c = f64x2.add(c, f64x2.mul(value, four));
        g = f64x2.add(g, f64x2.mul(next, four));
        four = v128.load(w, 48);
        d = f64x2.add(d, f64x2.mul(value, four));
        h = f64x2.add(h, f64x2.mul(next, four));
      }
    }
    const out = to + 4 * (usize(x) * filters + first);
    store4(out, toFloats(a, b), left);
    store4(out + 16, toFloats(c, d), left - 4);
    if (!apart) break;
    store4(out + 4 * usize(filters), toFloats(e, f), left);
    store4(out + 4 * usize(filters) + 16, toFloats(g, h), left - 4);
  }
}

/** Up to four filters over the windows of a row, four at a time; the last ones repeat the last window of the row. */
function fourWindows(
  from: usize,
  row: i32,
  columns: i32,
  across: i32,
  channels: i32,
  cells: usize,
  size: i32,
  set: usize,
  weights: usize,
  begin: usize,
  first: i32,
  filters: i32,
  to: usize,
): void {
  const starts = begin + 8 * usize(first);
  const left = filters - first;
  for (let x = 0; x < columns; x += 4) {
    const at = row + x * across;
    const count = min(columns - x, 4);
    const second = min(1, count - 1) * across;
    const third = min(2, count - 1) * across;
    const fourth = (count - 1) * across;
    const toSecond = 4 * usize(second * channels);
    const toThird = 4 * usize(third * channels);
    const toFourth = 4 * usize(fourth * channels);
    let a = v128.load(starts);
    let b = v128.load(starts, 16);
    let c = a;
    let d = b;
    let e = a;
    let f = b;
    let g = a;
    let h = b;
    let weight = weights;
    for (let k = 0; k < size; k++, weight += 32 * usize(channels)) {
      const cell = at + load<i32>(cells + 4 * usize(k));
      const known = set + cell;
      const any = load<u8>(known) | load<u8>(known + second) | load<u8>(known + third);
      if (!(any | load<u8>(known + fourth))) continue;
      let value = from + 4 * usize(cell * channels);
      let w = weight;
      for (const end = w + 32 * usize(channels); w < end; w += 32, value += 4) {
        const low = v128.load(w);
        const high = v128.load(w, 16);
        let x = f64x2.promote_low_f32x4(v128.load32_splat(value));
        a = f64x2.add(a, f64x2.mul(x, low));
        b = f64x2.add(b, f64x2.mul(x, high));
        x = f64x2.promote_low_f32x4(v128.load32_splat(value + toSecond));
        c = f64x2.add(c, f64x2.mul(x, low));
        d = f64x2.add(d, f64x2.mul(x, high));
        x = f64x2.promote_low_f32x4(v128.load32_splat(value + toThird));
        e = f64x2.add(e, f64x2.mul(x, low));
        f = f64x2.add(f, f64x2.mul(x, high));
        x = f64x2.promote_low_f32x4(v128.load32_splat(value + toFourth));
        g = f64x2.add(g, f64x2.mul(x, low));
        h = f64x2.add(h, f64x2.mul(x, high));
      }
    }
    const out = to + 4 * (usize(x) * filters + first);
    const further = 4 * usize(filters);
    store4(out, toFloats(a, b), left);
    if (count > 1) store4(out + further, toFloats(c, d), left);
    if (count > 2) store4(out + 2 * further, toFloats(e, f), left);
    if (count > 3) store4(out + 3 * further, toFloats(g, h), left);
  }
}

/** Four doubles as floats. */
function toFloats(low: v128, high: v128): v128 {
  return v128.shuffle<i64>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 2);
}

/** Writes the first `count` of four floats, all of them if there are more. */
function store4(to: usize, four: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, four);
    return;
  }
  if (count > 0) store<f32>(to, f32x4.extract_lane(four, 0));
  if (count > 1) store<f32>(to, f32x4.extract_lane(four, 1), 4);
  if (count > 2) store<f32>(to, f32x4.extract_lane(four, 2), 8);
}

/** For each cell a byte: whether one of its values is not 0. */
export function cellsSet(from: usize, cells: i32, channels: i32, to: usize): void {
  let at = from;
  for (let cell = 0; cell < cells; cell++) {
    let any = 0;
    for (const end = at + 4 * usize(channels); at < end; at += 4) any |= i32(load<f32>(at) !== 0);
    store<u8>(to + usize(cell), any);
  }
}
