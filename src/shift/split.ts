/**
 * Splits a shift into whole pixels and a part of one, d = whole + part with part in [0, 1). The part is rounded to
 * billionths, so that shifts that differ by whole pixels have the same part. A shift within a billionth of a whole
 * number, on either side, is whole.
 *
 * @example splitShift(-0.25) // [-1, 0.75]
 */
export function splitShift(d: number): [whole: number, part: number] {
  const nearest = Math.round(d) + 0;
  const billionths = Math.round((d - nearest) * 1e9);
  if (Math.abs(billionths) <= 1) return [nearest, 0];
  return billionths > 0 ? [nearest, billionths / 1e9] : [nearest - 1, (billionths + 1e9) / 1e9];
}
