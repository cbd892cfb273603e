import { describe, expect, test } from 'vitest';
import { square } from '../../src/layers/square.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { noise, outputOf, picture } from '../support/layers/output.ts';

describe.each(backendsThere)('square on $name', (backend) => {
  test('gives x², rounded once, for values of every size whose square is a number', () => {
    // Of at least 2^-126: below, native TensorFlow takes a number for 0.
    for (const reach of [2 ** -62, 1e-6, 1, 1e6, 1e19]) {
      const image = noise([7, 5, 3], reach, (random) => reach * (random < 0.5 ? random - 1 : random));
      expect(outputOf(backend, square, image)).toEqual(layerOracles.square(gridOf(image)));
    }
  });

  test('on a small picture', () => {
    expect(outputOf(backend, square, picture([[-3, 0, 0.5, 4096]]))).toEqual([[[9], [0], [0.25], [2 ** 24]]]);
  });
});
