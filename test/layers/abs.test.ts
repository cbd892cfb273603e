import { describe, expect, test } from 'vitest';
import { abs } from '../../src/layers/abs.ts';
import { relu } from '../../src/layers/relu.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { noise, outputOf, picture } from '../support/layers/output.ts';

describe.each(backendsThere)('abs on $name', (backend) => {
  test('takes the sign away, for values of every size', () => {
    for (const reach of [1e-37, 1, 3e38]) {
      const image = noise([7, 5, 3], reach, (random) => reach * (2 * random - 1));
      expect(outputOf(backend, abs, image)).toEqual(layerOracles.abs(gridOf(image)));
    }
  });

  test('makes 0 of both zeros', () => {
    const [zero, minus, one] = outputOf(backend, abs, picture([[0, -0, -1]])).flat(2);
    expect([Object.is(zero, 0), Object.is(minus, 0), one]).toEqual([true, true, 1]);
  });

  test('is what relu keeps of the image and of its negative, together', () => {
    const image = noise([6, 6, 2], 'both');
    const negative = { shape: image.shape, data: image.data.map((value) => -value) };
    const [up, down] = [image, negative].map((one) => outputOf(backend, relu, one).flat(2));
    expect(outputOf(backend, abs, image).flat(2)).toEqual(up!.map((value, i) => value + down![i]!));
  });
});
