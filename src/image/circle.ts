import * as v from 'valibot';
import { boolean, checkAt, described, expects, number, options, pair } from '../core/options.ts';
import { squared } from '../core/power.ts';
import type { Pair } from '../core/tensor.ts';
import { canvasOptions, paint } from './canvas.ts';
import { defineImage } from './kind.ts';

const MAX_COORDINATE = 16_000_000;

/**
 * A circle of one channel. The outline is the midpoint (Bresenham) circle that scikit-image's `circle_perimeter` draws;
 * the filled circle has every pixel with (y − cy)² + (x − cx)² ≤ radius². Pixels outside the canvas are cut off.
 *
 * Shape: [size[0], size[1], 1].
 *
 * @example { type: circle, size: 5, radius: 1 } // the 4 neighbours of (2, 2)
 */
export const circle = defineImage({
  title: 'A circle: a one-pixel outline (the midpoint circle), or filled.',
  options: v.pipe(
    options({
      ...canvasOptions,
      radius: described(
        'In pixels; an outline takes a whole number. Default: max(2, floor(min(height, width) / 2) - 4).',
        v.optional(number({ min: 0, max: MAX_COORDINATE })),
      ),
      center: described(
        '[y, x] in pixels; an outline takes whole or half numbers. Default: the middle, ((height - 1) / 2, (width - 1) / 2).',
        v.optional(pair(number({ min: -MAX_COORDINATE, max: MAX_COORDINATE }), '[y, x]')),
      ),
      filled: described(
        'false: the outline; true: every pixel with (y - cy)² + (x - cx)² <= radius².',
        v.optional(boolean(), false),
      ),
    }),
    checkAt(
      'radius',
      ({ filled, radius = 0 }) => filled || Number.isInteger(radius),
      expects('a whole number, as every outline has (a filled circle takes any)'),
    ),
    checkAt(
      'center',
      ({ filled, center = [0, 0] }) => filled || center.every((c) => Number.isInteger(2 * c)),
      expects('whole or half numbers, as every outline has (a filled circle takes any)'),
    ),
    v.transform((given) => {
      const [height, width] = given.size;
      return {
        ...given,
        radius: given.radius ?? Math.max(2, Math.floor(Math.min(height, width) / 2) - 4),
        center: given.center ?? ([(height - 1) / 2, (width - 1) / 2] as [number, number]),
      };
    }),
  ),
  shape: ({ size: [height, width] }) => [height, width, 1],
  draw({ size, radius, center, filled, value }, random) {
    const set = filled ? discPixels(size, radius, center) : outlinePixels(size, radius, center);
    return paint(size, set, value, random);
  },
});

function* discPixels([height, width]: Pair, radius: number, [cy, cx]: Pair): Generator<number> {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (squared(y - cy) + squared(x - cx) <= squared(radius)) yield y * width + x;
    }
  }
}

function outlinePixels([height, width]: Pair, radius: number, [cy, cx]: Pair): number[] {
  const set: number[] = [];
  midpointCircle(radius, (dy, dx) => {
    const y = pixelAtOffset(dy, cy);
    const x = pixelAtOffset(dx, cx);
    if (y >= 0 && y < height && x >= 0 && x < width) set.push(y * width + x);
  });
  return set;
}

/** Calls `plot` for each pixel of Bresenham's circle about the origin: one octant, and its seven mirror images. */
function midpointCircle(radius: number, plot: (y: number, x: number) => void): void {
  let decision = 3 - 2 * radius;
  for (let a = 0, b = radius; a <= b; a++) {
    for (let swapped = 0; swapped < 2; swapped++) {
      const [y, x] = swapped === 0 ? [a, b] : [b, a];
      plot(y, x);
      plot(y, -x);
      plot(-y, x);
      plot(-y, -x);
    }
    if (decision < 0) decision += 4 * a + 6;
    else decision += 4 * (a - b--) + 10;
  }
}

/**
 * The pixel at an offset from the centre, on one axis. A centre between two pixels has no middle row: the halves of the
 * figure move apart by half a pixel each, which keeps it symmetric, and offset 0 gives NaN, which is in no image.
 *
 * @example pixelAtOffset(2, 31.5) // 33
 * @example pixelAtOffset(-2, 31.5) // 30
 */
function pixelAtOffset(offset: number, center: number): number {
  if (Number.isInteger(center)) return center + offset;
  if (offset === 0) return Number.NaN;
  return offset > 0 ? Math.floor(center) + offset : Math.ceil(center) + offset;
}
