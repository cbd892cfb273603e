import fc from 'fast-check';
import { expect, test } from 'vitest';
import { surround } from '../../../src/engine/pass/surround.ts';
import { type FillMode, fillModes } from '../../../src/shift/fill.ts';
import { view } from '../../../src/shift/move.ts';
import { openArena } from '../../../src/simd/arena.ts';

test('an image with one value around it is written into an arena as a view of it, and nothing else is', () => {
  const upTo = (max: number) => fc.integer({ min: 1, max });
  const begin = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -7, max: 0 }) }, fc.constantFrom(1, -1.5));
  const modes = Object.keys(fillModes) as FillMode[];
  const mode = fc.oneof(
    { weight: 4, arbitrary: fc.constant('constant' as const) },
    fc.constantFrom(...modes),
  );
  const value = fc.constantFrom(0, 0.1, -2, 5, [0.5, 3, 7]);
  let surrounded = 0;
  fc.assert(
    fc.property(
      fc.tuple(upTo(5), upTo(5), upTo(3)),
      fc.tuple(begin, begin),
      fc.tuple(upTo(20), upTo(20)),
      fc.record({ mode, value }),
      (shape, first, size, fill) => {
        const [height, width, channels] = shape;
        const data = Float32Array.from({ length: height * width * channels }, (_, i) => i + 1);
        const image = { shape, data };
        const length = size[0] * size[1] * channels + 8;
        const arena = openArena(2 ** 20);
        const inside = arena.floats(arena.allocate(4 * length), length).fill(9);
        const done = surround(image, first, size, fill, inside, 3);
        const expected = new Float32Array(length).fill(9);
        if (done) for (const _ of view(image, first, size, fill, expected, 3));
        expect([...inside]).toEqual([...expected]);
        arena.release();
        const outside = new Float32Array(length);
        expect(surround(image, first, size, fill, outside, 3)).toBe(false);
        if (done) surrounded++;
      },
    ),
    { numRuns: 1000 },
  );
  expect(surrounded).toBeGreaterThan(100);
});

test.each([1, 3, 5])('a large image is written some rows at a time: %i rows of 20,000 values', (height) => {
  const image = { shape: [height, 20_000, 1], data: new Float32Array(height * 20_000) } as const;
  for (let i = 0; i < image.data.length; i++) image.data[i] = i + 1;
  const size = [height + 3, 20_007] as const;
  const fill = { mode: 'constant' as const, value: 0.5, interpolation: 'bilinear' as const };
  const arena = openArena(2 ** 22);
  const length = size[0] * size[1] + 8;
  const inside = arena.floats(arena.allocate(4 * length), length).fill(9);
  const expected = inside.slice();
  expect(surround(image, [-2, -4], size, fill, inside, 3)).toBe(true);
  for (const _ of view(image, [-2, -4], size, fill, expected, 3));
  expect(inside.findIndex((value, at) => value !== expected[at])).toBe(-1);
  arena.release();
});
