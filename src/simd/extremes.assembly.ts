/**
 * Bounds of |x - r| for each value r of the reference, over all windows of a box: windows that begin in any of `down` ×
 * `across` neighbouring cells. They are the largest of the values of the map that any of them compares with r, minus r,
 * and r minus the smallest. Rows are taken in blocks of `down`, so the rows for one row of the reference are the end of
 * a block and the beginning of the next.
 *
 * @param from the first value of the first window
 * @param line values of a row of the map
 * @param values of a row that windows cover
 * @param first row of the map in which this block begins, from the first row of the first window
 * @param height rows of the reference; `rowStep` rows of the map from one to the next
 * @param cells of a row of the reference; `cellStep` cells from one to the next
 * @param scratch memory for `down` / `rowStep` + 3 lines each of largest and smallest values, rounded up to whole fours
 * @param to bounds, as doubles; 0: none are stored
 * @returns the largest bound of these rows of the reference
 */
export function extremes(
  from: usize,
  line: usize,
  values: usize,
  first: i32,
  down: i32,
  across: i32,
  channels: i32,
  reference: usize,
  height: i32,
  cells: i32,
  rowStep: i32,
  cellStep: i32,
  scratch: usize,
  to: usize,
): f64 {
  const bytes = 4 * ((values + 3) & ~3);
  const begin = (first + rowStep - 1) / rowStep;
  const end = min((first + down + rowStep - 1) / rowStep, height);
  let most: f64 = 0;
  if (begin >= end) return most;
  const running = scratch;
  const ends = scratch + 2 * bytes;
  // From the last row of the block up to each row where the reference has one.
  let next = first + down - 1;
  startWith(from + 4 * line * usize(next), bytes, running);
  for (let row = end - 1; row >= begin; row--) {
    for (next--; next >= row * rowStep; next--) joinLine(from + 4 * line * usize(next), bytes, running);
    next++;
    memory.copy(ends + 2 * bytes * usize(row - begin), running, 2 * bytes);
  }
  // From the first row of the next block on.
  next = first + down;
  for (let row = begin; row < end; row++) {
    for (; next < row * rowStep + down; next++) {
      if (next === first + down) startWith(from + 4 * line * usize(next), bytes, running);
      else joinLine(from + 4 * line * usize(next), bytes, running);
    }
    const lines = ends + 2 * bytes * usize(row - begin);
    if (next > first + down) joinLines(running, bytes, lines);
    spreadAlong(lines, bytes, across, channels);
    const size = usize(cells) * usize(channels);
    const out = to === 0 ? 0 : to + 8 * size * usize(row);
    const bound = boundsOfRow(
      lines,
      bytes,
      reference + 4 * size * usize(row),
      cells,
      channels,
      cellStep,
      out,
    );
    most = max(most, bound);
  }
  return most;
}

/** Begins the largest and the smallest values with a line. NaN is left out: cells that no output reads may hold it. */
function startWith(from: usize, bytes: usize, to: usize): void {
  const largest = f32x4.splat(Infinity);
  const smallest = f32x4.splat(-Infinity);
  for (let i: usize = 0; i < bytes; i += 16) {
    const four = v128.load(from + i);
    v128.store(to + i, f32x4.pmax(smallest, four));
    v128.store(to + i + bytes, f32x4.pmin(largest, four));
  }
}

/** Joins a line of values to the largest and the smallest so far; NaN is left out. */
function joinLine(from: usize, bytes: usize, to: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const four = v128.load(from + i);
    const at = to + i;
    v128.store(at, f32x4.pmax(v128.load(at), four));
    v128.store(at + bytes, f32x4.pmin(v128.load(at + bytes), four));
  }
}

function joinLines(from: usize, bytes: usize, to: usize): void {
  for (let i: usize = 0; i < bytes; i += 16) {
    const at = to + i;
    v128.store(at, f32x4.pmax(v128.load(at), v128.load(from + i)));
    v128.store(at + bytes, f32x4.pmin(v128.load(at + bytes), v128.load(from + i + bytes)));
  }
}

/** For each cell the largest and the smallest of it and the `across` - 1 cells after it: of 2, of 4, of 8 cells, … */
function spreadAlong(lines: usize, bytes: usize, across: i32, channels: i32): void {
  let size = 1;
  while (size < across) {
    const step = min(size, across - size);
    const further = 4 * usize(step) * usize(channels);
    for (let i: usize = 0; i + further < bytes; i += 16) {
      const at = lines + i;
      v128.store(at, f32x4.pmax(v128.load(at), v128.load(at + further)));
      v128.store(at + bytes, f32x4.pmin(v128.load(at + bytes), v128.load(at + bytes + further)));
    }
    size += step;
  }
}

function boundsOfRow(
  lines: usize,
  bytes: usize,
  reference: usize,
  cells: i32,
  channels: i32,
  cellStep: i32,
  to: usize,
): f64 {
  let most: f64 = 0;
  for (let x = 0; x < cells; x++) {
    const at = lines + 4 * usize(x * cellStep) * usize(channels);
    for (let c: usize = 0; c < usize(channels); c++) {
      const i = usize(x) * usize(channels) + c;
      const r = f64(load<f32>(reference + 4 * i));
      const bound = max(f64(load<f32>(at + 4 * c)) - r, r - f64(load<f32>(at + bytes + 4 * c)));
      if (to !== 0) store<f64>(to + 8 * i, bound);
      most = max(most, bound);
    }
  }
  return most;
}
