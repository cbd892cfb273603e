import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyWindow, formatShape, windowOf, windowOfImage } from '../src/tensor.ts';
import { outputMaps, valuesOf } from './maps.ts';

test('a window holds every dilation-th cell of the map from its own origin on', () => {
  fc.assert(
    fc.property(outputMaps(), (random) => {
      for (const member of random.map.rows.keys()) {
        const copy = copyWindow(windowOf(random.map, member));
        expect(copy.shape).toEqual(random.map.shape);
        expect(Array.from(copy.data)).toEqual(valuesOf(random, member));
        expect(copyWindow(windowOfImage(copy)).data).toEqual(copy.data);
      }
    }),
  );
});

test('a copy of a window shares no memory with it', () => {
  const image = { shape: [1, 2, 1] as const, data: Float32Array.of(1, 2) };
  copyWindow(windowOfImage(image)).data[0] = 9;
  expect(image.data[0]).toBe(1);
});

test('a shape is printed with the sign of multiplication', () => {
  expect(formatShape([64, 32, 3])).toBe('64×32×3');
});
