import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcnemar } from '../../../src/check/baseline/mcnemar.ts';

/** The definition in whole numbers: both tails of C(n, k) / 2^n. */
function exactly(lost: number, gained: number): number {
  const n = BigInt(lost + gained);
  let choose = 1n;
  let tail = 0n;
  const most = BigInt(Math.max(lost, gained));
  for (let k = 0n; k <= n; k++) {
    if (k >= most) tail += choose;
    choose = (choose * (n - k)) / (k + 1n);
  }
  const scale = 10n ** 30n;
  return Math.min(1, Number((2n * tail * scale) / 2n ** n) / 1e30);
}

test.each([
  // Nothing changed; one trial; by hand 2 · (1 + 10) / 1024 and 2 / 64.
  [0, 0, 1],
  [1, 0, 1],
  [9, 1, 22 / 1024],
  [1, 9, 22 / 1024],
  [6, 0, 2 / 64],
  [5, 0, 2 / 32],
  [7, 7, 1],
])('%i against %i gives %d', (lost, gained, p) => {
  expect(mcnemar(lost, gained)).toBeCloseTo(p, 14);
});

test('it is the sum of its definition', () => {
  fc.assert(
    fc.property(fc.nat(700), fc.nat(700), (lost, gained) => {
      const [p, q] = [mcnemar(lost, gained), exactly(lost, gained)];
      expect(Math.abs(p - q)).toBeLessThanOrEqual(1e-9 * q + 1e-29);
    }),
  );
});

test('of many trials it comes near the normal distribution, and takes no time', () => {
  // z = 1.96 of n = 4·10^7 changes: 2 (1 - Φ(1.96)) = 0.05.
  const half = Math.round((1.959963984540054 * Math.sqrt(4e7)) / 2);
  expect(mcnemar(2e7 + half, 2e7 - half)).toBeCloseTo(0.05, 4);
  expect(mcnemar(1e8, 0)).toBe(0);
});
