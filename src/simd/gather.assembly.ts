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
    if (channels === 1) {
      gatherValues(cell, cells, further, out);
      out += 4 * usize(cells);
      continue;
    }
    for (let x = 0; x < cells; x++, cell += further, out += 4 * usize(channels))
      for (let c: usize = 0; c < 4 * usize(channels); c += 16) v128.store(out + c, v128.load(cell + c));
  }
}

/** The same for a row of single values, which are `further` bytes apart: of every other value, four at once. */
function gatherValues(from: usize, cells: i32, further: usize, to: usize): void {
  const end = to + 4 * usize(cells);
  let at = from;
  let out = to;
  if (further === 8) {
    for (; out + 16 <= end; out += 16, at += 32)
      v128.store(out, v128.shuffle<f32>(v128.load(at), v128.load(at + 16), 0, 2, 4, 6));
  }
  for (; out < end; out += 4, at += further) store<f32>(out, load<f32>(at));
}
