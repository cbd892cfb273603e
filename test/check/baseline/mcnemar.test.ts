import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mcnemar } from '../../../src/check/baseline/mcnemar.ts';

/** The definition in whole numbers: the upper tail of C(n, k) / 2^n. */
function exactly(lost: number, gained: number): number {
  const n = BigInt(lost + gained);
  let choose = 1n;
  let tail = 0n;
  for (let k = 0n; k <= n; k++) {
    if (k >= BigInt(lost)) tail += choose;
    choose = (choose * (n - k)) / (k + 1n);
  }
  const scale = 10n ** 30n;
  return Number((tail * scale) / 2n ** n) / 1e30;
}

test.each([
  // By hand: nothing changed; one trial; (1 + 10) / 1024 and its other side.
  [0, 0, 1],
  [1, 0, 1 / 2],
  [0, 1, 1],
  [9, 1, 11 / 1024],
  [1, 9, 1023 / 1024],
  [6, 0, 1 / 64],
  [5, 0, 1 / 32],
  [4, 0, 1 / 16],
  [1, 1, 3 / 4],
])('%i lost and %i gained give %d', (lost, gained, p) => {
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
  // z = 1.645 of n = 4·10^7 changes: 1 - Φ(1.645) = 0.05.
  const half = Math.round((1.6448536269514722 * Math.sqrt(4e7)) / 2);
  expect(mcnemar(2e7 + half, 2e7 - half)).toBeCloseTo(0.05, 4);
  expect(mcnemar(1e8, 0)).toBe(0);
  expect(mcnemar(0, 1e8)).toBe(1);
});
