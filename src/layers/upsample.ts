import * as v from 'valibot';
import { grouped } from '../core/error.ts';
import { choice, described, options, size } from '../core/options.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { inLoops } from './ops/in_loops.ts';

/**
 * More cells from fewer (Keras: UpSampling2D). [n, h, w, c] → [n, h·size, w·size, c]. Output cell Y looks at
 * (Y + ½) / size - ½ of the input: `nearest` takes the cell ⌊Y / size⌋; `bilinear` weighs the two cells around it by
 * 1 - |t|, rows first, in double precision, and rounds once. Beyond the edge the edge is repeated.
 *
 * @example with size: [1, 2], the row [0, 4] → [0, 0, 4, 4]; with interpolation: bilinear → [0, 1, 3, 4]
 */
export const upsample = defineLayer({
  title: 'More cells from fewer: each is repeated, or interpolated between the centres of cells.',
  options: options({
    size: described(
      'Output cells for each input cell: n, or [height, width].',
      v.optional(size({ max: 4096 }), 2),
    ),
    interpolation: described(
      'nearest: each cell is repeated. bilinear: linear between the centres of cells.',
      v.optional(choice(['nearest', 'bilinear']), 'nearest'),
    ),
  }),
  pools: false,
  tolerance: 0,
  strides: ({ size }) => [1 / size[0], 1 / size[1]],
  shape([height, width, channels], { size }) {
    const shape = [height * size[0], width * size[1], channels] as const;
    const values = shape[0] * shape[1] * channels;
    return values > LARGEST
      ? `gives ${grouped(values)} values, more than the ${grouped(LARGEST)} allowed`
      : shape;
  },
  apply: (tf, x, options) => inLoops(tf, x, (image) => upsampled(image, options)),
  loops: { apply: upsampled, nonexpansive: true },
});

/** The most values of an output: as many as the largest image has. */
const LARGEST = 16_000_000;

interface UpsampleOptions {
  size: Pair;
  interpolation: 'nearest' | 'bilinear';
}

function upsampled({ shape, data }: Image, { size, interpolation }: UpsampleOptions): Image {
  const [height, width, channels] = shape;
  const taps = interpolation === 'nearest' ? nearestTaps : linearTaps;
  const [rows, columns] = [taps(height, size[0]), taps(width, size[1])];
  const result = new Float32Array(rows.length * columns.length * channels);
  let to = 0;
  for (const { first: top, second: bottom, part: down } of rows) {
    for (const { first: left, second: right, part: across } of columns) {
      for (let c = 0; c < channels; c++) {
        const at = (y: number, x: number) => data[(y * width + x) * channels + c]!;
        const before = interpolate(at(top, left), at(bottom, left), down);
        result[to++] = interpolate(before, interpolate(at(top, right), at(bottom, right), down), across);
      }
    }
  }
  return { shape: [rows.length, columns.length, channels], data: result };
}

/** The two cells that an output cell looks at, and the weight of the second. */
interface Taps {
  first: number;
  second: number;
  part: number;
}

function nearestTaps(n: number, size: number): Taps[] {
  return Array.from({ length: n * size }, (_, i) => {
    const cell = Math.floor(i / size);
    return { first: cell, second: cell, part: 0 };
  });
}

function linearTaps(n: number, size: number): Taps[] {
  return Array.from({ length: n * size }, (_, i) => {
    const position = (i + 0.5) / size - 0.5;
    const first = Math.floor(position);
    return { first: Math.max(first, 0), second: Math.min(first + 1, n - 1), part: position - first };
  });
}

/** A whole position is the cell itself: 0 · the other is not added, since it could be -0. */
function interpolate(first: number, second: number, part: number): number {
  return part === 0 ? first : first * (1 - part) + second * part;
}
