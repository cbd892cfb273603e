/**
 * x^y for x ≥ 0 and y > 0, the same bits on every machine and in every engine: only + - × ÷ are used, whose results are
 * fixed. (`**` and `Math.pow` are the engine's own, and differ between Node 22 and 24.) Whole powers are products; others
 * are 2^(y · log2 x), with a relative error below 1e-12. What is too large for a double is Infinity.
 *
 * @example power(3, 4) // 81
 */
export function power(x: number, y: number): number {
  if (Number.isInteger(y)) return wholePower(x, y);
  // 0, Infinity, NaN and 1 are powers of themselves.
  return x > 0 && x < Number.POSITIVE_INFINITY ? powerOfTwo(y * logarithm(x)) : x;
}

/** The n-th root of x ≥ 0, for n ≥ 1, whole or not, as fixed as `power`. @example nthRoot(81, 4) // 3 */
export function nthRoot(x: number, n: number): number {
  if (n === 1) return x;
  if (n === 2) return Math.sqrt(x);
  return x > 0 && x < Number.POSITIVE_INFINITY ? powerOfTwo(logarithm(x) / n) : x;
}

/** By squares: x^13 = x · x^4 · x^8. */
function wholePower(x: number, n: number): number {
  let result = 1;
  for (let square = x, rest = n; rest > 0; rest = Math.floor(rest / 2), square *= square)
    if (rest % 2 === 1) result *= square;
  return result;
}

const bits = new DataView(new ArrayBuffer(8));

/** log2 x: the exponent, and 2 atanh((m - 1) / (m + 1)) for the rest m, from √½ to √2. */
function logarithm(x: number): number {
  const normal = x >= 2 ** -1022;
  bits.setFloat64(0, normal ? x : x * 2 ** 54);
  const high = bits.getUint32(0);
  let exponent = (high >>> 20) - 1023 - (normal ? 0 : 54);
  bits.setUint32(0, (high & 0xfffff) | (1023 << 20));
  let m = bits.getFloat64(0);
  if (m > Math.SQRT2) {
    m /= 2;
    exponent++;
  }
  const t = (m - 1) / (m + 1);
  const square = t * t;
  let sum = 0;
  for (let odd = 23; odd > 0; odd -= 2) sum = sum * square + 1 / odd;
  return exponent + (2 * t * sum) / Math.LN2;
}

/** 2^z: that of the nearest whole number, and the series of e^u for the rest. */
function powerOfTwo(z: number): number {
  if (z >= 1024) return Number.POSITIVE_INFINITY;
  if (z < -1075) return 0;
  const whole = Math.round(z);
  const u = (z - whole) * Math.LN2;
  let sum = 1;
  for (let k = 15; k > 0; k--) sum = 1 + (u / k) * sum;
  const half = whole >> 1;
  // In two factors, as 2^1024 is no double, nor is 2^-1074 a normal one.
  return sum * wholePowerOfTwo(half) * wholePowerOfTwo(whole - half);
}

/** @param n from -1022 to 1023 */
function wholePowerOfTwo(n: number): number {
  bits.setUint32(0, (n + 1023) << 20);
  bits.setUint32(4, 0);
  return bits.getFloat64(0);
}

/** x · x: the last bit of `x ** 2` differs between interpreted and compiled code in V8. */
export function squared(x: number): number {
  return x * x;
}
