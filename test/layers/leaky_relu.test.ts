import { describe, expect, test } from 'vitest';
import { leakyRelu } from '../../src/layers/leaky_relu.ts';
import { relu } from '../../src/layers/relu.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { complaints, noise, outputOf, picture } from '../support/layers/output.ts';

describe.each(backendsThere)('leaky_relu on $name', (backend) => {
  test('keeps what is positive, and of the rest the part that is asked for, rounded once', () => {
    for (const negative_slope of [0.01, 0.1, 0.2, 0.3, 0.5, 1 / 3, 0.99])
      for (const reach of [1e-20, 1, 1e20]) {
        const image = noise([5, 6, 3], negative_slope, (random) => reach * (2 * random - 1));
        const wanted = layerOracles.leaky_relu(gridOf(image), { negative_slope });
        expect(outputOf(backend, leakyRelu, image, { negative_slope })).toEqual(wanted);
      }
  });

  test('keeps three tenths unless it is said otherwise', () => {
    const kept = outputOf(backend, leakyRelu, picture([[-10, 10]]))[0]!;
    expect(kept).toEqual([[Math.fround(-10 * Math.fround(0.3))], [10]]);
  });

  test('is relu with a slope of 0, and nothing at all with a slope of 1', () => {
    const image = noise([5, 6, 3], 'ends');
    const plain = (grid: ReturnType<typeof gridOf>) => grid.flat(2).map((value) => value + 0);
    expect(plain(outputOf(backend, leakyRelu, image, { negative_slope: 0 }))).toEqual(
      plain(outputOf(backend, relu, image)),
    );
    expect(outputOf(backend, leakyRelu, image, { negative_slope: 1 })).toEqual(gridOf(image));
  });
});

test.each([
  [{ negative_slope: 1.5 }, 'negative_slope', 'expected a finite number from 0 to 1'],
  [{ negative_slope: -0.1 }, 'negative_slope', 'expected a finite number from 0 to 1'],
  [{ alpha: 0.1 }, 'alpha', 'unknown key "alpha"; allowed: negative_slope'],
])('leaky_relu refuses %j at %s', (given, path, message) => {
  expect(complaints(leakyRelu, given)).toEqual([[path, message]]);
});
