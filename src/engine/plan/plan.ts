import type { Pair, Shifts } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack.ts';
import { isCircular } from '../../layers/window.ts';
import type { Fill } from '../../shift/move.ts';
import { areaOf, type Parts, partsOf } from '../pass/subpixel.ts';

/** How the outputs of a stack are had for many shifts: in one pass as long as that holds, then copy by copy. */
export interface Plan {
  /** The last step that one pass over one (extended) image gives for every shift; -1: none. */
  shared: number;
  /** The image is a torus: shifts wrap, and so do windows. Otherwise it is extended as far as shifts reach. */
  torus: boolean;
  /** Pixels beyond what shifts reach that its windows look at where they read padding, to be mended. */
  margin: Margin;
  /** Why the shared pass ends where it does; empty where it reaches the end of the stack. */
  why: string;
}

/** [down, across] before and after. */
interface Margin {
  before: Pair;
  after: Pair;
}

const NO_MARGIN: Margin = { before: [0, 0], after: [0, 0] };

/** Values of an extended image: about as many as the largest image has that is allowed. */
const LARGEST_EXTENDED = 2 ** 24;

/**
 * Decides how far the shared pass goes. A local layer over all shifts is one pass over the extended image as long
 * as no window reads padding; under `wrap` with `circular` padding it is one on the torus while every size is a
 * multiple of its stride. Where windows do read padding, it goes on with the cells that can see it mended for each
 * shift. Shifts by parts of a pixel take one such image for each part. And it is only worth it
 * where the extended images are smaller than all the copies, and fit into memory.
 *
 * @param mends whether such cells can be mended; only plain loops do
 */
export function planOutputs(
  steps: readonly Step[],
  shifts: Pick<Shifts, 'dy' | 'dx'>,
  fill: Fill,
  mends = false,
): Plan {
  const parts = partsOf(shifts);
  const plane = sharedOn('plane', steps, parts, mends);
  if (fill.mode !== 'wrap') return plane;
  const torus = sharedOn('torus', steps, parts, mends);
  return torus.shared >= plane.shared ? torus : plane;
}

/** Every distinct shift as a picture of its own: the plain way, and the reference for the other. */
export const everyCopy: Plan = {
  shared: -1,
  torus: false,
  margin: NO_MARGIN,
  why: 'every shift is computed by itself',
};

function sharedOn(ground: 'plane' | 'torus', steps: readonly Step[], parts: Parts, mends: boolean): Plan {
  const torus = ground === 'torus';
  const found = sharedSteps(torus, steps, mends);
  const extended = areaOf(steps[0]!.shape, parts, found);
  const [height, width, channels] = steps[0]!.shape;
  if (extended > parts.part.length * height * width) {
    if (mends) return sharedOn(ground, steps, parts, false);
    return { ...found, shared: -1, why: 'so few shifts of so large a range cost less one by one' };
  }
  if (extended * channels > LARGEST_EXTENDED) {
    if (mends) return sharedOn(ground, steps, parts, false);
    const why =
      parts.list.length === 1
        ? 'the image, extended as far as shifts reach, is too large'
        : 'the images for all parts of a pixel are too large together';
    return { ...found, shared: -1, why };
  }
  return found;
}

/** How far one pass can go, whatever it costs. */
function sharedSteps(torus: boolean, steps: readonly Step[], mends: boolean): Plan {
  const [height, width] = steps[0]!.shape;
  const before: [number, number] = [0, 0];
  const after: [number, number] = [0, 0];
  const margin = { before, after };
  // Of the torus, after the strides so far; and whether it is the output that goes round it.
  let [down, across] = [height, width];
  let period = true;
  let apart: Pair = [1, 1];
  for (const step of steps.slice(1)) {
    const { axes, layer, index } = step;
    const end = (why: string): Plan => ({
      shared: index - 1,
      torus,
      margin,
      why: `${step.name} at step ${index} ${why}`,
    });
    if (!axes) return end('looks at more than a window');
    const { strides, padding } = layer!.kind.window!(layer!.options);
    const padded = axes.some(({ before, after }) => before + after > 0);
    // On a backend windows begin at their own cell.
    const circular = padding === 'circular' || (mends && isCircular(padding));
    if (torus && !(divides(strides[0], down) && divides(strides[1], across))) {
      return end(`has strides that do not divide ${down}×${across}`);
    }
    if (padded && !(torus && circular && period)) {
      if (!mends || isCircular(padding) || !layer!.kind.loops) return end('has windows that read padding');
      period = false;
      for (const axis of [0, 1] as const) {
        before[axis] += axes[axis].before * apart[axis];
        after[axis] += axes[axis].after * apart[axis];
      }
    }
    down /= strides[0];
    across /= strides[1];
    apart = [apart[0] * strides[0], apart[1] * strides[1]];
    period &&= step.shape[0] === down && step.shape[1] === across;
  }
  return { shared: steps.length - 1, torus, margin, why: '' };
}

function divides(stride: number, size: number): boolean {
  return size % stride === 0;
}
