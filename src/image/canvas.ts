import * as v from 'valibot';
import { described, expects, number, size } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Image, Pair } from '../core/tensor.ts';

/** Options of every drawn image: the size of its canvas, and the value of its set pixels. */
export const canvasOptions = {
  size: described(
    'Height and width in pixels: n, or [height, width].',
    v.optional(size({ max: 16_000_000 }), 64),
  ),
  value: described(
    'Value of each set pixel: a number, or `random` for a value of its own in [0, 1), drawn from the seed.',
    v.optional(v.union([number(), v.literal('random')], expects('a finite number or "random"')), 1),
  ),
};

/**
 * Makes an image of one channel: `value` at the set pixels, 0 elsewhere.
 *
 * @param set row-major indices (y · width + x) of the set pixels, in any order; repeats are allowed
 * @param value a number, or `random`: one draw per set pixel, in row-major order
 * @returns [height, width, 1]
 * @example paint([1, 3], [2], 5, random).data // [0, 0, 5]
 */
export function paint(
  [height, width]: Pair,
  set: Iterable<number>,
  value: number | 'random',
  random: (purpose: string, key: readonly unknown[]) => Random,
): Image {
  const data = new Float32Array(height * width);
  if (value === 'random') {
    const next = random('value', [height, width]);
    const rowMajor = [...new Set(set)].sort((a, b) => a - b);
    for (const index of rowMajor) data[index] = next();
  } else {
    for (const index of set) data[index] = value;
  }
  return { shape: [height, width, 1], data };
}
