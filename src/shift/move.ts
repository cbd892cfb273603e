import { ofChannel, type PerChannel } from '../core/per_channel.ts';
import type { Work } from '../core/scheduler.ts';
import type { Image, Pair } from '../core/tensor.ts';
import { type FillMode, fillModes } from './fill.ts';
import { type Interpolation, type InterpolationName, interpolations } from './interpolation.ts';
import { splitShift } from './split.ts';

/** The values beyond a picture's edges, and between its pixels. */
export interface Fill {
  mode: FillMode;
  /** The k of `constant`, which is seen beyond the image. */
  value: PerChannel;
  /** Default `bilinear`. At whole pixels every interpolation gives the pixel itself. */
  interpolation?: InterpolationName;
}

/**
 * Writes what a frame of `size` pixels sees of an image that is extended on all sides by `fill`. The frame's first pixel
 * is at `first` in the coordinates of the image. So `view(image, [-dy, -dx], [height, width], fill, into)` writes the
 * image shifted by (dy, dx): output[y, x] = source[y - dy, x - dx]. Between pixels both axes are interpolated, rows
 * first, in double precision, and rounded to float32 once.
 *
 * @param into the result, row-major, from index `at` on
 */
export function* view(
  image: Image,
  first: Pair,
  size: Pair,
  fill: Fill,
  into: Float32Array,
  at = 0,
): Work<void> {
  const [[top, down], [left, across]] = [splitShift(first[0]), splitShift(first[1])];
  if (down === 0 && across === 0) return yield* wholeView(image, [top, left], size, fill, into, at);
  const kind: Interpolation = interpolations[fill.interpolation ?? 'bilinear'];
  const [height, width, channels] = image.shape;
  const rows = tapsOf(kind, down, height);
  const columns = tapsOf(kind, across, width);
  const wide: Pair = [size[0] + rows.after + rows.before, size[1] + columns.after + columns.before];
  const source = new Float32Array(wide[0] * wide[1] * channels);
  yield* wholeView(image, [top - rows.before, left - columns.before], wide, fill, source, 0);

  const line = wide[1] * channels;
  const mixed = new Float64Array(line);
  let to = at;
  for (let y = 0; y < size[0]; y++) {
    mixed.fill(0);
    for (let tap = 0; tap < rows.weights.length; tap++) {
      const weight = rows.weights[tap]!;
      const from = (y + tap) * line;
      for (let i = 0; i < line; i++) mixed[i] = mixed[i]! + weight * source[from + i]!;
    }
    for (let i = 0; i < size[1] * channels; i++) {
      let sum = 0;
      for (let tap = 0, from = i; tap < columns.weights.length; tap++, from += channels)
        sum += columns.weights[tap]! * mixed[from]!;
      into[to++] = sum;
    }
    yield;
  }
}

function* wholeView(
  image: Image,
  first: Pair,
  size: Pair,
  fill: Fill,
  into: Float32Array,
  at: number,
): Work<void> {
  const [height, width, channels] = image.shape;
  const source = fillModes[fill.mode];
  const columns = new Int32Array(size[1]);
  for (let x = 0; x < size[1]; x++) columns[x] = source(first[1] + x, width);
  const line = size[1] * channels;
  // Pixels beyond the image are written too, since the memory may hold anything.
  if (source(-1, 1) < 0) fillWith(into, fill.value, channels, at, at + size[0] * line);
  const runs = runsOf(columns).filter(({ from }) => from >= 0);
  for (let y = 0, to = at; y < size[0]; y++, to += line) {
    const row = source(first[0] + y, height);
    for (const { from, count, place } of row < 0 ? [] : runs) {
      const cell = (row * width + from) * channels;
      into.set(image.data.subarray(cell, cell + count * channels), to + place * channels);
    }
    if (y % 64 === 63) yield;
  }
}

function fillWith(into: Float32Array, value: PerChannel, channels: number, from: number, to: number): void {
  if (typeof value === 'number') into.fill(value, from, to);
  else for (let i = from; i < to; i++) into[i] = ofChannel(value, (i - from) % channels);
}

/** Runs of consecutive pixels, or of the fill value (from -1). */
function runsOf(sources: Int32Array): { from: number; count: number; place: number }[] {
  const runs: { from: number; count: number; place: number }[] = [];
  for (let place = 0; place < sources.length; ) {
    const from = sources[place]!;
    let count = 1;
    while (sources[place + count] === (from < 0 ? from : from + count)) count++;
    runs.push({ from, count, place });
    place += count;
  }
  return runs;
}

/** The weights of the pixels that are read for one position on an axis, in order. */
function tapsOf(kind: Interpolation, fraction: number, size: number) {
  if (fraction === 0) return { before: 0, after: 0, weights: [1] };
  const { before, after } = kind.support(size);
  const weights = Array.from({ length: before + after + 1 }, (_, i) =>
    kind.weight(i - before, fraction, size),
  );
  return { before, after, weights };
}
