import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ofChannel } from '../../src/core/per_channel.ts';
import type { Image, Pair } from '../../src/core/tensor.ts';
import { type FillMode, fillModes } from '../../src/shift/fill.ts';
import { type InterpolationName, interpolations } from '../../src/shift/interpolation.ts';
import { type Fill, view } from '../../src/shift/move.ts';
import { gridOf, shifted as shiftedGrid } from '../support/engine/oracle.ts';

const modes = Object.keys(fillModes) as FillMode[];
const names = Object.keys(interpolations) as InterpolationName[];
/** Each interpolation with each fill mode that it goes with. */
const pairs = names.flatMap((interpolation) =>
  modes
    .filter((mode) => interpolation !== 'fourier' || mode === 'wrap')
    .map((mode) => [interpolation, mode] as const),
);

function shifted(image: Image, [dy, dx]: Pair, fill: Fill): Image {
  const data = new Float32Array(image.data.length);
  const [height, width] = image.shape;
  for (const _ of view(image, [-dy, -dx], [height, width], fill, data));
  return { shape: image.shape, data };
}

const side = fc.integer({ min: 1, max: 7 });
const images = fc.tuple(side, side, fc.integer({ min: 1, max: 2 })).chain((shape) =>
  fc
    .array(fc.integer({ min: -8, max: 8 }), {
      minLength: shape[0] * shape[1] * shape[2],
      maxLength: shape[0] * shape[1] * shape[2],
    })
    .map((values): Image => ({ shape, data: Float32Array.from(values, (value) => value / 4) })),
);
const whole = fc.integer({ min: -9, max: 9 });
/** Multiples of 1/1000, few of them whole. */
const distance = fc.integer({ min: -9000, max: 9000 }).map((n) => n / 1000);

/** What the image, extended on all sides, has at a place between its pixels, by its definition in two dimensions. */
function between(image: Image, [y, x]: Pair, c: number, fill: Fill, kernel: (t: number) => number): number {
  const [height, width, channels] = image.shape;
  let sum = 0;
  let weights = 0;
  for (let row = Math.floor(y) - 4; row <= y + 4; row++) {
    for (let column = Math.floor(x) - 4; column <= x + 4; column++) {
      const weight = kernel(y - row) * kernel(x - column);
      const [i, j] = [fillModes[fill.mode](row, height), fillModes[fill.mode](column, width)];
      const value = i < 0 || j < 0 ? ofChannel(fill.value, c) : image.data[(i * width + j) * channels + c]!;
      sum += weight * value;
      weights += weight;
    }
  }
  return sum / weights;
}

const sinc = (t: number) => (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t));

/** The kernels as their papers have them, functions of the distance from a pixel. */
const kernels = {
  bilinear: (t: number) => Math.max(0, 1 - Math.abs(t)),
  lanczos3: (t: number) => (Math.abs(t) < 3 ? sinc(t) * sinc(t / 3) : 0),
};

describe.each(Object.entries(kernels))('%s', (name, kernel) => {
  test.each(modes)('is, under %s, the weighted mean of the pixels around', (mode) => {
    fc.assert(
      fc.property(images, distance, distance, (image, dy, dx) => {
        const fill: Fill = { mode, value: 0.5, interpolation: name as InterpolationName };
        const { data } = shifted(image, [dy, dx], fill);
        const [, width, channels] = image.shape;
        for (const [i, value] of data.entries()) {
          const [y, x] = [Math.floor(i / channels / width), Math.floor(i / channels) % width];
          const expected = between(image, [y - dy, x - dx], i % channels, fill, kernel);
          expect(Math.abs(value - expected)).toBeLessThan(2e-6);
        }
      }),
      { numRuns: 60 },
    );
  });
});

test.each(pairs)('whole pixels are exact: %s, %s', (interpolation, mode) => {
  fc.assert(
    fc.property(images, whole, whole, (image, dy, dx) => {
      const found = shifted(image, [dy, dx], { mode, value: 0.5, interpolation });
      expect(Array.from(found.data)).toEqual(shiftedGrid(gridOf(image), dy, dx, mode, 0.5).flat(2));
    }),
  );
});

test.each(names)('whole pixels, then a part of one, are their sum, bit for bit: %s', (interpolation) => {
  const part = fc.integer({ min: 0, max: 999 }).map((n) => n / 1000);
  const fill = { mode: 'wrap', value: 0, interpolation } as const;
  fc.assert(
    fc.property(images, whole, whole, part, part, (image, down, right, y, x) => {
      const found = shifted(image, [down + y, right + x], fill);
      expect(found).toEqual(shifted(shifted(image, [down, right], fill), [y, x], fill));
      expect(found).toEqual(shifted(shifted(image, [y, x], fill), [down, right], fill));
    }),
  );
});

test('bilinear moves a dot right by a quarter, and down by a half', () => {
  const image: Image = { shape: [3, 4, 1], data: new Float32Array(12).fill(8, 5, 6) };
  const fill = { mode: 'constant', value: 0, interpolation: 'bilinear' } as const;
  const { data } = shifted(image, [0.5, 0.25], fill);
  expect(Array.from(data)).toEqual([0, 0, 0, 0, 0, 3, 1, 0, 0, 3, 1, 0]);
  expect(Array.from(shifted(image, [-0.5, -0.25], fill).data)).toEqual([1, 3, 0, 0, 1, 3, 0, 0, 0, 0, 0, 0]);
});
