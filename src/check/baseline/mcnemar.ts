/**
 * The exact McNemar test of whether it got worse: the chance of at least as many lost trials, if each trial that changed
 * were as likely to change either way. One-sided, since `no_worse` asks about one direction; 1 where nothing was lost.
 *
 * @param lost pairs that matched before and do not now
 * @param gained pairs that match now and did not before
 * @returns p = Σ_{k ≥ lost} C(n, k) / 2ⁿ, n = lost + gained
 * @example
 * mcnemar(5, 0); // 1 / 32
 * Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
 * Psychometrika 12, 1947; exact as the sign test.
 */
export function mcnemar(lost: number, gained: number): number {
  const n = lost + gained;
  // The upper tail falls from its first term on; the other tail is what is left of 1.
  if (2 * lost < n + 1) return 1 - tailFrom(gained + 1, n);
  return tailFrom(lost, n);
}

/** Σ_{k ≥ from} C(n, k) / 2ⁿ, for a `from` above n / 2. */
function tailFrom(from: number, n: number): number {
  if (from > n) return 0;
  // Each term follows from the one before. They fall, so the rest is smaller than the last bit.
  let term = Math.exp(logChoose(n, from) - n * Math.LN2);
  let tail = 0;
  for (let k = from; k <= n && term > tail * 2 ** -60; k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return tail;
}

/** The natural logarithm of C(n, k). */
function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

const SMALL = 256;

/** The products themselves while they are few, then Stirling's series, whose next term is below 1e-21 here. */
function logFactorial(n: number): number {
  if (n < SMALL) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  const series = 1 / (12 * n) - 1 / (360 * n ** 3) + 1 / (1260 * n ** 5) - 1 / (1680 * n ** 7);
  return n * Math.log(n) - n + Math.log(2 * Math.PI * n) / 2 + series;
}
