import { type Breather, breathe } from '../breathe.ts';
import type { Layer } from '../layers/stack.ts';
import { modulo } from '../shift/fill.ts';
import { type Fill, view } from '../shift/move.ts';
import type { Image, OutputMap, Pair, Shape, Shifts } from '../tensor.ts';
import { frameOrigin, partsOf, reachOf } from './parts.ts';
import type { Plan } from './plan.ts';

/**
 * One pass over one image that gives the outputs for all shifts: they are windows of the undecimated maps, so it
 * stays one image's worth of values however many shifts there are.
 */
export interface SharedPass {
  /** Cells of a map of one channel. */
  area: number;
  /** Applies one more layer. */
  next(layer: Layer): Promise<void>;
  /** The outputs of the step it has come to, for those shifts. */
  outputs(shape: Shape, members: Int32Array): Promise<OutputMap>;
  dispose(): void;
}

/**
 * An image extended as far as its shifts reach (on a torus: as it is); one such image for each part of a pixel by
 * which it is shifted, one below the other.
 */
export interface Extended {
  images: number;
  /** Of each, [height, width, channels]. */
  shape: Shape;
  data: Float32Array;
  torus: boolean;
  /** Of each shift: which image it reads, and where its window begins there. */
  image: Int32Array;
  rows: Int32Array;
  columns: Int32Array;
}

/** @param frame [height, width] of what is seen of the image */
export async function extend(
  image: Image,
  frame: Pair,
  shifts: Shifts,
  { torus }: Plan,
  fill: Fill,
  breath: Breather,
): Promise<Extended> {
  const channels = image.shape[2];
  const parts = partsOf(shifts);
  const reach = torus ? { y: [0, 0] as Pair, x: [0, 0] as Pair } : reachOf(parts);
  const size: Pair = [frame[0] + reach.y[1] - reach.y[0], frame[1] + reach.x[1] - reach.x[0]];
  const area = size[0] * size[1] * channels;
  const data = new Float32Array(parts.list.length * area);
  const [top, left] = frameOrigin(image.shape, frame);
  for (const [i, [y, x]] of parts.list.entries()) {
    const first: Pair = [top + reach.y[0] - y, left + reach.x[0] - x];
    await breathe(view(image, first, size, fill, data, i * area), breath);
  }
  return {
    images: parts.list.length,
    shape: [...size, channels],
    data,
    torus,
    image: parts.part,
    rows: origins(parts.down, reach.y, torus ? frame[0] : undefined),
    columns: origins(parts.right, reach.x, torus ? frame[1] : undefined),
  };
}

/** The windows of some shifts in maps that lie one below the other. */
export function windowsOf(
  { image, rows, columns }: Extended,
  members: Int32Array,
  height: number,
): Pick<OutputMap, 'rows' | 'columns'> {
  return {
    rows: members.map((shift) => image[shift]! * height + rows[shift]!),
    columns: members.map((shift) => columns[shift]!),
  };
}

/** [height, width] of the part of a map that the windows of some shifts read. */
export function reached(
  { rows, columns }: Extended,
  members: Int32Array,
  shape: Shape,
  dilation: Pair,
): Pair {
  let [bottom, right] = [0, 0];
  for (const shift of members) {
    bottom = Math.max(bottom, rows[shift]!);
    right = Math.max(right, columns[shift]!);
  }
  return [bottom + (shape[0] - 1) * dilation[0] + 1, right + (shape[1] - 1) * dilation[1] + 1];
}

/** Where shifts' windows begin: the content moves down, so the frame moves up over it. */
function origins(shifts: Float64Array, [first]: Pair, period: number | undefined): Int32Array {
  return Int32Array.from(shifts, (shift) =>
    period === undefined ? 0 - shift - first : modulo(-shift, period),
  );
}
