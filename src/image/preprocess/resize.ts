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
  const line = columns * channels;
  const wide = new Float64Array(height * line);
  mixColumns(data, shape, pixelWeights(width, columns, method), (sums, y) => wide.set(sums, y * line));
  const result = new Float32Array(rows * line);
  mixRows(wide, line, pixelWeights(height, rows, method), (sums, y) => result.set(sums, y * line));
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
    const line = columns * channels;
    const levels = new Float32Array(shape[0] * line);
    const weights = pixelWeights(width, columns, method).map(fixedPoint);
    mixColumns(data, shape, weights, (sums, y) => writeLevels(sums, white, levels, y * line));
    return { shape: [shape[0], columns, channels], data: levels };
  };
  const down = ({ shape, data }: Image): Image => {
    const line = shape[1] * channels;
    const levels = new Float32Array(rows * line);
    const weights = pixelWeights(height, rows, method).map(fixedPoint);
    mixRows(data, line, weights, (sums, y) => writeLevels(sums, white, levels, y * line));
    return { shape: [rows, shape[1], channels], data: levels };
  };
  const rowsFirst = height > rows && height - rows > 2 * (width - columns);
  return rowsFirst ? across(down(image)) : down(across(image));
}

/** Writes the levels of sums with 22 bits below the point. */
function writeLevels(sums: Float64Array, white: number, levels: Float32Array, at: number): void {
  for (let i = 0; i < sums.length; i++)
    levels[at + i] = Math.min(white, Math.max(0, Math.floor((sums[i]! + 2 ** 21) / 2 ** 22)));
}

function pixelWeights(from: number, to: number, { filter, antialias }: ResizeMethod): PixelWeights[] {
  if (filter === 'nearest') return nearestWeights(from, to);
  return antialias ? clippedWeights(from, to, filter) : weightsBeyondEdges(from, to, filter);
}

/** Weights as whole numbers of 2^-22, halves away from zero. */
function fixedPoint({ first, values }: PixelWeights): PixelWeights {
  return { first, values: values.map((weight) => Math.trunc(weight * 2 ** 22 + Math.sign(weight) * 0.5)) };
}

/** Takes the sums of a row; they are overwritten by the next. */
type TakeRow = (sums: Float64Array, row: number) => void;

function mixColumns(
  data: ArrayLike<number>,
  [height, width, channels]: Image['shape'],
  weights: readonly PixelWeights[],
  take: TakeRow,
): void {
  const sums = new Float64Array(weights.length * channels);
  for (let y = 0; y < height; y++) {
    mixLine(data, y * width * channels, channels, weights, sums);
    take(sums, y);
  }
}

function mixRows(
  data: ArrayLike<number>,
  line: number,
  weights: readonly PixelWeights[],
  take: TakeRow,
): void {
  const sums = new Float64Array(line);
  for (const [row, { first, values }] of weights.entries()) {
    sums.fill(0);
    for (const [k, weight] of values.entries()) addWeighted(weight, data, (first + k) * line, sums);
    take(sums, row);
  }
}

// Loops over one line are called often, so they are compiled soon.

function mixLine(
  data: ArrayLike<number>,
  start: number,
  channels: number,
  weights: readonly PixelWeights[],
  sums: Float64Array,
): void {
  for (let x = 0, to = 0; x < weights.length; x++) {
    const { first, values } = weights[x]!;
    for (let c = 0; c < channels; c++) {
      let sum = 0;
      let from = start + first * channels + c;
      for (let k = 0; k < values.length; k++, from += channels) sum += values[k]! * data[from]!;
      sums[to++] = sum;
    }
  }
}

function addWeighted(weight: number, data: ArrayLike<number>, from: number, sums: Float64Array): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += weight * data[from + i]!;
}
