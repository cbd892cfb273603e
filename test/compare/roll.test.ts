import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { roll } from '../../src/compare/roll.ts';
import { type Image, type Shape, type Window, windowOf, windowOfImage } from '../../src/core/tensor.ts';
import { copyWindow } from '../../src/engine/copy_window.ts';
import { gridOf, imageOf, rolls, someRoll } from '../support/compare/rolled.ts';
import { outputMaps } from '../support/maps.ts';

const same = (x: Window, y: Window, tolerance = 0) => roll.same!(x, y, tolerance);

/** Few values, so that outputs are often equal but for a roll. */
const shapes = fc.tuple(fc.nat(3), fc.nat(3), fc.nat(1)).map(([y, x, c]): Shape => [y + 1, x + 1, c + 1]);
const imagesOf = (shape: Shape, value: fc.Arbitrary<number>) =>
  fc
    .array(value, { minLength: shape[0] * shape[1] * shape[2], maxLength: shape[0] * shape[1] * shape[2] })
    .map((values): Image => ({ shape, data: Float32Array.from(values) }));
const bits = fc.constantFrom(0, 0, 0, 1, -0);

describe('two outputs are the same up to a roll', () => {
  test('where some roll of the one is the other', () => {
    let equal = 0;
    fc.assert(
      fc.property(
        shapes.chain((shape) => fc.tuple(imagesOf(shape, bits), imagesOf(shape, bits))),
        fc.constantFrom(0, 0.25, 1),
        ([x, y], tolerance) => {
          const expected = someRoll(x, y, tolerance);
          expect(same(windowOfImage(x), windowOfImage(y), tolerance)).toBe(expected);
          if (expected && tolerance < 1) equal++;
        },
      ),
      { numRuns: 500 },
    );
    expect(equal).toBeGreaterThan(20);
  });

  test('wherever in a map they lie', () => {
    fc.assert(
      fc.property(outputMaps(bits), ({ map }) => {
        for (const a of map.rows.keys()) {
          for (const b of map.rows.keys()) {
            const [x, y] = [windowOf(map, a), windowOf(map, b)];
            expect(same(x, y)).toBe(someRoll(copyWindow(x), copyWindow(y), 0));
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('is an equivalence: every roll of a roll is the same as the first, and as itself', () => {
    fc.assert(
      fc.property(
        shapes.chain((shape) => imagesOf(shape, fc.integer({ min: -2, max: 2 }))),
        fc.nat(9),
        fc.nat(9),
        (x, i, j) => {
          const rolled = [...rolls(gridOf(x))];
          const [a, b] = [imageOf(rolled[i % rolled.length]!), imageOf(rolled[j % rolled.length]!)];
          for (const [one, other] of [
            [x, x],
            [x, a],
            [a, x],
            [a, b],
            [b, a],
          ] as const)
            expect(same(windowOfImage(one), windowOfImage(other))).toBe(true);
        },
      ),
    );
  });

  test('within a tolerance of each value, and no further', () => {
    const x = windowOfImage({ shape: [1, 3, 1], data: Float32Array.of(1, 0, 0) });
    const y = windowOfImage({ shape: [1, 3, 1], data: Float32Array.of(0.25, 0, 1.25) });
    expect([0.25, 0.24].map((tolerance) => same(x, y, tolerance))).toEqual([true, false]);
  });

  test('all channels of a cell go together', () => {
    const x = windowOfImage({ shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 4) });
    const y = (...values: number[]) => windowOfImage({ shape: [1, 2, 2], data: Float32Array.from(values) });
    expect(same(x, y(3, 4, 1, 2))).toBe(true);
    expect(same(x, y(3, 2, 1, 4))).toBe(false);
    expect(same(x, y(2, 1, 4, 3))).toBe(false);
  });
});

test.each([
  [{}, 'roll(1e-5)', 4e-5],
  [{ relative: 0 }, 'roll(0)', 0],
  [{ absolute: 0.5, relative: 0.25 }, 'roll(absolute=0.5, relative=0.25)', 1.5],
])(
  'with options %j it is printed %s, and allows %f beside a largest value of 4',
  (given, label, tolerance) => {
    const options = v.parse(roll.options, given);
    expect(roll.label(options)).toBe(label);
    expect(roll.tolerance!(4, options)).toBeCloseTo(tolerance, 15);
  },
);

test.each([
  [{ relative: -1 }, 'relative', 'expected a finite number of at least 0'],
  [{ tolerance: 1 }, 'tolerance', 'unknown key "tolerance"; allowed: absolute, relative'],
])('%j are refused at %s', (given, path, message) => {
  const { issues } = v.safeParse(roll.options, given);
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
});
