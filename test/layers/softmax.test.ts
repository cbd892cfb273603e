import { describe, expect, test } from 'vitest';
import { softmax } from '../../src/layers/softmax.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { expectGrid, noise, outputOf, picture } from '../support/layers/output.ts';

describe.each(backendsThere)('softmax on $name', (backend) => {
  test('gives exp(x) over the sum of exp(x), over the channels of each cell', () => {
    for (const channels of [1, 2, 3, 7, 10, 33, 100])
      for (const reach of [0.1, 1, 10, 50]) {
        const image = noise([4, 5, channels], `${channels} ${reach}`, (random) => reach * (2 * random - 1));
        const wanted = layerOracles.softmax(gridOf(image));
        const largest = Math.max(...wanted.flat(2));
        const what = `${channels} channels up to ${reach}`;
        expectGrid(outputOf(backend, softmax, image), wanted, softmax.tolerance * largest, what);
      }
  });

  test('gives the closed forms of two channels and of equals', () => {
    const image = picture([
      [
        [0, 0],
        [Math.log(3), 0],
        [-Math.log(4), 0],
      ],
    ]);
    const wanted = [
      [
        [0.5, 0.5],
        [0.75, 0.25],
        [0.2, 0.8],
      ],
    ];
    expectGrid(outputOf(backend, softmax, image), wanted, softmax.tolerance, 'two channels');
    const equal = noise([2, 2, 8], 'equal', () => 3.5);
    expect(new Set(outputOf(backend, softmax, equal).flat(2))).toEqual(new Set([1 / 8]));
  });

  test('adds up to 1, and does not see what is added to all channels', () => {
    const image = noise([5, 5, 9], 'sum', (random) => Math.floor(16 * random));
    const higher = { shape: image.shape, data: image.data.map((value) => value + 64) };
    const found = outputOf(backend, softmax, image);
    for (const cell of found.flat()) expect(cell.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(outputOf(backend, softmax, higher)).toEqual(found);
  });

  test('is finite for the largest values there are', () => {
    const image = picture([
      [
        [3e38, -3e38],
        [-3e38, -3e38],
        [1000, 0],
      ],
    ]);
    expect(outputOf(backend, softmax, image)).toEqual([
      [
        [1, 0],
        [0.5, 0.5],
        [1, 0],
      ],
    ]);
  });
});
