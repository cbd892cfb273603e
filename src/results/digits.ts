import { POINT, ZERO } from './csv.ts';

/**
 * Writes a number as `formatCell` prints one that was measured: a whole number as it is, another with six significant
 * digits, without a text in between. At most 20 bytes.
 *
 * The six digits of x are those of the whole number nearest to x · 10^d, for the d that makes it six digits long. 10^d is
 * exact, so the product is off by less than 10^-10; nearer than 10^-9 to the middle of two whole numbers it does not say
 * which one is nearest.
 *
 * @param at where the first digit goes
 * @param rate whether it is a rate, which is 1 only where it is 1
 * @returns the place behind the last digit; -1 where the digits are not known this way: of numbers that are large, small,
 * or about in the middle
 */
export function writeDigits(bytes: Uint8Array, at: number, value: number, rate: boolean): number {
  let start = at;
  let x = value;
  if (x < 0) {
    bytes[start++] = MINUS;
    x = -x;
  }
  const whole = x | 0;
  if (whole === x) return writeWholeNumber(bytes, start, whole);
  if (!(x >= 1e-6 && x < 1e6)) return -1;
  let behindPoint = x < 1 ? 6 : 5;
  if (x < 1) while (x * POWERS[behindPoint]! < 1e5) behindPoint++;
  else while (x >= POWERS[6 - behindPoint]!) behindPoint--;
  const scaled = x * POWERS[behindPoint]!;
  let digits = scaled | 0;
  const rest = scaled - digits;
  if (Math.abs(rest - 0.5) < 1e-9) return -1;
  if (rest > 0.5) digits++;
  if (digits === 1_000_000) {
    if (behindPoint === 0) return -1;
    if (rate && behindPoint === 6 && value > 0) digits = 999_999;
    else {
      digits = 100_000;
      behindPoint--;
    }
  }
  return writeSixDigits(bytes, start, digits, behindPoint);
}

const MINUS = 0x2d;
const POWERS = Float64Array.from({ length: 12 }, (_, n) => Number(`1e${n}`));

/** The digits of every whole number below 1000, three each. */
const THREES = Uint8Array.from({ length: 3000 }, (_, i) => {
  return String(Math.floor(i / 3))
    .padStart(3, '0')
    .charCodeAt(i % 3);
});

function writeWholeNumber(bytes: Uint8Array, at: number, value: number): number {
  let end = at + 1;
  for (let least = 10; value >= least; least *= 10) end++;
  for (let i = end - 1, rest = value; i >= at; i--) {
    const tens = (rest / 10) | 0;
    bytes[i] = ZERO + rest - 10 * tens;
    rest = tens;
  }
  return end;
}

/** @param behindPoint how many of the digits, and of zeros before them, are behind the point */
function writeSixDigits(bytes: Uint8Array, at: number, digits: number, behindPoint: number): number {
  let first = at;
  if (behindPoint >= 6) {
    bytes[first++] = ZERO;
    bytes[first++] = POINT;
    for (let zeros = behindPoint; zeros > 6; zeros--) bytes[first++] = ZERO;
  }
  const thousands = (digits / 1000) | 0;
  for (let i = 0; i < 3; i++) {
    bytes[first + i] = THREES[3 * thousands + i]!;
    bytes[first + 3 + i] = THREES[3 * (digits - 1000 * thousands) + i]!;
  }
  let end = first + 6;
  if (behindPoint === 0) return end;
  if (behindPoint < 6) {
    for (let i = end; i > end - behindPoint; i--) bytes[i] = bytes[i - 1]!;
    bytes[end - behindPoint] = POINT;
    end++;
  }
  while (bytes[end - 1] === ZERO) end--;
  return bytes[end - 1] === POINT ? end - 1 : end;
}
