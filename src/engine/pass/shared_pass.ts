import { runWork, type Scheduler } from '../../core/scheduler.ts';
import type { Image, OutputMap, Pair, Shape, Shifts } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { type Fill, view } from '../../shift/move.ts';
import type { Arena } from '../../simd/arena.ts';
import type { Plan } from '../plan/plan.ts';
import { type Frames, framesOf } from './frames.ts';
import { frameOrigin, splitShifts } from './subpixel.ts';
import { surround } from './surround.ts';

/**
 * One pass over one image that gives the outputs for all shifts. They are windows of undecimated maps, so the maps are
 * about as large as one image, however many shifts there are.
 */
export interface SharedPass {
  /** Cells of a map of one channel. */
  area: number;
  /** Applies one more layer. */
  next(step: Step): void | Promise<void>;
  /** The outputs of the current step for some shifts. */
  outputs(shape: Shape, members: Int32Array): OutputMap | Promise<OutputMap>;
  dispose(): void;
}

/**
 * An image, extended as far as its shifts reach (on a torus: as it is). Where shifts have fractions of a pixel, an image
 * for each fraction, one below the other.
 */
export interface ExtendedImage {
  images: number;
  /** [height, width, channels] of each. */
  shape: Shape;
  data: Float32Array;
  torus: boolean;
  /** The arena that holds the values, and has room for the maps computed from them. */
  arena?: Arena | undefined;
  frames: Frames;
}

/**
 * @param frame [height, width]
 * @param openArena gives an arena for an extended image of that number of cells, and for the maps computed from it; it is
 * released if extending fails
 */
export async function extend(
  image: Image,
  frame: Pair,
  shifts: Shifts,
  plan: Plan,
  fill: Fill,
  scheduler: Scheduler,
  openArena: (cells: number) => Arena | undefined = () => undefined,
): Promise<ExtendedImage> {
  const channels = image.shape[2];
  const { fractions } = splitShifts(shifts);
  const frames = framesOf(shifts, frame, plan);
  const { first, size } = frames;
  const area = size[0] * size[1] * channels;
  const values = fractions.length * area;
  const arena = openArena(values / channels);
  const data = arena ? arena.floats(arena.allocate(4 * values), values) : new Float32Array(values);
  const [top, left] = frameOrigin(image.shape, frame);
  try {
    for (const [i, [y, x]] of fractions.entries()) {
      const at: Pair = [top + first[0] - y, left + first[1] - x];
      if (surround(image, at, size, fill, data, i * area)) continue;
      await runWork(view(image, at, size, fill, data, i * area), scheduler);
    }
  } catch (error) {
    arena?.release();
    throw error;
  }
  return {
    arena,
    images: fractions.length,
    shape: [...size, channels],
    data,
    torus: plan.torus,
    frames,
  };
}
