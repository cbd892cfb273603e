import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Image, Pair } from '../../src/core/tensor.ts';
import { view } from '../../src/shift/move.ts';

function shifted(image: Image, [dy, dx]: Pair): Image {
  const data = new Float32Array(image.data.length);
  const fill = { mode: 'wrap', value: 0, interpolation: 'fourier' } as const;
  const [height, width] = image.shape;
  for (const _ of view(image, [-dy, -dx], [height, width], fill, data));
  return { shape: image.shape, data };
}

/** A wave of so many periods down and across the image. */
interface Wave {
  down: number;
  across: number;
  phase: number;
  size: number;
}

/** A few waves that n pixels can tell apart: fewer than n / 2 periods. Their sizes add up to 1 at most. */
const scenes = fc.tuple(fc.integer({ min: 1, max: 13 }), fc.integer({ min: 1, max: 13 })).chain((shape) => {
  const periods = (n: number) => fc.integer({ min: -Math.ceil(n / 2 - 1), max: Math.ceil(n / 2 - 1) });
  const wave = fc.record<Wave>({
    down: periods(shape[0]),
    across: periods(shape[1]),
    phase: fc.double({ min: 0, max: 6, noNaN: true }),
    size: fc.double({ min: 0.1, max: 0.25, noNaN: true }),
  });
  return fc.record({ shape: fc.constant(shape), waves: fc.array(wave, { minLength: 1, maxLength: 4 }) });
});

/** The waves, moved: what they are is known between the pixels too. */
function picture([height, width]: Pair, waves: readonly Wave[], [dy, dx]: Pair): Image {
  const data = new Float64Array(height * width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (const { down, across, phase, size } of waves) {
        const turns = (down * (y - dy)) / height + (across * (x - dx)) / width;
        data[y * width + x]! += size * Math.cos(2 * Math.PI * turns + phase);
      }
    }
  }
  return { shape: [height, width, 1], data: Float32Array.from(data) };
}

function farthest(a: Image, b: Image): number {
  return a.data.reduce((most, value, i) => Math.max(most, Math.abs(value - b.data[i]!)), 0);
}

const distance = fc.integer({ min: -30_000, max: 30_000 }).map((n) => n / 1000);

test('waves that the pixels can tell apart are moved exactly, to 1e-6', () => {
  fc.assert(
    fc.property(scenes, distance, distance, ({ shape, waves }, dy, dx) => {
      const found = shifted(picture(shape, waves, [0, 0]), [dy, dx]);
      expect(farthest(found, picture(shape, waves, [dy, dx]))).toBeLessThan(1e-6);
    }),
    { numRuns: 300 },
  );
});

test('a shift after a shift is their sum', () => {
  fc.assert(
    fc.property(
      scenes,
      fc.tuple(distance, distance),
      fc.tuple(distance, distance),
      ({ shape, waves }, a, b) => {
        const image = picture(shape, waves, [0, 0]);
        const twice = shifted(shifted(image, a), b);
        expect(farthest(twice, shifted(image, [a[0] + b[0], a[1] + b[1]]))).toBeLessThan(2e-6);
      },
    ),
  );
});

test('there and back is where it was, for any picture of odd size', () => {
  const odd = fc.integer({ min: 0, max: 5 }).map((n) => 2 * n + 1);
  const pictures = fc.tuple(odd, odd).chain(([height, width]) =>
    fc
      .array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: height * width,
        maxLength: height * width,
      })
      .map((values): Image => ({ shape: [height, width, 1], data: Float32Array.from(values) })),
  );
  fc.assert(
    fc.property(pictures, distance, distance, (image, dy, dx) => {
      expect(farthest(shifted(shifted(image, [dy, dx]), [-dy, -dx]), image)).toBeLessThan(2e-6);
    }),
  );
});

test('the fastest wave of an even number of pixels stands still, and fades as cos(πd)', () => {
  for (const n of [2, 6, 8]) {
    const data = Float32Array.from({ length: n }, (_, x) => (x % 2 === 0 ? 1 : -1));
    for (const d of [0.25, 0.5, 0.8, 1.3, -2.75]) {
      const expected = data.map((value) => value * Math.cos(Math.PI * d));
      expect(
        farthest(shifted({ shape: [1, n, 1], data }, [0, d]), { shape: [1, n, 1], data: expected }),
      ).toBeLessThan(1e-6);
    }
  }
});
