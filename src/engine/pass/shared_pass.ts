import { runWork, type Scheduler } from '../../core/scheduler.ts';
import type { Image, OutputMap, Pair, Shape, Shifts } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack.ts';
import { type Fill, view } from '../../shift/move.ts';
import type { Space } from '../../simd/arena.ts';
import type { Plan } from '../plan/plan.ts';
import { type Frames, framesOf } from './frames.ts';
import { frameOrigin, partsOf } from './subpixel.ts';

/**
 * One pass over one image that gives the outputs for all shifts: they are windows of the undecimated maps, so it
 * stays one image's worth of values however many shifts there are.
 */
export interface SharedPass {
  /** Cells of a map of one channel. */
  area: number;
  /** Applies one more layer. */
  next(step: Step): Promise<void>;
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
  /** Where it lies, with room for the maps that follow from it: so no loop need be handed them. */
  home?: Space | undefined;
  frames: Frames;
}

/**
 * @param frame [height, width] of what is seen of the image
 * @param homeFor where it, of so many cells, and the maps that follow from it are to lie
 */
export async function extend(
  image: Image,
  frame: Pair,
  shifts: Shifts,
  plan: Plan,
  fill: Fill,
  scheduler: Scheduler,
  homeFor: (cells: number) => Space | undefined = () => undefined,
): Promise<Extended> {
  const channels = image.shape[2];
  const { list } = partsOf(shifts);
  const frames = framesOf(shifts, frame, plan);
  const { first, size } = frames;
  const area = size[0] * size[1] * channels;
  const values = list.length * area;
  const home = homeFor(values / channels);
  const data = home ? home.floats(home.room(4 * values), values) : new Float32Array(values);
  const [top, left] = frameOrigin(image.shape, frame);
  for (const [i, [y, x]] of list.entries()) {
    const at: Pair = [top + first[0] - y, left + first[1] - x];
    await runWork(view(image, at, size, fill, data, i * area), scheduler);
  }
  return {
    home,
    images: list.length,
    shape: [...size, channels],
    data,
    torus: plan.torus,
    frames,
  };
}
