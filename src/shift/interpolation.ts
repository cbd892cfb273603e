/** A way to read a picture between its pixels, along one axis. */
export interface Interpolation {
  /** How many pixels are read before and after the one at or before the position. */
  support(size: number): { before: number; after: number };
  /**
   * The weight of a pixel.
   *
   * @param offset its index, relative to the pixel at or before the position
   * @param fraction the position, relative to that pixel, in (0, 1)
   * @param size the number of pixels on the axis
   */
  weight(offset: number, fraction: number, size: number): number;
  /** Whether it takes the picture to repeat. */
  periodic?: boolean;
}

/**
 * At whole pixels each gives the pixel itself. Between pixels, with t the distance from a pixel:
 * bilinear: 1 - |t| for |t| < 1. bicubic, with a = -½: 1.5|t|³ - 2.5|t|² + 1 for |t| ≤ 1, -0.5|t|³ + 2.5|t|² - 4|t| + 2
 * for 1 < |t| < 2. lanczos3: sinc(t) sinc(t / 3) for |t| < 3, over the sum of the weights.
 * fourier: the trigonometric interpolation of n pixels that repeat, sin(πt) / (n sin(πt / n)) for odd n and
 * sin(πt) / (n tan(πt / n)) for even.
 *
 * Source: Keys 1981, "Cubic convolution interpolation for digital image processing"; Lanczos 1956; Duchon 1979; for the Dirichlet kernel, Trefethen 2000, "Spectral methods in MATLAB", ch. 3.
 */
export const interpolations = {
  bilinear: {
    support: () => ({ before: 0, after: 1 }),
    weight: (offset, fraction) => 1 - Math.abs(fraction - offset),
  },
  bicubic: {
    support: () => ({ before: 1, after: 2 }),
    weight: (offset, fraction) => cubic(Math.abs(fraction - offset)),
  },
  lanczos3: {
    support: () => ({ before: 2, after: 3 }),
    weight(offset, fraction) {
      let sum = 0;
      for (let at = -2; at <= 3; at++) sum += lanczos(fraction - at);
      return lanczos(fraction - offset) / sum;
    },
  },
  fourier: {
    // Every pixel once.
    support: (size) => ({ before: 0, after: size - 1 }),
    weight(offset, fraction, size) {
      const t = fraction - offset;
      const turn = (Math.PI * t) / size;
      return Math.sin(Math.PI * t) / (size * (size % 2 === 1 ? Math.sin(turn) : Math.tan(turn)));
    },
    periodic: true,
  },
} satisfies Record<string, Interpolation>;

export type InterpolationName = keyof typeof interpolations;

/** Keys's cubic convolution with a = -½, for a distance t ≥ 0. */
function cubic(t: number): number {
  if (t <= 1) return (1.5 * t - 2.5) * t * t + 1;
  return t < 2 ? ((-0.5 * t + 2.5) * t - 4) * t + 2 : 0;
}

/** The Lanczos kernel with three lobes, for a distance below 3. */
export function lanczos(t: number): number {
  return sinc(t) * sinc(t / 3);
}

function sinc(t: number): number {
  return t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
}
