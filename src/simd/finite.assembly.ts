/** Whether no value is NaN or infinite: those are the values with all bits of the exponent set. */
export function finiteValues(from: usize, length: i32): bool {
  const exponent = i32x4.splat(0x7f800000);
  let found = i32x4.splat(0);
  let i: usize = 0;
  for (; i + 4 <= usize(length); i += 4)
    found = v128.or(found, i32x4.eq(v128.and(v128.load(from + 4 * i), exponent), exponent));
  for (; i < usize(length); i++) if ((load<i32>(from + 4 * i) & 0x7f800000) === 0x7f800000) return false;
  return !v128.any_true(found);
}
