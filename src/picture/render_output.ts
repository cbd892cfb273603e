import type { Image } from '../core/tensor.ts';
import { CLEAR, viridis } from './colour.ts';
import { type Raster, raster } from './raster.ts';

/** The values that get the darkest and the brightest colour. */
export type ValueRange = readonly [least: number, most: number];

/** The channel that is shown: a number, the mean of all, or the largest in each cell. */
export type Channel = number | 'mean' | 'largest';

/**
 * Renders an output as a raster. An RGB image (see `isRgb`) keeps its colours if `channel` is undefined. Other outputs
 * show one channel, the mean of all or the largest, from dark (low) to bright (high). If the ends of the range are equal,
 * all is bright if they are above 0, else dark. A vector (1×1×C) becomes a block, row by row, 16 values wide or square.
 */
export function renderOutput(image: Image, channel: Channel | undefined, range: ValueRange): Raster {
  if (channel === undefined && isRgb(image)) return renderRgb(image);
  const plane = planeOfChannel(image, channel ?? 'mean');
  const [least, most] = range;
  const share = (value: number) => (most > least ? (value - least) / (most - least) : most > 0 ? 1 : 0);
  return raster(plane.width, plane.height, (y, x) => {
    const value = plane.values[y * plane.width + x];
    return value === undefined ? CLEAR : viridis(share(value));
  });
}

/** The range of values that several outputs share: from the smallest, at most 0, to the largest. */
export function valueRange(images: readonly Image[], channel: Channel | undefined): ValueRange {
  let [least, most] = [0, Number.NEGATIVE_INFINITY];
  for (const image of images) {
    for (const value of planeOfChannel(image, channel ?? 'mean').values) {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  return [least, most];
}

/**
 * What is shown of outputs of several channels if none is chosen: undefined for the mean, or the colours of an RGB image,
 * and the largest channel where the mean is the same in every cell, as after softmax.
 */
export function usualChannel(images: readonly Image[]): 'largest' | undefined {
  const varies = (channel: Channel) => {
    const planes = images.map((image) => planeOfChannel(image, channel).values);
    const [first = 0] = planes[0]!;
    return planes.some((values) =>
      values.some((value) => Math.abs(value - first) > ROUNDING * Math.abs(first)),
    );
  };
  return !isRgb(images[0]!) && !varies('mean') && varies('largest') ? 'largest' : undefined;
}

/** Means of float32 values that should be equal differ by less than this, relative to them. */
const ROUNDING = 1e-5;

/** Whether an image can be shown in colour: three channels, more than one pixel, every value in [0, 1]. */
export function isRgb({ shape, data }: Image): boolean {
  return shape[2] === 3 && shape[0] * shape[1] > 1 && data.every((value) => value >= 0 && value <= 1);
}

/** A picture as a photograph: in its colours if it has three channels, else in grey; from the least value to the most. */
export function photograph(image: Image, [least, most]: ValueRange): Raster {
  const { width, height, values } = planeOfChannel(image, 'mean');
  const [, , channels] = image.shape;
  const level = (value: number) =>
    Math.round(255 * Math.min(1, Math.max(0, (value - least) / (most - least || 1))));
  return raster(width, height, (y, x) => {
    const at = y * width + x;
    if (channels !== 3) {
      const grey = level(values[at]!);
      return [grey, grey, grey, 255];
    }
    const [red, green, blue] = [0, 1, 2].map((c) => level(image.data[at * 3 + c]!));
    return [red!, green!, blue!, 255];
  });
}

interface Plane {
  width: number;
  height: number;
  /** Row by row; the last row of a vector's block may be incomplete. */
  values: Float64Array;
}

function planeOfChannel({ shape: [height, width, channels], data }: Image, channel: Channel): Plane {
  if (height * width === 1 && channels > 1) {
    const across = channels <= 16 ? channels : Math.ceil(Math.sqrt(channels));
    return { width: across, height: Math.ceil(channels / across), values: Float64Array.from(data) };
  }
  const values = new Float64Array(height * width);
  for (let i = 0; i < values.length; i++) {
    const cell = data.subarray(i * channels, (i + 1) * channels);
    if (channel === 'mean') values[i] = cell.reduce((sum, value) => sum + value, 0) / channels;
    else
      values[i] =
        channel === 'largest' ? cell.reduce((most, value) => Math.max(most, value)) : cell[channel]!;
  }
  return { width, height, values };
}

function renderRgb({ shape: [height, width], data }: Image): Raster {
  return raster(height === 0 ? 0 : width, height, (y, x) => {
    const at = (y * width + x) * 3;
    const [red, green, blue] = [0, 1, 2].map((c) => Math.round(data[at + c]! * 255));
    return [red!, green!, blue!, 255];
  });
}
