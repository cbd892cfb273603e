import { roundHalfEven } from '../../core/resampling.ts';
import type { Image, Pair } from '../../core/tensor.ts';
import { type Crop, cropOf, cropped } from './crop.ts';
import { clippedWeights, nearestWeights, type PixelWeights, weightsBeyondEdges } from './pixel_weights.ts';

/** How a picture is resized. */
export interface ResizeMethod {
  filter: 'bilinear' | 'bicubic' | 'lanczos' | 'nearest';
  /** Whether the filter is widened where the picture shrinks, so that every source pixel counts. */
  antialias: boolean;
  /** Whether it is done as Pillow does it in its mode I;16. Default: false, as in its other modes. */
  isGrey16?: boolean;
}

/**
 * Resizes an image, and computes a part of the result. Sums are in double precision and rounded once, to float32. An
 * unchanged size returns the values unchanged. With `antialias` this is what Pillow does before it rounds, without it
 * what PyTorch's `interpolate` does.
 *
 * @param part default: all
 * @example resize({ shape: [1, 4, 1], data: [0, 0, 1, 1] }, [1, 2], bilinear).data // [1/7, 6/7]
 */
export function resize(
  image: Image,
  size: Pair,
  method: ResizeMethod,
  part = cropOf(size, undefined),
): Image {
  const [height, width, channels] = image.shape;
  if (size[0] === height && size[1] === width) return cropped(image, part);
  const down = partOfWeights(height, size[0], method, part, 0);
  const across = partOfWeights(width, size[1], method, part, 1);
  const { shape, data } = rowsWithWeights(image, down);
  const line = across.length * channels;
  const wide = new Float64Array(shape[0] * line);
  mixColumns(data, shape, across, (sums, y) => wide.set(sums, y * line));
  const result = new Float32Array(down.length * line);
  mixRows(wide, line, fromFirstRow(down), (sums, y) => result.set(sums, y * line));
  return { shape: [down.length, across.length, channels], data: result };
}

/**
 * Resizes an image of whole levels, 0 to `white`, to whole levels, and computes a part of the result. With `antialias`
 * the levels are those of Pillow 13: weights in fixed point with 22 bits, or in double precision for its mode I;16,
 * and levels rounded after each axis. It begins
 * with the columns, but with the rows if these become fewer by more than twice as many as the columns do. Without
 * `antialias` levels are rounded once, halves to even, as `torch.round` does.
 *
 * @param part default: all
 */
export function resizeLevels(
  image: Image,
  size: Pair,
  method: ResizeMethod,
  white: number,
  part = cropOf(size, undefined),
): Image {
  if (!method.antialias && method.filter !== 'nearest') {
    const { shape, data } = resize(image, size, method, part);
    return { shape, data: data.map((value) => Math.min(white, Math.max(0, roundHalfEven(value)))) };
  }
  const [height, width, channels] = image.shape;
  const down = partOfWeights(height, size[0], method, part, 0);
  const unit = method.isGrey16 ? 1 : 2 ** 22;
  const inUnits = (weights: PixelWeights) => (unit === 1 ? weights : fixedPoint(weights));
  const columnWeights = partOfWeights(width, size[1], method, part, 1).map(inUnits);
  const rowWeights = fromFirstRow(down).map(inUnits);
  const across = ({ shape, data }: Image): Image => {
    const line = columnWeights.length * channels;
    const levels = new Float32Array(shape[0] * line);
    mixColumns(data, shape, columnWeights, (sums, y) => writeLevels(sums, unit, white, levels, y * line));
    return { shape: [shape[0], columnWeights.length, channels], data: levels };
  };
  const along = ({ shape, data }: Image): Image => {
    const line = shape[1] * channels;
    const levels = new Float32Array(rowWeights.length * line);
    mixRows(data, line, rowWeights, (sums, y) => writeLevels(sums, unit, white, levels, y * line));
    return { shape: [rowWeights.length, shape[1], channels], data: levels };
  };
  const rowsFirst = height > size[0] && height - size[0] > 2 * (width - size[1]);
  const needed = rowsWithWeights(image, down);
  return rowsFirst ? across(along(needed)) : along(across(needed));
}

/** The weights of the rows (axis 0) or columns (axis 1) of a part. */
function partOfWeights(
  from: number,
  to: number,
  method: ResizeMethod,
  { origin, size }: Crop,
  axis: 0 | 1,
): PixelWeights[] {
  return pixelWeights(from, to, method).slice(origin[axis], origin[axis] + size[axis]);
}

/** The rows of an image that have weights. */
function rowsWithWeights(
  { shape: [, width, channels], data }: Image,
  weights: readonly PixelWeights[],
): Image {
  const [first, last] = [weights[0]!.first, weights.at(-1)!];
  const end = last.first + last.values.length;
  const line = width * channels;
  return { shape: [end - first, width, channels], data: data.subarray(first * line, end * line) };
}

/** Weights of rows that are counted from the first one that has a weight. */
function fromFirstRow(weights: readonly PixelWeights[]): PixelWeights[] {
  return weights.map(({ first, values }) => ({ first: first - weights[0]!.first, values }));
}

/** Writes the levels of sums, each of so many units. */
function writeLevels(sums: Float64Array, unit: number, white: number, levels: Float32Array, at: number) {
  for (let i = 0; i < sums.length; i++)
    levels[at + i] = Math.min(white, Math.max(0, Math.floor((sums[i]! + unit / 2) / unit)));
}

function pixelWeights(
  from: number,
  to: number,
  { filter, antialias, isGrey16 = false }: ResizeMethod,
): PixelWeights[] {
  if (filter === 'nearest') return nearestWeights(from, to, isGrey16);
  return antialias ? clippedWeights(from, to, filter, isGrey16) : weightsBeyondEdges(from, to, filter);
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
