import { describe, expect, test } from 'vitest';
import { globalMaxPool } from '../../src/layers/global_max_pool.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { noise, outputOf, picture, rolled, stepOf } from '../support/layers/output.ts';

const shapes = [
  [1, 1, 1],
  [1, 9, 2],
  [13, 2, 3],
  [40, 40, 2],
] as const;

describe.each(backendsThere)('global_max_pool on $name', (backend) => {
  test('gives the largest value of each channel, of maps of any size, below 0 too', () => {
    for (const shape of shapes) {
      const image = noise(shape, `${shape}`, (random) => -1 - random);
      expect(outputOf(backend, globalMaxPool, image)).toEqual(layerOracles.global_max_pool(gridOf(image)));
    }
  });

  test('keeps the channels apart', () => {
    const image = picture([
      [
        [1, -5],
        [4, -2],
      ],
      [
        [3, -9],
        [2, -3],
      ],
    ]);
    expect(outputOf(backend, globalMaxPool, image)).toEqual([[[4, -2]]]);
  });

  test('is max_pool with a window as large as the image, and does not see a roll', () => {
    const image = noise([6, 9, 3], 'window');
    const pooled = outputOf(backend, globalMaxPool, image);
    expect(outputOf(backend, maxPool, image, { pool_size: [6, 9], padding: 'valid' })).toEqual(pooled);
    expect(outputOf(backend, globalMaxPool, rolled(image, 2, 5))).toEqual(pooled);
  });
});

test('global_max_pool has one cell a channel for its output', () => {
  expect(stepOf(globalMaxPool, [7, 9, 3], {})).toMatchObject({ shape: [1, 1, 3], depth: 1 });
});
