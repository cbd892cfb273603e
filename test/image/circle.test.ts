import { createHash } from 'node:crypto';
import fc from 'fast-check';
import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import type { Image } from '../../src/core/tensor.ts';
import { circle } from '../../src/image/circle.ts';
import scikit from '../fixtures/circle_perimeter.json' with { type: 'json' };
import { crop, grid } from '../support/image/grid.ts';

type Given = v.InferInput<typeof circle.options>;

function draw(given: Given, seed = 0): Image {
  return circle.draw(v.parse(circle.options, given), (purpose, key) => stream(seed, purpose, key));
}

const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

describe('the lesson’s circle', () => {
  test('has 156 pixels and the course’s sha256', () => {
    const { data, shape } = draw({});
    expect(shape).toEqual([64, 64, 1]);
    expect(data.filter((value) => value === 1)).toHaveLength(156);
    expect(sha256(Uint8Array.from(data))).toBe(
      '8ed6117180b42465ca6356390d13687deca96f94192584618c61a5ad782a75bf',
    );
  });

  test('is, like every circle between pixels, one about a pixel without its middle row and column', () => {
    for (let radius = 0; radius <= 12; radius++) {
      for (const half of [3, 6, 14]) {
        const odd = grid(draw({ size: 2 * half + 1, radius, center: [half, half] }));
        const opened = odd.toSpliced(half, 1).map((row) => row.slice(0, half) + row.slice(half + 1));
        expect(grid(draw({ size: 2 * half, radius }))).toEqual(opened);
      }
    }
  });
});

describe('an outline', () => {
  test.each(scikit.figures)(
    'of radius $radius is what scikit-image draws',
    ({ radius, pixels, sha256: sum }) => {
      const size = 2 * radius + 1;
      const { data } = draw({ size, radius, center: [radius, radius] });
      const places: [number, number][] = [];
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++) if (data[y * size + x] === 1) places.push([y - radius, x - radius]);
      expect(places).toHaveLength(pixels);
      expect(sha256(JSON.stringify(places))).toBe(sum);
    },
  );

  test('of radius 3 about a pixel', () => {
    expect(grid(draw({ size: 7, radius: 3 }))).toEqual([
      '..###..',
      '.#...#.',
      '#.....#',
      '#.....#',
      '#.....#',
      '.#...#.',
      '..###..',
    ]);
  });

  test('of radius 3 between pixels', () => {
    expect(grid(draw({ size: 6, radius: 3 }))).toEqual([
      '..##..',
      '.#..#.',
      '#....#',
      '#....#',
      '.#..#.',
      '..##..',
    ]);
  });

  test('of radius 2 about a pixel on one axis and between two on the other', () => {
    expect(grid(draw({ size: [5, 6], radius: 2, center: [2, 2.5] }))).toEqual([
      '..##..',
      '.#..#.',
      '.#..#.',
      '.#..#.',
      '..##..',
    ]);
  });

  test('of radius 0 about a pixel is that pixel, and of radius 0 or 1 between pixels it is nothing', () => {
    expect(grid(draw({ size: 3, radius: 0 }))).toEqual(['...', '.#.', '...']);
    expect(grid(draw({ size: 4, radius: 0 }))).toEqual(['....', '....', '....', '....']);
    expect(grid(draw({ size: 4, radius: 1 }))).toEqual(['....', '....', '....', '....']);
  });

  test('looks the same from all four sides and in the mirror', () => {
    fc.assert(
      fc.property(fc.nat(20), fc.integer({ min: 1, max: 50 }), (radius, size) => {
        const picture = grid(draw({ size, radius }));
        const turned = picture.map((_, x) => picture.map((row) => row[x]).join(''));
        expect(turned).toEqual(picture);
        expect(picture.toReversed()).toEqual(picture);
        expect(picture.map((row) => [...row].reverse().join(''))).toEqual(picture);
      }),
    );
  });
});

