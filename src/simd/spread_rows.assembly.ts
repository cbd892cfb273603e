/**
 * Moves the rows of an image apart, and fills the gaps between them.
 *
 * @param from the first row; the others follow it without gaps. They may overlap the result, if its last row is where it
 * is to be
 * @param row values of each
 * @param to where the first row is moved to
 * @param step values from a row of the result to the next
 */
export function spreadRows(from: usize, rows: i32, row: usize, value: f32, to: usize, step: usize): void {
  const filling = f32x4.splat(value);
  for (let y = 0; y < rows; y++) {
    const at = to + 4 * usize(y) * step;
    memory.copy(at, from + 4 * usize(y) * row, 4 * row);
    if (y === rows - 1) return;
    const next = at + 4 * step;
    let out = at + 4 * row;
    for (; out + 16 <= next; out += 16) v128.store(out, filling);
    for (; out < next; out += 4) store<f32>(out, value);
  }
}
