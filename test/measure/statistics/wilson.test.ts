import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { interval, wilson, Z } from '../../../src/measure/statistics/wilson.ts';
import statsmodels from '../../fixtures/wilson.json' with { type: 'json' };

const counts = fc
  .integer({ min: 1, max: 10 ** 8 })
  .chain((trials) => fc.tuple(fc.oneof(fc.nat(trials), fc.nat(Math.min(trials, 20))), fc.constant(trials)));

describe('Wilson’s interval', () => {
  test.each([
    // R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998,
    // table I, method 3.
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i is the published [%f, %f]', (matches, trials, low, high) => {
    expect(wilson(matches, trials).map((end) => Number(end.toFixed(4)))).toEqual([low, high]);
  });

  test('is what statsmodels computes', () => {
    expect(statsmodels.intervals.length).toBeGreaterThan(80);
    for (const [matches, trials, low, high] of statsmodels.intervals as [number, number, number, number][]) {
      const [ourLow, ourHigh] = wilson(matches, trials);
      expect(Math.abs(ourLow - low), `${matches} of ${trials}`).toBeLessThan(1e-14);
      expect(Math.abs(ourHigh - high), `${matches} of ${trials}`).toBeLessThan(1e-14);
    }
  });

  test('ends where the score test is just at z', () => {
    fc.assert(
      fc.property(counts, ([matches, trials]) => {
        for (const p of wilson(matches, trials)) {
          const off = (matches / trials - p) ** 2;
          expect(off).toBeCloseTo((Z * Z * p * (1 - p)) / trials, 14);
        }
      }),
    );
  });

  test('lies around the rate, within [0, 1], and mirrors when matches and misses change places', () => {
    fc.assert(
      fc.property(counts, ([matches, trials]) => {
        const [low, high] = wilson(matches, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(matches / trials);
        expect(high).toBeGreaterThanOrEqual(matches / trials);
        expect(high).toBeLessThanOrEqual(1);
        const [mirroredLow, mirroredHigh] = wilson(trials - matches, trials);
        expect(mirroredLow).toBeCloseTo(1 - high, 14);
        expect(mirroredHigh).toBeCloseTo(1 - low, 14);
      }),
    );
  });

  test('begins at 0 exactly for no match and ends at 1 exactly for all, and only then', () => {
    fc.assert(
      fc.property(counts, ([matches, trials]) => {
        const [low, high] = wilson(matches, trials);
        expect(low === 0).toBe(matches === 0);
        expect(high === 1).toBe(matches === trials);
      }),
    );
  });
});

test('Z leaves 2.5 % of the standard normal distribution above it', () => {
  // Simpson's rule over the density from 0 to Z.
  const n = 1000;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const weight = i === 0 || i === n ? 1 : i % 2 === 1 ? 4 : 2;
    sum += weight * Math.exp(-((Z * (i / n)) ** 2) / 2);
  }
  expect((sum * Z) / n / 3 / Math.sqrt(2 * Math.PI)).toBeCloseTo(0.475, 13);
});

test('an interval of every shift is its rate twice', () => {
  expect(interval(3, { total: 4, all: true })).toEqual([0.75, 0.75]);
  expect(interval(3, { total: 4, all: false })).toEqual(wilson(3, 4));
});