test('a clipped drawing is the drawing on a larger canvas, clipped', () => {
  const half = fc.integer({ min: -16, max: 40 }).map((n) => n / 2);
  const side = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(
      fc.tuple(side, side),
      fc.tuple(half, half),
      fc.nat(14),
      fc.boolean(),
      (size, [cy, cx], radius, filled) => {
        const small = draw({ size, center: [cy, cx], radius, filled });
        const large = draw({ size: 64, center: [cy + 24, cx + 24], radius, filled });
        expect(grid(small)).toEqual(crop(grid(large), [24, 24], ...size));
      },
    ),
    { numRuns: 300 },
  );
});

describe('a filled circle', () => {
  test('holds the pixels no further from the centre than the radius', () => {
    // Quarters of a pixel, so that the oracle reckons in whole numbers.
    const quarters = fc.integer({ min: -8, max: 60 });
    fc.assert(
      fc.property(fc.tuple(quarters, quarters), fc.nat(40), ([cy, cx], r) => {
        const { data } = draw({ size: [9, 13], center: [cy / 4, cx / 4], radius: r / 4, filled: true });
        const expected: number[] = [];
        for (let y = 0; y < 9; y++)
          for (let x = 0; x < 13; x++)
            expected.push((4 * y - cy) * (4 * y - cy) + (4 * x - cx) * (4 * x - cx) <= r * r ? 1 : 0);
        expect(Array.from(data)).toEqual(expected);
      }),
    );
  });

  test('of radius 2 about a pixel', () => {
    expect(grid(draw({ size: 5, radius: 2, filled: true }))).toEqual([
      '..#..',
      '.###.',
      '#####',
      '.###.',
      '..#..',
    ]);
  });
});

describe('its values', () => {
  test('are the one given', () => {
    const set = draw({ size: 7, radius: 2, value: -2.5 }).data.filter((value) => value !== 0);
    expect(new Set(set)).toEqual(new Set([-2.5]));
  });

  test('or each its own from the seed, drawn in row-major order', () => {
    const { data } = draw({ size: [7, 9], radius: 2, value: 'random' }, 5);
    const plain = draw({ size: [7, 9], radius: 2 }).data;
    const next = seedrandom('5 value [7,9]');
    expect(Array.from(data)).toEqual(Array.from(plain, (value) => (value === 1 ? Math.fround(next()) : 0)));
  });
});

describe('its options', () => {
  test.each([
    [{}, { size: [64, 64], value: 1, radius: 28, center: [31.5, 31.5], filled: false }],
    [{ size: 9 }, { size: [9, 9], value: 1, radius: 2, center: [4, 4], filled: false }],
    [{ size: [40, 30] }, { size: [40, 30], value: 1, radius: 11, center: [19.5, 14.5], filled: false }],
    [{ size: [13, 64] }, { size: [13, 64], value: 1, radius: 2, center: [6, 31.5], filled: false }],
    [{ size: 15 }, { size: [15, 15], value: 1, radius: 3, center: [7, 7], filled: false }],
  ])('%j are filled in', (given, all) => {
    expect(v.parse(circle.options, given)).toEqual(all);
  });

  test.each([
    [{ radius: 2.5 }, 'radius', 'expected a whole number, as every outline has (a filled circle takes any)'],
    [{ radius: -1 }, 'radius', 'expected a finite number from 0 to 16,000,000'],
    [{ radius: -1, filled: true }, 'radius', 'expected a finite number from 0 to 16,000,000'],
    [
      { center: [0.25, 0] },
      'center',
      'expected whole or half numbers, as every outline has (a filled circle takes any)',
    ],
    [{ center: 3 }, 'center', 'expected two numbers, [y, x]'],
    [{ center: [Number.NaN, 0] }, 'center.0', 'expected a finite number from -16,000,000 to 16,000,000'],
    [{ size: 0 }, 'size', 'expected a whole number from 1 to 16,000,000'],
    [{ filled: 'no' }, 'filled', 'expected true or false'],
    [{ value: 'rnd' }, 'value', 'expected a finite number or "random"'],
    [{ value: Number.POSITIVE_INFINITY }, 'value', 'expected a finite number, at most 3.4e38'],
    [{ raduis: 3 }, 'raduis', 'unknown key "raduis"; did you mean "radius"?'],
  ])('%j are refused at %s', (given, path, message) => {
    const { issues } = v.safeParse(circle.options, given);
    expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
  });
});
