import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Interpolation, type InterpolationName, interpolations } from '../../src/shift/interpolation.ts';

const kinds = Object.entries<Interpolation>(interpolations) as [InterpolationName, Interpolation][];
const size = fc.integer({ min: 1, max: 70 });
const fraction = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true });

/** The weight of each pixel that is read, from the first on. */
function weights(kind: Interpolation, part: number, n: number): number[] {
  const { before, after } = kind.support(n);
  return Array.from({ length: before + 1 + after }, (_, i) => kind.weight(i - before, part, n));
}

describe.each(kinds)('%s', (name, kind) => {
  test('has weights that add up to 1, so that an even picture stays as it is', () => {
    fc.assert(
      fc.property(size, fraction, (n, part) => {
        expect(weights(kind, part, n).reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('weighs a pixel by how far it is, not on which side', () => {
    fc.assert(
      fc.property(size, fraction, (n, part) => {
        const { before, after } = kind.support(n);
        for (let offset = -before; offset <= after; offset++) {
          const mirrored = kind.weight(1 - offset, 1 - part, n);
          expect(kind.weight(offset, part, n)).toBeCloseTo(mirrored, 11);
        }
      }),
    );
  });

  test('is the pixel itself, close by it', () => {
    for (const n of [1, 2, 7, 8, 64]) {
      const { before } = kind.support(n);
      for (const [i, weight] of weights(kind, 1e-9, n).entries())
        expect(weight).toBeCloseTo(i === before ? 1 : 0, 7);
    }
  });

  test('reads no more than its support says: bilinear 2 pixels, bicubic 4, lanczos3 6, fourier all of them', () => {
    const counts = { bilinear: 2, bicubic: 4, lanczos3: 6, fourier: 64 };
    const found = weights(kind, 0.4, 64);
    expect(found).toHaveLength(counts[name]);
    expect(found.every((weight) => Math.abs(weight) > 1e-6)).toBe(true);
  });
});

/** Σ over the frequencies of n pixels, the highest of an even number as a cosine: what Fourier's series says. */
function series(t: number, n: number): number {
  let sum = 1;
  for (let k = 1; k < n / 2; k++) sum += 2 * Math.cos((2 * Math.PI * k * t) / n);
  if (n % 2 === 0) sum += Math.cos(Math.PI * t);
  return sum / n;
}

test('fourier is the sum over all frequencies', () => {
  fc.assert(
    fc.property(size, fraction, (n, part) => {
      for (const [offset, weight] of weights(interpolations.fourier, part, n).entries())
        expect(weight).toBeCloseTo(series(part - offset, n), 11);
    }),
  );
});

test('lanczos3 halfway has the weights of the textbook', () => {
  // sinc(t) sinc(t / 3) at 5/2, 3/2 and 1/2: 0.0243, -0.1351, 0.6079; over their sum.
  const [far, middle, near] = [0.024317, -0.135095, 0.607927];
  const sum = 2 * (far! + middle! + near!);
  const expected = [far, middle, near, near, middle, far].map((weight) => weight! / sum);
  for (const [i, weight] of weights(interpolations.lanczos3, 0.5, 9).entries())
    expect(weight).toBeCloseTo(expected[i]!, 5);
});

test('bicubic is Keys’s cubic convolution with a = -½, which draws every parabola exactly', () => {
  // (a + 2)|t|³ - (a + 3)|t|² + 1 up to 1, a|t|³ - 5a|t|² + 8a|t| - 4a up to 2.
  const a = -0.5;
  const keys = (t: number) =>
    t <= 1 ? (a + 2) * t ** 3 - (a + 3) * t ** 2 + 1 : a * t ** 3 - 5 * a * t ** 2 + 8 * a * t - 4 * a;
  fc.assert(
    fc.property(fraction, fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 }), (part, b, c) => {
      const found = weights(interpolations.bicubic, part, 9);
      for (const [i, weight] of found.entries()) expect(weight).toBeCloseTo(keys(Math.abs(i - 1 - part)), 12);
      const parabola = (x: number) => x * x + b * x + c;
      const read = found.reduce((sum, weight, i) => sum + weight * parabola(i - 1), 0);
      expect(read).toBeCloseTo(parabola(part), 10);
    }),
  );
  expect(weights(interpolations.bicubic, 0.5, 9)).toEqual([-1 / 16, 9 / 16, 9 / 16, -1 / 16]);
});
