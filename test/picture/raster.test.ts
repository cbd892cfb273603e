import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Colour } from '../../src/picture/colour.ts';
import { colourOfPixel, fitSquare, raster, shrinkToSquare } from '../../src/picture/raster.ts';

const [BLACK, WHITE]: Colour[] = [
  [0, 0, 0, 255],
  [255, 255, 255, 255],
] as [Colour, Colour];

describe('fitting a raster into a square', () => {
  test('enlarges every pixel to a square of one size: the largest whole one that fits', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 9, max: 40 }),
        (h, w, side) => {
          const small = raster(w, h, (y, x) => [y, x, 0, 255]);
          const large = fitSquare(small, side);
          const times = Math.floor(side / Math.max(h, w));
          expect([large.height, large.width]).toEqual([h * times, w * times]);
          for (let y = 0; y < large.height; y++)
            for (let x = 0; x < large.width; x++)
              expect(colourOfPixel(large, y, x)).toEqual([
                Math.floor(y / times),
                Math.floor(x / times),
                0,
                255,
              ]);
        },
      ),
    );
  });

  test('reduces by means, of one colour to that colour, and stays inside the square', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        (h, w, side) => {
          const small = shrinkToSquare(
            raster(w, h, () => [10, 20, 30, 255]),
            side,
          );
          expect(Math.max(small.height, small.width)).toBe(Math.min(side, Math.max(h, w)));
          expect(colourOfPixel(small, small.height - 1, small.width - 1)).toEqual([10, 20, 30, 255]);
        },
      ),
    );
  });

  test('keeps an outline of one pixel in sight: it is no darker than its share of the area', () => {
    // One white column of four: by area alone a quarter.
    const small = shrinkToSquare(
      raster(8, 8, (_, x) => (x % 4 === 0 ? WHITE : BLACK)),
      2,
    );
    expect(small.width).toBe(2);
    expect(colourOfPixel(small, 0, 0)[0]).toBeGreaterThan(64);
    expect(colourOfPixel(small, 0, 0)).toEqual(colourOfPixel(small, 1, 1));
  });
});
