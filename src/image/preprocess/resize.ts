import { roundHalfEven } from '../../core/resampling.ts';
import type { Image, Pair } from '../../core/tensor.ts';
import { clippedWeights, nearestWeights, type PixelWeights, weightsBeyondEdges } from './pixel_weights.ts';

/** How a picture is resized. */
export interface ResizeMethod {
  filter: 'bilinear' | 'bicubic' | 'lanczos' | 'nearest';
  /** Whether the filter is widened where the picture shrinks, so that every source pixel counts. */
  antialias: boolean;
}

/**
 * Resizes an image. Sums are in double precision and rounded once, to float32. An unchanged size returns the values
 * unchanged. With `antialias` this is what Pillow does before it rounds, without it what PyTorch's `interpolate` does.
 *
 * @example resize({ shape: [1, 4, 1], data: [0, 0, 1, 1] }, [1, 2], bilinear).data // [1/7, 6/7]
 */
export function resize({ shape, data }: Image, size: Pair, method: ResizeMethod): Image {
  const [height, width, channels] = shape;
  const [rows, columns] = size;
  if (rows === height && columns === width) return { shape, data };
  const wide = new Float64Array(height * columns * channels);
  mixColumns(data, shape, pixelWeights(width, columns, method), wide);
  const result = new Float32Array(rows * columns * channels);
  mixRows(wide, columns * channels, pixelWeights(height, rows, method), result);
  return { shape: [rows, columns, channels], data: result };
}

/**
 * Resizes an image of whole levels, 0 to `white`, to whole levels. With `antialias` the levels are those of Pillow 13:
 * weights in fixed point with 22 bits, and levels rounded after each axis. It begins with the columns, but with the rows
 * if these become fewer by more than twice as many as the columns do. Without `antialias` levels are rounded once, halves
 * to even, as `torch.round` does.
 */
export function resizeLevels(image: Image, size: Pair, method: ResizeMethod, white: number): Image {
  if (!method.antialias && method.filter !== 'nearest') {
    const { shape, data } = resize(image, size, method);
    return { shape, data: data.map((value) => Math.min(white, Math.max(0, roundHalfEven(value)))) };
  }
  const [height, width, channels] = image.shape;
  const [rows, columns] = size;
  const across = ({ shape, data }: Image): Image => {
    const sums = new Float64Array(shape[0] * columns * channels);
    mixColumns(data, shape, pixelWeights(width, columns, method).map(fixedPoint), sums);
    return { shape: [shape[0], columns, channels], data: levelsOf(sums, white) };
  };
  const down = ({ shape, data }: Image): Image => {
    const sums = new Float64Array(rows * shape[1] * channels);
    mixRows(data, shape[1] * channels, pixelWeights(height, rows, method).map(fixedPoint), sums);
    return { shape: [rows, shape[1], channels], data: levelsOf(sums, white) };
  };
  const rowsFirst = height > rows && height - rows > 2 * (width - columns);
  return rowsFirst ? across(down(image)) : down(across(image));
}

/** The levels of sums with 22 bits below the point. */
function levelsOf(sums: Float64Array, white: number): Float32Array {
  const levels = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++)
    levels[i] = Math.min(white, Math.max(0, Math.floor((sums[i]! + 2 ** 21) / 2 ** 22)));
  return levels;
}

function pixelWeights(from: number, to: number, { filter, antialias }: ResizeMethod): PixelWeights[] {
  if (filter === 'nearest') return nearestWeights(from, to);
  return antialias ? clippedWeights(from, to, filter) : weightsBeyondEdges(from, to, filter);
}

/** Weights as whole numbers of 2^-22, halves away from zero. */
function fixedPoint({ first, values }: PixelWeights): PixelWeights {
  return { first, values: values.map((weight) => Math.trunc(weight * 2 ** 22 + Math.sign(weight) * 0.5)) };
}

function mixColumns(
  data: ArrayLike<number>,
  [height, width, channels]: Image['shape'],
  weights: readonly PixelWeights[],
  result: Float64Array,
): void {
  for (let y = 0, to = 0; y < height; y++) {
    for (const { first, values } of weights) {
      const from = (y * width + first) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let k = 0; k < values.length; k++) sum += values[k]! * data[from + k * channels + c]!;
        result[to++] = sum;
      }
    }
  }
}

function mixRows(
  data: ArrayLike<number>,
  line: number,
  weights: readonly PixelWeights[],
  result: Float32Array | Float64Array,
): void {
  const sums = new Float64Array(line);
  for (const [row, { first, values }] of weights.entries()) {
    sums.fill(0);
    for (const [k, weight] of values.entries()) {
      const from = (first + k) * line;
      for (let i = 0; i < line; i++) sums[i]! += weight * data[from + i]!;
    }
    result.set(sums, row * line);
  }
}
