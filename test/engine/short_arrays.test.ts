import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copyArray, newArray } from '../../src/engine/short_arrays.ts';

const kinds = [Float32Array, Float64Array, Int32Array, Uint32Array, Uint8Array] as const;

test('new arrays are zeros, and none changes another', () => {
  const lengths = fc.oneof(fc.integer({ min: 0, max: 70 }), fc.integer({ min: 500, max: 5000 }));
  const wanted = fc.array(fc.tuple(fc.constantFrom(...kinds), lengths), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(wanted, (list) => {
      const made = list.map(([Kind, length], i) => {
        const array = newArray<Float32Array | Uint8Array>(Kind as typeof Float32Array, length);
        expect(array).toBeInstanceOf(Kind);
        expect(array).toHaveLength(length);
        expect(array.every((value) => value === 0)).toBe(true);
        return array.fill(i + 1);
      });
      const copies = made.map((array) => copyArray(array));
      for (const [i, array] of made.entries()) expect(array.every((value) => value === i + 1)).toBe(true);
      for (const array of made) array.fill(0);
      for (const [i, copy] of copies.entries()) {
        expect(copy).toBeInstanceOf(list[i]![0]);
        expect(copy).toHaveLength(list[i]![1]);
        expect(copy.every((value) => value === i + 1)).toBe(true);
      }
    }),
  );
});
