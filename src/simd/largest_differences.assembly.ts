/**
 * Collects the values r of the reference whose bounds of |x - r| are above `low` and at most `high`; NaN: there is no
 * `high`.
 *
 * @param bounds the address of a bound for each; 0: they follow from x being from `least` to `most`
 * @param enough how many are collected at the most
 * @param rowStep bytes from a row of a window to the next; `cellStep` from a cell to the next
 * @param places receives where each is compared: bytes from the first value of a window
 * @param values receives them, as doubles
 * @returns how many there are; more than `enough`: not all are collected
 */
export function bounded(
  bounds: usize,
  least: f64,
  most: f64,
  low: f64,
  high: f64,
  enough: i32,
  reference: usize,
  height: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
  places: usize,
  values: usize,
): i32 {
  let count = 0;
  let i: usize = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < cells; x++) {
      for (let c = 0; c < channels; c++, i++) {
        const value = f64(load<f32>(reference + 4 * i));
        const bound = bounds === 0 ? max(most - value, value - least) : load<f64>(bounds + 8 * i);
        if (bound <= low || bound > high) continue;
        if (count === enough) return count + 1;
        store<i32>(places + 4 * usize(count), y * rowStep + x * cellStep + 4 * c);
        store<f64>(values + 8 * usize(count), value);
        count++;
      }
    }
  }
  return count;
}

/**
 * Raises the largest |x - r| so far of each of some windows by some values of r, in double precision. A window is left
 * alone once it has reached the limit.
 *
 * @param places where each value of r is compared: bytes from the first value of a window
 * @param values those values, as doubles
 * @param begins the address of each window's first value
 * @param largest of each window so far, as doubles
 */
export function largestDifferences(
  places: usize,
  values: usize,
  count: i32,
  limit: f64,
  begins: usize,
  windows: i32,
  largest: usize,
): void {
  for (let window: usize = 0; window < usize(windows); window++) {
    const begin: usize = load<u32>(begins + 4 * window);
    let most = load<f64>(largest + 8 * window);
    for (let i: usize = 0; i < usize(count) && most < limit; i++) {
      const x = f64(load<f32>(begin + load<u32>(places + 4 * i)));
      most = max(most, abs(x - load<f64>(values + 8 * i)));
    }
    store<f64>(largest + 8 * window, most);
  }
}

/** The same for the largest of all those windows together. @returns it */
export function largestDifference(
  places: usize,
  values: usize,
  count: i32,
  limit: f64,
  begins: usize,
  windows: i32,
  most: f64,
): f64 {
  for (let i: usize = 0; i < usize(count) && most < limit; i++) {
    const place = load<u32>(places + 4 * i);
    const value = load<f64>(values + 8 * i);
    for (let window: usize = 0; window < 4 * usize(windows); window += 4)
      most = max(most, abs(f64(load<f32>(load<u32>(begins + window) + place)) - value));
  }
  return most;
}
