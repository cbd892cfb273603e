import * as v from 'valibot';
import { described, expects, number, size } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Image, Pair } from '../core/tensor.ts';

/** What every drawn picture takes: the size of its canvas and the value of the pixels that are set. */
export const canvasOptions = {
  size: described(
    'Height and width in pixels: n, or [height, width].',
    v.optional(size({ max: 16_000_000 }), 64),
  ),
  value: described(
    'Of each set pixel: a number, or `random`: each its own value in [0, 1) from the seed.',
    v.optional(v.union([number(), v.literal('random')], expects('a finite number or "random"')), 1),
  ),
};

/** A single-channel picture, 0 but for the set pixels; `set` holds their row-major indices, in any order. */
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
