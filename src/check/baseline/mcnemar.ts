/**
 * The exact McNemar test: the chance, if a trial that changed were as likely to change either way, of a split at
 * least as uneven as `lost` to `gained`. Two-sided; 1 where nothing changed.
 *
 * @param lost pairs that matched before and do not now
 * @param gained pairs that match now and did not before
 * @returns p = min(1, 2 · Σ_{k ≥ max(lost, gained)} C(n, k) / 2ⁿ), n = lost + gained
 * Source: Q. McNemar, "Note on the sampling error of the difference between correlated proportions or percentages",
 * Psychometrika 12, 1947; exact as the sign test.
 */
export function mcnemar(lost: number, gained: number): number {
  const n = lost + gained;
  const most = Math.max(lost, gained);
  if (2 * most === n) return 1;
  // Each term follows from the one before. They fall, so the rest is smaller than the last bit.
  let term = Math.exp(logChoose(n, most) - n * Math.LN2);
  let tail = 0;
  for (let k = most; k <= n && term > tail * 2 ** -60; k++) {
    tail += term;
    term *= (n - k) / (k + 1);
  }
  return Math.min(1, 2 * tail);
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
