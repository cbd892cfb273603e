import type { Image } from '../core/tensor.ts';
import { CLEAR, viridis } from './colour.ts';
import { type Raster, raster } from './raster.ts';

/** The least and the largest value that a picture shows: the ends of its colours. */
export type ValueRange = readonly [least: number, most: number];

/** Which channel is seen: one of them, or the mean of all. */
export type Channel = number | 'mean';

/**
 * An output as a picture. Three channels of an image in [0, 1] are its colours, if no channel is asked for; of all
 * else one channel, or the mean, from dark (least) to bright (most). Outputs without places (1×1×C) are laid out as
 * a block, row by row.
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

/** The ends of the colours that several outputs of one step share. 0 is the darkest where nothing is below it. */
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

/** Whether an image is shown in its own colours. */
export function isRgb({ shape, data }: Image): boolean {
  return shape[2] === 3 && shape[0] * shape[1] > 1 && data.every((value) => value >= 0 && value <= 1);
}

interface Plane {
  width: number;
  height: number;
  /** Row by row; fewer than the block holds where a vector does not fill it. */
  values: Float64Array;
}

function planeOfChannel({ shape: [height, width, channels], data }: Image, channel: Channel): Plane {
  if (height * width === 1 && channels > 1) {
    const across = channels <= 16 ? channels : Math.ceil(Math.sqrt(channels));
    return { width: across, height: Math.ceil(channels / across), values: Float64Array.from(data) };
  }
  const values = new Float64Array(height * width);
  for (let i = 0; i < values.length; i++) {
    if (channel !== 'mean') values[i] = data[i * channels + channel]!;
    else {
      let sum = 0;
      for (let c = 0; c < channels; c++) sum += data[i * channels + c]!;
      values[i] = sum / channels;
    }
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
