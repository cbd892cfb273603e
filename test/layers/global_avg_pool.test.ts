import { describe, expect, test } from 'vitest';
import { globalAvgPool } from '../../src/layers/global_avg_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { applied, negative } from '../support/layers/pooling.ts';

describe.each(backendsThere)('global_avg_pool on $name', (backend) => {
  test('gives the mean of each channel, one cell high and wide', () => {
    const picture = { shape: [2, 2, 2] as const, data: Float32Array.of(1, -1, 2, -2, 3, -3, 6, -6) };
    expect(applied(backend, globalAvgPool, picture, {})).toEqual([[[3, -3]]]);
  });

  test('of maps of any size', () => {
    for (const [height, width] of [
      [1, 1],
      [1, 9],
      [5, 5],
      [13, 2],
      [40, 40],
    ] as const) {
      const image = negative({ height, width });
      const [cell, ...others] = applied(backend, globalAvgPool, image, {}).flat();
      expect(others).toEqual([]);
      for (const c of [0, 1]) {
        let sum = 0;
        for (let i = c; i < image.data.length; i += 2) sum += image.data[i]!;
        expect(Math.abs(cell![c]! - sum / (height * width))).toBeLessThan(2 * globalAvgPool.tolerance);
      }
    }
  });
});

test('global_avg_pool has one cell a channel for its output', () => {
  expect(globalAvgPool.shape!([7, 9, 3], {})).toEqual([1, 1, 3]);
});
