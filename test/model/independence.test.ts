import { describe, expect, test } from 'vitest';
import { haveDifference, probe } from '../../src/model/independence.ts';
import type { Model } from '../../src/model/model.ts';
import type { Passage } from '../../src/model/passage.ts';

const passage = { axes: 'NHWC', batch: 1, feed: { scale: 1, mean: 0, std: 1 }, layouts: [] } as Passage;
const of = (type: string) =>
  ({ input: { name: 'x', type, shape: [null, null, null, null] } }) as unknown as Model;
const picture = [40, 50, 3] as const;

describe('pictures that a model is tried with', () => {
  // [number, least, most] as the trial needs them: a picture of usual values, noise, a bright one, a dark one.
  const ranges = [
    ['float32', 0, 1 / 8, 1 / 4],
    ['float32', 1, 0, 4],
    ['float32', 2, 3, 4],
    ['float32', 3, -1 / 4, 0],
    ['float32', 4, 0, 4],
    ['uint8', 0, 252 / 8, 252 / 4],
    ['uint8', 1, 0, 252],
    ['uint8', 2, (252 * 7) / 8, 252],
    ['uint8', 3, 0, 0],
    // 1 from a half on.
    ['bool', 0, 0, 1],
    ['bool', 1, 0, 1],
    ['bool', 2, 7 / 8, 1],
    ['bool', 3, 0, 0],
  ] as const;

  test.each(ranges)('%s, number %i: uniform noise from %d to %d', (type, number, least, most) => {
    const values = probe(picture, passage, of(type), number);
    expect(values).toEqual(probe(picture, passage, of(type), number));
    expect(values.every((value) => value >= least && value <= most)).toBe(true);
    // Each tenth of the range has about a tenth of the 6,000 values: 600, with a deviation of 23.
    const tenths = new Array<number>(10).fill(0);
    if (most > least) {
      for (const value of values) tenths[Math.min(9, Math.floor((10 * (value - least)) / (most - least)))]!++;
      expect(Math.min(...tenths)).toBeGreaterThan(480);
      expect(Math.max(...tenths)).toBeLessThan(720);
    }
  });

  test('no neighbours are alike, on either axis', () => {
    const values = probe(picture, passage, of('float32'), 0);
    for (const step of [1, 3, 150]) {
      const products = values.subarray(step).map((value, i) => (value - 3 / 16) * (values[i]! - 3 / 16));
      const variance = (1 / 8) ** 2 / 12;
      expect(Math.abs(products.reduce((sum, one) => sum + one, 0) / products.length / variance)).toBeLessThan(
        0.06,
      );
    }
  });
});

test.each([
  [[1, 2], [1, 2], false],
  [[1, 2], [1.0001, 2], false],
  [[1, 2], [1.0003, 2], true],
  [[0, 0], [0, 0], false],
  [[0, 1e-30], [0, 0], true],
  [[Number.NaN, 1], [Number.NaN, 1], false],
  [[Number.NaN, 1], [0, 1], true],
  [[Infinity, 1], [Infinity, 1], false],
  [[Infinity, 1], [-Infinity, 1], true],
  [[Infinity, 1], [1e30, 1], true],
])('%j and %j differ: %s', (a, b, differ) => {
  expect(haveDifference(Float32Array.from(a), Float32Array.from(b))).toBe(differ);
});
