import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { distributions } from '../../src/shift/distribution.ts';
import { axisOf } from '../../src/shift/grid.ts';

/** How often each value comes out over a grid of `count` equally spaced numbers of [0, 1). */
function weights(draw: (random: () => number) => number, count: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const value = draw(() => (i + 0.5) / count);
    expect(Object.is(value, -0)).toBe(false);
    counts.set(value, (counts.get(value) ?? 0) + 1 / count);
  }
  return counts;
}

const ranges = [
  [-3, 3],
  [0, 0],
  [0, 1],
  [-7, -2],
  [5, 9],
  [-1, 4],
] as const;

/** The share of the real numbers from min to max that lie within a half of each whole number. */
function law(min: number, max: number): [number, number][] {
  const values: [number, number][] = [];
  for (let n = min; n <= max; n++) {
    const length = Math.min(n + 0.5, max) - Math.max(n - 0.5, min);
    values.push([n, min === max ? 1 : length / (max - min)]);
  }
  return values;
}

describe('uniform', () => {
  test.each(ranges)(
    'gives every whole number from %i to %i the same weight, both ends included',
    (min, max) => {
      const count = max - min + 1;
      const found = weights((random) => distributions.uniform(random, axisOf([min, max], 1)), 60 * count);
      expect([...found.keys()].sort((a, b) => a - b)).toEqual(
        Array.from({ length: count }, (_, i) => min + i),
      );
      for (const weight of found.values()) expect(weight).toBeCloseTo(1 / count, 10);
    },
  );

  test('takes steps from the lower end', () => {
    const found = weights((random) => distributions.uniform(random, axisOf([-0.5, 1], 0.25)), 70);
    expect([...found.keys()].sort((a, b) => a - b)).toEqual([-0.5, -0.25, 0, 0.25, 0.5, 0.75, 1]);
    for (const weight of found.values()) expect(weight).toBeCloseTo(1 / 7, 10);
  });

  test('is at its ends where the random number is', () => {
    expect(distributions.uniform(() => 0, axisOf([-3, 3], 1))).toBe(-3);
    expect(distributions.uniform(() => 1 - 2 ** -53, axisOf([-3, 3], 1))).toBe(3);
  });
});

describe('rounded', () => {
  test('gives, from -3 to 3, the ends 1/12 and all others 1/6', () => {
    const found = weights((random) => distributions.rounded(random, axisOf([-3, 3], 1)), 1200);
    const expected = [1 / 12, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 6, 1 / 12];
    expect([...found.keys()].sort((a, b) => a - b)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    for (const [i, weight] of expected.entries()) expect(found.get(i - 3)).toBeCloseTo(weight, 10);
  });

  test.each(ranges)('from %i to %i gives each the share of numbers that round to it', (min, max) => {
    const found = weights(
      (random) => distributions.rounded(random, axisOf([min, max], 1)),
      120 * Math.max(1, max - min),
    );
    expect(found.size).toBe(max - min + 1);
    for (const [n, weight] of law(min, max)) expect(found.get(n)).toBeCloseTo(weight, 10);
  });

  test('rounds halves up', () => {
    expect(distributions.rounded(() => 0.25, axisOf([-1, 1], 1))).toBe(0);
    expect(distributions.rounded(() => 0.75, axisOf([-1, 1], 1))).toBe(1);
    expect(
      Object.is(
        distributions.rounded(() => 0.25, axisOf([-1, 1], 1)),
        0,
      ),
    ).toBe(true);
  });
});

/** Within 4 standard errors of what is expected; by a fixed seed, so that it holds today and tomorrow. */
test.each(['uniform', 'rounded'] as const)('%s comes as often as it should', (name) => {
  const trials = 20_000;
  const random = stream(1, 'shift', []);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < trials; i++) counts[distributions[name](random, axisOf([-3, 3], 1)) + 3]!++;
  const share = name === 'uniform' ? law(-3, 3).map(() => 1 / 7) : law(-3, 3).map(([, weight]) => weight);
  for (const [i, p] of share.entries()) {
    expect(Math.abs(counts[i]! / trials - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / trials));
  }
});
