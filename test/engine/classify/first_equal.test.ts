import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Window, windowOfImage } from '../../../src/core/tensor.ts';
import { firstEqualAmong } from '../../../src/engine/classify/first_equal.ts';

test('the first with the same bits is found, whatever hashes say, and wherever outputs are', async () => {
  const scene = fc.record({
    values: fc.array(fc.constantFrom(0, -0, 1, 2, 3), { minLength: 1, maxLength: 20 }),
    /** Hashes that many values share. */
    modulus: fc.integer({ min: 1, max: 4 }),
    absent: fc.infiniteStream(fc.boolean()),
  });
  await fc.assert(
    fc.asyncProperty(scene, async ({ values, modulus, absent }) => {
      const windows: Window[] = values.map((value) =>
        windowOfImage({ shape: [1, 1, 1], data: Float32Array.of(value) }),
      );
      const hashes = Uint32Array.from(values, (value) => (value + 0) % modulus);
      const firstEqual = firstEqualAmong(hashes, {
        cached: (shift) => (absent.next().value ? undefined : windows[shift]),
        get: async (shift) => windows[shift]!,
      });
      const found: number[] = [];
      for (const [shift, window] of windows.entries()) found.push(await firstEqual(shift, window));
      expect(found).toEqual(values.map((value) => values.indexOf(value)));
    }),
  );
});
