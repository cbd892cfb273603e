import * as v from 'valibot';
import { grouped } from '../core/error.ts';
import { choice, described, options, size } from '../core/options.ts';
import { type Resampling, resampledAxis } from '../core/resampling.ts';
import { type Image, type Pair, valueCount } from '../core/tensor.ts';
import { defineLayer } from './define.ts';
import { inLoops } from './ops/in_loops.ts';

/**
 * More cells from fewer (Keras: UpSampling2D). [n, h, w, c] → [n, h·size, w·size, c]. Output cell Y looks at
 * (Y + ½) / size - ½ of the input: `nearest` takes the cell ⌊Y / size⌋, and so does `area`; `bilinear` weighs the two
 * cells around it by 1 - |t|, and repeats the edge beyond it; the others weigh the cells within their radius, as far as
 * they are there, by weights that sum to 1 (core/resampling.ts). Rows first, in double precision, rounded once.
 *
 * @example with size: [1, 2], the row [0, 4] → [0, 0, 4, 4]; with interpolation: bilinear → [0, 1, 3, 4]
 *
 * Source: Keys 1981, "Cubic convolution interpolation for digital image processing"; Mitchell & Netravali 1988,
 * "Reconstruction filters in computer graphics"; Duchon 1979, "Lanczos filtering in one and two dimensions".
 */
export const upsample = defineLayer({
  title: 'More cells from fewer: each is repeated, or interpolated between the centres of cells.',
  options: options({
    size: described(
      'Output cells for each input cell: n, or [height, width].',
      v.optional(size({ max: 4096 }), 2),
    ),
    interpolation: described(
      'nearest, area: each cell is repeated. bilinear: linear between the centres of cells. bicubic (Keys, a = -1/2), mitchellcubic (B = C = 1/3), gaussian (exp(-2t²) up to t = 1.5), lanczos3, lanczos5: weighted sums of the cells around, over the sum of their weights. All as in Keras.',
      v.optional(
        choice([
          ...(['nearest', 'bilinear', 'bicubic', 'lanczos3', 'lanczos5'] as const),
          ...(['area', 'gaussian', 'mitchellcubic'] as const),
        ]),
        'nearest',
      ),
    ),
  }),
  pools: false,
  byChannel: true,
  tolerance: 0,
  shape([height, width, channels], { size }) {
    const shape = [height * size[0], width * size[1], channels] as const;
    const values = valueCount(shape);
    return values > LARGEST
      ? `gives ${grouped(values)} values, more than the ${grouped(LARGEST)} allowed`
      : { shape, strides: [1 / size[0], 1 / size[1]] };
  },
  apply: (tf, x, options) => inLoops(tf, x, (image) => upsampled(image, options)),
  loops: { apply: upsampled },
});

/** The most values of an output: as many as the largest image has. */
const LARGEST = 16_000_000;

interface UpsampleOptions {
  size: Pair;
  interpolation: 'nearest' | Resampling;
}

function upsampled(image: Image, { size, interpolation }: UpsampleOptions): Image {
  switch (interpolation) {
    case 'nearest':
    case 'area':
      return betweenTwo(image, size, nearestTaps);
    case 'bilinear':
      return betweenTwo(image, size, linearTaps);
    default:
      return amongSeveral(image, size, interpolation);
  }
}

function betweenTwo({ shape, data }: Image, size: Pair, taps: typeof nearestTaps): Image {
  const [height, width, channels] = shape;
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

function amongSeveral({ shape, data }: Image, size: Pair, how: Resampling): Image {
  const [height, width, channels] = shape;
  const rows = resampledAxis(height, height * size[0], how, false);
  const columns = resampledAxis(width, width * size[1], how, false);
  const result = new Float32Array(rows.length * columns.length * channels);
  const line = new Float64Array(width * channels);
  let to = 0;
  for (const { first: top, weights: down } of rows) {
    line.fill(0);
    for (const [k, weight] of down.entries()) {
      const from = (top + k) * line.length;
      for (let i = 0; i < line.length; i++) line[i]! += weight * data[from + i]!;
    }
    for (const { first: left, weights: across } of columns) {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < across.length; k++) sum += across[k]! * line[(left + k) * channels + c]!;
        result[to++] = sum;
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
