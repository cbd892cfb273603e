import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Image } from '../../src/core/tensor.ts';
import { type FillMode, fillModes } from '../../src/shift/fill.ts';
import { view } from '../../src/shift/move.ts';

const modes = Object.keys(fillModes) as FillMode[];

function shifted(image: Image, dy: number, dx: number, mode: FillMode, value = 0): number[] {
  const into = new Float32Array(image.data.length);
  const [height, width] = image.shape;
  for (const _ of view(image, [-dy, -dx], [height, width], { mode, value }, into));
  return Array.from(into);
}

const images = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 3 }))
  .map(
    (shape): Image => ({
      shape,
      data: Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, (_, i) => i + 1),
    }),
  );
const step = fc.integer({ min: -12, max: 12 });

/** One pixel down at a time: rows are let in at the top as the mode says, by what lies there already. */
function oneDown(rows: number[][][], mode: FillMode, value: number): number[][][] {
  const entering: Record<FillMode, () => number[][]> = {
    constant: () => rows[0]!.map((pixel) => pixel.map(() => value)),
    nearest: () => rows[0]!,
    wrap: () => rows.at(-1)!,
    reflect: () => expect.unreachable('what reflect lets in depends on what has left'),
  };
  return [entering[mode](), ...rows.slice(0, -1)];
}

/** The same by moving pixel by pixel, for the modes whose surroundings move along. */
function walked(
  { shape: [height, width, channels], data }: Image,
  dy: number,
  dx: number,
  mode: FillMode,
  value: number,
) {
  let rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      Array.from(data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)),
    ),
  );
  const transpose = (grid: number[][][]) => grid[0]!.map((_, x) => grid.map((row) => row[x]!));
  const move = (by: number) => {
    if (by < 0) rows.reverse();
    for (let i = 0; i < Math.abs(by); i++) rows = oneDown(rows, mode, value);
    if (by < 0) rows.reverse();
  };
  move(dy);
  rows = transpose(rows);
  move(dx);
  return transpose(rows).flat(2);
}

describe('a shifted image', () => {
  const picture: Image = { shape: [3, 3, 1], data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) };

  test('has moved dy rows down and dx columns right', () => {
    expect(shifted(picture, 1, 0, 'constant')).toEqual([0, 0, 0, 1, 2, 3, 4, 5, 6]);
    expect(shifted(picture, 0, 1, 'constant')).toEqual([0, 1, 2, 0, 4, 5, 0, 7, 8]);
    expect(shifted(picture, -1, -2, 'constant', 7)).toEqual([6, 7, 7, 9, 7, 7, 7, 7, 7]);
    expect(shifted(picture, 1, -1, 'wrap')).toEqual([8, 9, 7, 2, 3, 1, 5, 6, 4]);
    expect(shifted(picture, 1, -1, 'nearest')).toEqual([2, 3, 3, 2, 3, 3, 5, 6, 6]);
    expect(shifted(picture, 2, -1, 'reflect')).toEqual([5, 6, 6, 2, 3, 3, 2, 3, 3]);
  });

  test.each(['constant', 'nearest', 'wrap'] as const)('is, under %s, where single steps take it', (mode) => {
    fc.assert(
      fc.property(images, step, step, (image, dy, dx) => {
        expect(shifted(image, dy, dx, mode, 0.5)).toEqual(walked(image, dy, dx, mode, 0.5));
      }),
    );
  });

  test('is, under reflect, the picture beside its mirror image on a torus', () => {
    fc.assert(
      fc.property(images, step, step, (image, dy, dx) => {
        const [height, width, channels] = image.shape;
        const mirrored: number[] = [];
        for (let y = 0; y < 2 * height; y++)
          for (let x = 0; x < 2 * width; x++)
            for (let c = 0; c < channels; c++) {
              const row = y < height ? y : 2 * height - 1 - y;
              const column = x < width ? x : 2 * width - 1 - x;
              mirrored.push(image.data[(row * width + column) * channels + c]!);
            }
        const twice: Image = { shape: [2 * height, 2 * width, channels], data: Float32Array.from(mirrored) };
        const frame = walked(twice, dy, dx, 'wrap', 0).filter((_, i) => {
          const cell = Math.floor(i / channels);
          return cell < 2 * width * height && cell % (2 * width) < width;
        });
        expect(shifted(image, dy, dx, 'reflect')).toEqual(frame);
      }),
    );
  });

  test.each(modes)('by (0, 0) is, under %s, the image', (mode) => {
    fc.assert(
      fc.property(images, (image) => {
        expect(shifted(image, 0, 0, mode, 9)).toEqual(Array.from(image.data));
      }),
    );
  });
});

describe('a view', () => {
  test('of a larger frame holds every shifted image as a window', () => {
    const image: Image = { shape: [3, 2, 2], data: Float32Array.from({ length: 12 }, (_, i) => i + 1) };
    for (const mode of modes) {
      const wide = new Float32Array(7 * 8 * 2);
      for (const _ of view(image, [-2, -3], [7, 8], { mode, value: 0.5 }, wide));
      for (let dy = -2; dy <= 2; dy++)
        for (let dx = -3; dx <= 3; dx++) {
          const window = shifted(image, dy, dx, mode, 0.5).map((_, i) => {
            const [y, x, c] = [Math.floor(i / 4), Math.floor(i / 2) % 2, i % 2];
            return wide[((y + 2 - dy) * 8 + x + 3 - dx) * 2 + c]!;
          });
          expect(window).toEqual(shifted(image, dy, dx, mode, 0.5));
        }
    }
  });

  test.each([
    ['of whole pixels', 0, [-1, -1, -1, 1, 3, -1]],
    ['between pixels', 0.5, [-1, -1, -1, 2, 3, -1]],
  ])('%s is written where it is asked to, and nowhere else', (_, left, written) => {
    const image: Image = { shape: [1, 2, 1], data: Float32Array.of(1, 3) };
    const into = new Float32Array(6).fill(-1);
    for (const _ of view(image, [0, left], [1, 2], { mode: 'nearest', value: 0 }, into, 3));
    expect(Array.from(into)).toEqual(written);
  });

  test('of many rows can be left off in between', () => {
    const image: Image = { shape: [1, 1, 1], data: Float32Array.of(1) };
    const fill = { mode: 'nearest', value: 0 } as const;
    expect([...view(image, [0, 0], [640, 1], fill, new Float32Array(640))]).toHaveLength(10);
  });
});

test('a value per channel fills each channel as it would alone', () => {
  const shift = fc.tuple(step, step, fc.constantFrom(0, 0.25));
  fc.assert(
    fc.property(
      images,
      shift,
      fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 3 }),
      (image, [dy, dx, part], all) => {
        const [height, width, channels] = image.shape;
        const values = all.slice(0, channels);
        const move = (one: Image, value: number | number[]): Float32Array => {
          const into = new Float32Array(one.data.length);
          for (const _ of view(one, [-dy - part, -dx], [height, width], { mode: 'constant', value }, into));
          return into;
        };
        const found = move(image, values);
        for (const [c, value] of values.entries()) {
          const alone: Image = {
            shape: [height, width, 1],
            data: image.data.filter((_, i) => i % channels === c),
          };
          expect([...found.filter((_, i) => i % channels === c)]).toEqual([...move(alone, value)]);
        }
      },
    ),
  );
});
