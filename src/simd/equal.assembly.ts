/**
 * Whether two windows hold the same numbers.
 *
 * @param below values from a row of them to the next
 * @param beside values from a cell to the next
 */
export function same(
  one: usize,
  other: usize,
  rows: i32,
  cells: i32,
  channels: i32,
  below: i32,
  beside: i32,
): bool {
  const further = 4 * usize(beside);
  for (let row = 0; row < rows; row++) {
    let a = one + 4 * usize(row) * below;
    let b = other + 4 * usize(row) * below;
    // A row at once, without branches: most windows that are compared are the same.
    let differ = 0;
    if (channels === 1)
      for (let x = 0; x < cells; x++, a += further, b += further)
        differ |= i32(load<f32>(a) !== load<f32>(b));
    else
      for (let x = 0; x < cells; x++, a += further, b += further)
        for (let c: usize = 0; c < 4 * usize(channels); c += 4)
          differ |= i32(load<f32>(a + c) !== load<f32>(b + c));
    if (differ) return false;
  }
  return true;
}
