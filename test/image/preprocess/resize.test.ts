import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resize as resizeBy, resizeLevels } from '../../../src/image/preprocess/resize.ts';
import { known } from '../../support/image/pictures.ts';

const resize = (image: Picture, size: readonly [number, number]) =>
  resizeBy(image, size, { filter: 'bilinear', antialias: true });

describe('resize', () => {
  test.each(known.resized.map((one) => [one.shape, one.to, one] as const))(
    'from %j to %j gives what Pillow does',
    (_, to, { shape, values, resized }) => {
      const image = { shape: [...shape, 1] as const, data: Float32Array.from(values) };
      const found = resize(image, to);
      expect(found.shape).toEqual([...to, 1]);
      for (const [i, value] of resized.entries()) expect(found.data[i]).toBeCloseTo(value, 5);
    },
  );

  const size = fc.integer({ min: 1, max: 12 });
  const picture = fc.tuple(size, size, fc.constantFrom(1, 3)).chain(([height, width, channels]) =>
    fc.record({
      shape: fc.constant([height, width, channels] as const),
      data: fc.float32Array({
        minLength: height * width * channels,
        maxLength: height * width * channels,
        min: -1,
        max: 1,
        noNaN: true,
      }),
    }),
  );

  test('to the same size changes nothing, and keeps what is even', () => {
    fc.assert(
      fc.property(picture, size, size, (image, height, width) => {
        expect(resize(image, [image.shape[0], image.shape[1]])).toEqual(image);
        const even = { ...image, data: image.data.map(() => 0.5) };
        for (const value of resize(even, [height, width]).data) expect(value).toBeCloseTo(0.5, 6);
      }),
    );
  });

  test('of a part gives what that part of the whole is', () => {
    const method = fc.record({
      filter: fc.constantFrom('bilinear', 'bicubic', 'lanczos', 'nearest' as const),
      antialias: fc.boolean(),
    });
    const side = fc
      .tuple(size, fc.nat(11), fc.nat(11))
      .map(([length, a, b]) => [length, Math.min(a, b) % length, (Math.max(a, b) % length) + 1] as const)
      .filter(([, from, end]) => from < end);
    fc.assert(
      fc.property(picture, side, side, method, (image, [height, top, bottom], [width, left, right], how) => {
        const part = { origin: [top, left], size: [bottom - top, right - left] } as const;
        const levels = { ...image, data: image.data.map((value) => Math.round(127.5 * (value + 1))) };
        const ways = [
          (of?: typeof part) => resizeBy(image, [height, width], how, of),
          (of?: typeof part) => resizeLevels(levels, [height, width], how, 255, of),
        ];
        for (const resized of ways) {
          const [whole, found] = [resized(), resized(part)];
          const channels = image.shape[2];
          const expected = [...whole.data].filter((_, i) => {
            const [y, x] = [Math.floor(i / (width * channels)), Math.floor(i / channels) % width];
            return top <= y && y < bottom && left <= x && x < right;
          });
          expect(found.shape).toEqual([...part.size, channels]);
          expect([...found.data]).toEqual(expected);
        }
      }),
    );
  });

  test('of a mirrored row is the mirrored result, and a pixel beyond the reach of the filter has no weight', () => {
    const rows = fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 60 }), (values, width) => {
        const row = (data: number[]) =>
          resize({ shape: [1, data.length, 1], data: Float32Array.from(data) }, [1, width]);
        const mirrored = [...row(values.toReversed()).data].reverse();
        for (const [i, value] of row(values).data.entries()) expect(mirrored[i]).toBeCloseTo(value, 6);
      }),
    );
    // From 9 to 5 pixels, pixel 2 has its centre at 4.5: pixels 2 and 6 are exactly as far away as the filter reaches.
    const dot = Float32Array.from({ length: 9 }, (_, i) => (i === 4 ? 1 : 0));
    expect([...resize({ shape: [1, 9, 1], data: dot }, [1, 5]).data].map((value) => value > 0)).toEqual([
      false,
      false,
      true,
      false,
      false,
    ]);
  });

  test('treats channels alike, and rows as columns', () => {
    fc.assert(
      fc.property(picture, size, size, (image, height, width) => {
        const found = resize(image, [height, width]);
        const turned = turn(resize(turn(image), [width, height]));
        for (const [i, value] of found.data.entries()) expect(value).toBeCloseTo(turned.data[i]!, 6);
        for (let c = 0; c < image.shape[2]; c++) {
          expect(channel(found, c)).toEqual(resize(channel(image, c), [height, width]));
        }
      }),
    );
  });
});

type Picture = Parameters<typeof resizeBy>[0];

function turn({ shape: [height, width, channels], data }: Picture): Picture {
  const turned = Float32Array.from(data, (_, i) => {
    const [cell, c] = [Math.floor(i / channels), i % channels];
    return data[((cell % height) * width + Math.floor(cell / height)) * channels + c]!;
  });
  return { shape: [width, height, channels], data: turned };
}

function channel({ shape: [height, width, channels], data }: Picture, c: number): Picture {
  return { shape: [height, width, 1], data: data.filter((_, i) => i % channels === c) };
}
