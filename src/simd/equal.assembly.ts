/**
 * Whether two windows hold equal numbers.
 *
 * @param rowStep values from a row to the next
 * @param cellStep values from a cell to the next
 */
export function equalValues(
  one: usize,
  other: usize,
  rows: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
): bool {
  const further = 4 * usize(cellStep);
  for (let row = 0; row < rows; row++) {
    let a = one + 4 * usize(row) * rowStep;
    let b = other + 4 * usize(row) * rowStep;
    // A row at once, without branches: most windows that are compared are equal.
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
