/**
 * Copies the cells of a window one after the other.
 *
 * @param rowStep values from a row to the next
 * @param cellStep values from a cell to the next
 */
export function gather(
  from: usize,
  rows: i32,
  cells: i32,
  channels: i32,
  rowStep: i32,
  cellStep: i32,
  to: usize,
): void {
  // Contiguous cells are copied as one.
  if (cellStep === channels) {
    channels *= cells;
    cells = 1;
  }
  const further = 4 * usize(cellStep);
  let out = to;
  for (let row = 0; row < rows; row++) {
    let cell = from + 4 * usize(row) * rowStep;
    for (let x = 0; x < cells; x++, cell += further, out += 4 * usize(channels)) {
      if (channels === 1) store<f32>(out, load<f32>(cell));
      else for (let c: usize = 0; c < 4 * usize(channels); c += 16) v128.store(out + c, v128.load(cell + c));
    }
  }
}
