import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { relu } from '../../src/layers/relu.ts';
import { backendsThere } from '../support/backends.ts';
import { applied } from '../support/layers/pooling.ts';

describe.each(backendsThere)('relu on $name', (backend) => {
  test('keeps what is above zero, and makes the rest zero', () => {
    const picture = {
      shape: [2, 2, 2] as const,
      data: Float32Array.of(-1, 2, 0, -0.5, 3e38, -3e38, 1e-30, -1e-30),
    };
    const kept = applied(backend, relu, picture, {})
      .flat(2)
      .map((value) => value + 0);
    expect(kept).toEqual([0, 2, 0, 0, Math.fround(3e38), 0, Math.fround(1e-30), 0]);
  });

  test('is so for any finite values', () => {
    // Native TensorFlow takes subnormal numbers, below 2^-126, for zero.
    const value = fc
      .float({ noNaN: true, noDefaultInfinity: true })
      .filter((x) => x === 0 || Math.abs(x) >= 2 ** -126);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
        const image = { shape: [1, values.length, 1] as const, data: Float32Array.from(values) };
        const kept = applied(backend, relu, image, {}).flat(2);
        expect(kept.length).toBe(values.length);
        for (const [i, x] of values.entries()) {
          const right = x > 0 ? kept[i] === x : kept[i] === 0;
          expect(right, `relu of ${x} gives ${kept[i]}`).toBe(true);
        }
      }),
      { numRuns: 50 },
    );
  });
});
