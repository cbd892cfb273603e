import { once } from '../../core/memo.ts';
import type { Pair, Shifts } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { isCircular } from '../../layers/windows/window.ts';
import type { Fill } from '../../shift/move.ts';
import { areaOf, type Extension, type SplitShifts, splitShifts } from '../pass/subpixel.ts';

/** How a stack is computed over many shifts: in one shared pass as far as that holds, then copy by copy. */
export interface Plan extends Extension {
  /** The last step of the shared pass; -1: there is none. */
  shared: number;
  /** Why the shared pass ends; empty where it reaches the end of the stack. */
  why: string;
}

const NO_MARGIN: Extension['margin'] = { before: [0, 0], after: [0, 0] };

/** Most values of an extended image: about those of the largest image that is allowed. */
const LARGEST_EXTENDED = 2 ** 24;

/**
 * Decides how far the shared pass goes. A local layer over all shifts is one pass over the extended image as long as no
 * window reads padding; under `wrap` with `circular` padding it is one pass over the torus while every stride divides the
 * size. Where windows read padding, it goes on if the cells that see padding can be corrected. Each fraction of a pixel
 * takes an extended image of its own. The pass must cost less than the copies, and fit into memory.
 *
 * @param corrects whether borders can be corrected: in plain loops only
 */
export function planOutputs(
  steps: readonly Step[],
  shifts: Pick<Shifts, 'dy' | 'dx'>,
  fill: Fill,
  corrects = false,
): Plan {
  const wraps = fill.mode === 'wrap';
  const known = plansOf(steps)(shifts);
  const key = `${wraps} ${corrects}`;
  const before = known.get(key);
  if (before) return before;
  const split = splitShifts(shifts);
  const plane = sharedOn('plane', steps, split, corrects);
  const torus = wraps ? sharedOn('torus', steps, split, corrects) : plane;
  const plan = torus.shared >= plane.shared ? torus : plane;
  known.set(key, plan);
  return plan;
}

/** Plans for the same steps and shifts: those of the pictures of a set. */
const plansOf = once((_: readonly Step[]) => once((_: Pick<Shifts, 'dy' | 'dx'>) => new Map<string, Plan>()));

/** Every distinct shift is computed as an image of its own. */
export const everyCopy: Plan = {
  shared: -1,
  torus: false,
  margin: NO_MARGIN,
  why: 'every shift is computed by itself',
};

function sharedOn(
  surface: 'plane' | 'torus',
  steps: readonly Step[],
  split: SplitShifts,
  corrects: boolean,
): Plan {
  const torus = surface === 'torus';
  const found = planSharedSteps(torus, steps, corrects);
  const extended = areaOf(steps[0]!.shape, split, found);
  const [height, width, channels] = steps[0]!.shape;
  if (extended > split.fractionOf.length * height * width) {
    if (corrects) return sharedOn(surface, steps, split, false);
    return { ...found, shared: -1, why: 'so few shifts of so large a range cost less one by one' };
  }
  if (extended * channels > LARGEST_EXTENDED) {
    if (corrects) return sharedOn(surface, steps, split, false);
    const why =
      split.fractions.length === 1
        ? 'the image, extended as far as shifts reach, is too large'
        : 'the images for all parts of a pixel are too large together';
    return { ...found, shared: -1, why };
  }
  return found;
}

/** How far one pass can go, at any cost. */
function planSharedSteps(torus: boolean, steps: readonly Step[], corrects: boolean): Plan {
  const [height, width] = steps[0]!.shape;
  const before: [number, number] = [0, 0];
  const after: [number, number] = [0, 0];
  const margin = { before, after };
  // The size of the torus after the strides so far, and whether it is that of the output.
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
    const circular = padding === 'circular' || (corrects && isCircular(padding));
    if (torus && !(divides(strides[0], down) && divides(strides[1], across))) {
      return end(`has strides that do not divide ${down}×${across}`);
    }
    if (padded && !(torus && circular && period)) {
      if (!corrects || isCircular(padding) || !layer!.kind.loops) return end('has windows that read padding');
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
