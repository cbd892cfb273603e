import fc from 'fast-check';
import { expect, test } from 'vitest';
import { largestMagnitude, type OutputMap, windowOf, windowOfImage } from '../../../src/core/tensor.ts';
import { within } from '../../../src/engine/classify/within.ts';
import { outputMaps, valuesOf } from '../../support/maps.ts';

const all = ({ rows }: OutputMap) => [...rows.keys()];

test('two windows lie within a tolerance if no value differs by more', () => {
  fc.assert(
    fc.property(outputMaps(), fc.constantFrom(0, 0.1, 1, 1.5, 2.5, 9), (random, tolerance) => {
      for (const a of all(random.map))
        for (const b of all(random.map)) {
          const [x, y] = [valuesOf(random, a), valuesOf(random, b)];
          const near = x.every((value, i) => Math.abs(value - y[i]!) <= tolerance);
          expect(within(windowOf(random.map, a), windowOf(random.map, b), tolerance)).toBe(near);
        }
    }),
  );
});

test('0 and -0 are the same', () => {
  const [zero, negative] = [0, -0].map((value) =>
    windowOfImage({ shape: [1, 1, 1], data: Float32Array.of(value) }),
  );
  expect(within(zero!, negative!, 0)).toBe(true);
});

test('the largest value of a window is the largest of either sign', () => {
  fc.assert(
    fc.property(outputMaps(), (random) => {
      for (const member of all(random.map))
        expect(largestMagnitude(windowOf(random.map, member))).toBe(
          Math.max(...valuesOf(random, member).map(Math.abs)),
        );
    }),
  );
});
