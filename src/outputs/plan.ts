import type { Step } from '../layers/stack.ts';
import type { Fill } from '../shift/move.ts';
import type { Shifts } from '../tensor.ts';
import { type Parts, partsOf, reachOf } from './parts.ts';

/** How the outputs of a stack are had for many shifts: in one pass as long as that holds, then copy by copy. */
export interface Plan {
  /** The last step that one pass over one (extended) image gives for every shift; -1: none. */
  shared: number;
  /** The image is a torus: shifts wrap, and so do windows. Otherwise it is extended as far as shifts reach. */
  torus: boolean;
  /** Why the shared pass ends where it does; empty where it reaches the end of the stack. */
  why: string;
}

/** Values of an extended image: about as many as the largest image has that is allowed. */
const LARGEST_EXTENDED = 2 ** 24;

/**
 * Decides how far the shared pass goes. A local layer over all shifts is one pass over the extended image as long
 * as no window reads padding; under `wrap` with `circular` padding it is one on the torus while every size is a
 * multiple of its stride. Shifts by parts of a pixel take one such image for each part. And it is only worth it
 * where the extended images are smaller than all the copies, and fit into memory.
 */
export function planOutputs(steps: readonly Step[], shifts: Pick<Shifts, 'dy' | 'dx'>, fill: Fill): Plan {
  const parts = partsOf(shifts);
  const plane = sharedOn('plane', steps, parts);
  if (fill.mode !== 'wrap') return plane;
  const torus = sharedOn('torus', steps, parts);
  return torus.shared >= plane.shared ? torus : plane;
}

/** Every distinct shift as a picture of its own: the plain way, and the reference for the other. */
export const everyCopy: Plan = { shared: -1, torus: false, why: 'every shift is computed by itself' };

function sharedOn(ground: 'plane' | 'torus', steps: readonly Step[], parts: Parts): Plan {
  const torus = ground === 'torus';
  const [height, width, channels] = steps[0]!.shape;
  const { y, x } = torus ? { y: [0, 0], x: [0, 0] } : reachOf(parts);
  const extended = (height + y[1]! - y[0]!) * (width + x[1]! - x[0]!) * parts.list.length;
  if (extended > parts.part.length * height * width) {
    return { shared: -1, torus, why: 'so few shifts of so large a range cost less one by one' };
  }
  if (extended * channels > LARGEST_EXTENDED) {
    const why =
      parts.list.length === 1
        ? 'the image, extended as far as shifts reach, is too large'
        : 'the images for all parts of a pixel are too large together';
    return { shared: -1, torus, why };
  }
  // Of the torus, after the strides so far; and whether it is the output that goes round it.
  let [down, across] = [height, width];
  let period = true;
  for (const step of steps.slice(1)) {
    const { axes, layer, index } = step;
    const end = (why: string): Plan => ({
      shared: index - 1,
      torus,
      why: `${step.name} at step ${index} ${why}`,
    });
    if (!layer!.kind.local || !axes) return end('looks at more than a window');
    const { strides } = layer!.kind.window!(layer!.options);
    const padded = axes.some(({ before, after }) => before + after > 0);
    const circular =
      axes.every(({ before }) => before === 0) && layer!.kind.window!(layer!.options).padding === 'circular';
    if (torus && !(divides(strides[0], down) && divides(strides[1], across))) {
      return end(`has strides that do not divide ${down}×${across}`);
    }
    if (padded && !(torus && circular && period)) return end('has windows that read padding');
    down /= strides[0];
    across /= strides[1];
    period &&= step.shape[0] === down && step.shape[1] === across;
  }
  return { shared: steps.length - 1, torus, why: '' };
}

function divides(stride: number, size: number): boolean {
  return size % stride === 0;
}
