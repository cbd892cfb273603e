/** Whether four windows begin in one row, each a cell to the left of the one before. */
export function areBeside(rows: usize, columns: usize): bool {
  const sameRow = i32x4.eq(v128.load(rows), v128.load32_splat(rows));
  const leftOf = i32x4.sub(v128.load32_splat(columns), i32x4(0, 1, 2, 3));
  return i32x4.all_true(v128.and(sameRow, i32x4.eq(v128.load(columns), leftOf)));
}

/** The four values that begin there, last first. */
export function reversed(at: usize): v128 {
  const four = v128.load(at);
  return v128.shuffle<i32>(four, four, 3, 2, 1, 0);
}
