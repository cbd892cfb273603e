import { lanczos } from '../../shift/interpolation.ts';

/** A filter for resizing. */
export interface Filter {
  /** The weight is 0 from this distance on, in pixels. */
  support: number;
  /** The weight of a pixel whose centre is at distance x ≥ 0. */
  weight(x: number): number;
}

/** 1 − x */
const bilinear: Filter = { support: 1, weight: (x) => Math.max(0, 1 - x) };

/**
 * Cubic convolution with the parameter a. Pillow takes −½, PyTorch and OpenCV −¾. Source: R. Keys (1981), Cubic
 * convolution interpolation for digital image processing.
 */
function bicubic(a: number): Filter {
  return {
    support: 2,
    weight(x) {
      if (x < 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
      return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0;
    },
  };
}

const lanczosFilter: Filter = { support: 3, weight: (x) => (x < 3 ? lanczos(x) : 0) };

/** The filters that mix pixels, by name. `nearest` mixes none. */
export const filters = { bilinear: () => bilinear, bicubic, lanczos: () => lanczosFilter };
