/**
 * A shift as whole pixels and a part of one in [0, 1): d = whole + part. Parts are multiples of 1e-9, and less than
 * that is none, so that shifts which differ by whole pixels have the same one, whatever rounding did to them.
 */
export function splitShift(d: number): [whole: number, part: number] {
  const nearest = Math.round(d) + 0;
  if (Math.abs(d - nearest) < 1e-9) return [nearest, 0];
  const whole = Math.floor(d);
  return [whole, Math.round((d - whole) * 1e9) / 1e9];
}
