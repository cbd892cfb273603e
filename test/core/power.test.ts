import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nthRoot, power } from '../../src/core/power.ts';

/** Positive numbers of all sizes. */
const positive = fc
  .tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -1074, max: 1022 }))
  .map(([m, exponent]) => m * 2 ** exponent)
  .filter((x) => x > 0);

/** Whether two numbers agree to 12 digits; small ones as far as a double goes. */
function expectNear(found: number, wanted: number): void {
  if (!Number.isFinite(wanted) || wanted === 0) expect(found).toBe(wanted);
  else expect(Math.abs(found - wanted)).toBeLessThanOrEqual(1e-12 * wanted + Number.MIN_VALUE);
}

describe('power and root', () => {
  test('are those of the engine, to twelve digits', () => {
    fc.assert(
      fc.property(
        positive,
        fc.oneof(fc.double({ min: 0.01, max: 40, noNaN: true }), fc.integer({ min: 1, max: 40 })),
        (x, y) => {
          const wanted = x ** y;
          // Where the last step is into or out of the range of doubles, either may be.
          if (wanted < 1e300 && wanted > 1e-290) expectNear(power(x, y), wanted);
          if (y >= 1) expectNear(nthRoot(x, y), x ** (1 / y));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('are exact where roots of powers of two are whole, and for whole powers of small numbers', () => {
    for (let n = 1; n <= 32; n++) {
      expect(nthRoot(2 ** (3 * n), n)).toBe(8);
      expect(nthRoot(2 ** (-5 * n), n)).toBe(2 ** -5);
      expect(power(3, n)).toBe(Number(3n ** BigInt(n)));
    }
    expect(power(4, 2.5)).toBe(32);
    expect(power(2 ** -1074, 0.5)).toBe(2 ** -537);
  });

  test('end at 0 and at Infinity', () => {
    for (const y of [1, 2.5, 3]) {
      expect(power(0, y)).toBe(0);
      expect(nthRoot(0, y)).toBe(0);
      expect(power(Number.POSITIVE_INFINITY, y)).toBe(Number.POSITIVE_INFINITY);
      expect(nthRoot(Number.POSITIVE_INFINITY, y)).toBe(Number.POSITIVE_INFINITY);
      expect(power(Number.NaN, y)).toBeNaN();
    }
    expect(power(1e300, 1.5)).toBe(Number.POSITIVE_INFINITY);
    expect(power(1e-300, 1.5)).toBe(0);
  });

  test('are those of other programs', () => {
    // From Python's decimal module, with 40 digits.
    expectNear(power(1.7, 2.3), 3.388695291147646);
    expectNear(nthRoot(0.1, 3), 0.4641588833612779);
    expectNear(nthRoot(123.456, 7), 1.98969934682759);
  });
});
