import { describe, expect, test } from 'vitest';
import { conv2d } from '../../src/layers/conv2d.ts';
import { subsample } from '../../src/layers/subsample.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { complaints, noise, outputOf, picture, rowsOf, stepOf } from '../support/layers/output.ts';

describe.each(backendsThere)('subsample on $name', (backend) => {
  test('keeps every so many-th row and column, from the first on, for every size and stride', () => {
    for (let n = 1; n <= 9; n++)
      for (let s = 1; s <= 10; s++) {
        const shape = [n, 1 + ((3 * n + s) % 9), 2] as const;
        const given = { strides: [s, 1 + ((n + s) % 4)] };
        const found = outputOf(backend, subsample, noise(shape, n), given);
        expect(found).toEqual(layerOracles.subsample(gridOf(noise(shape, n)), given));
        expect(stepOf(subsample, shape, given)).toMatchObject({
          shape: [found.length, found[0]!.length, 2],
          depth: 1,
        });
      }
  });

  test('on a small picture, with its default of 2', () => {
    const image = picture([
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    expect(rowsOf(outputOf(backend, subsample, image))).toEqual([
      [1, 3],
      [7, 9],
    ]);
    expect(rowsOf(outputOf(backend, subsample, image, { strides: [3, 1] }))).toEqual([[1, 2, 3]]);
  });

  test('is what is left of a convolution that is strided', () => {
    // Whole numbers, so that no order of adding rounds.
    const image = noise([9, 11, 2], 'whole', (random) => Math.floor(9 * random) - 4);
    const given = { kernel: 'emboss', padding: 'valid' };
    const dense = picture(outputOf(backend, conv2d, image, given));
    expect(outputOf(backend, subsample, dense, { strides: [3, 2] })).toEqual(
      outputOf(backend, conv2d, image, { ...given, strides: [3, 2] }),
    );
  });
});

test.each([
  [{ strides: 0 }, 'strides'],
  [{ strides: [1, 0] }, 'strides.1'],
])('subsample refuses %j at %s', (given, path) => {
  expect(complaints(subsample, given)).toEqual([
    [path, expect.stringMatching(/^expected a whole number from 1 to 16,?000,?000/)],
  ]);
});
