import type { Image, Pair } from '../core/tensor.ts';
import type { Step } from '../layers/stack.ts';
import { isCircular } from '../layers/window.ts';
import type { Fill } from '../shift/move.ts';

/**
 * What can be said of a step's outputs without computing them, for shifts that are whole multiples of `unit` on
 * either axis and within `reach`.
 */
export type Guarantee =
  /** They coincide with the unshifted output. */
  | { holds: 'same'; unit: Pair }
  /**
   * They are the unshifted output, rolled; by shift / stride where the shift is a multiple of that too. `byChannel`:
   * each channel by itself.
   */
  | { holds: 'rolled'; unit: Pair; byChannel: boolean }
  | { holds: 'nothing'; why: string };

export interface Guarantees {
  /** One for each step. */
  steps: readonly Guarantee[];
  /** The longest shift for which they hold on either axis: any under wrap, else as far as the content stays. */
  reach: Pair;
}

/** What is shifted, and what is known of it. */
export interface Scene {
  image: Image;
  fill: Fill;
  /** A larger image is seen through a frame. */
  framed: boolean;
  /** Choices among equals that a step's layer makes for the unshifted image. */
  ties(step: Step): number;
}

/**
 * Derives guarantees from what the layers state of themselves. A circular shift of the image rolls it. A local layer
 * passes a roll on, as long as no window reads padding but around the torus, and a strided one passes on a roll by
 * whole strides, as long as they divide the size. An adaptive layer passes on any roll. A layer that looks at the
 * whole map of a channel in no order forgets a roll.
 *
 * Source: the argument is that of Chaman & Dokmanić 2021, sections 3 and 4.
 */
export function guaranteesOf(steps: readonly Step[], { image, fill, framed, ties }: Scene): Guarantees {
  const first: Guarantee = framed
    ? { holds: 'nothing', why: 'content enters and leaves the frame' }
    : { holds: 'rolled', unit: [1, 1], byChannel: false };
  const found: Guarantee[] = [settled(first, steps[0]!)];
  for (const step of steps.slice(1)) {
    found.push(settled(passedOn(found.at(-1)!, step, steps[step.index - 1]!, ties(step)), step));
  }
  const anyLength: Pair = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { steps: found, reach: fill.mode === 'wrap' ? anyLength : marginOf(image, fill) };
}

/** How far the content can move before it leaves the frame: the width of the even border around it. */
export function marginOf({ shape: [height, width, channels], data }: Image, fill: Fill): Pair {
  const background = (c: number) => (fill.mode === 'constant' ? fill.value : data[c]!);
  let [top, bottom, left, right] = [height, -1, width, -1];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < channels; c++) {
        if (data[(y * width + x) * channels + c] === Math.fround(background(c))) continue;
        [top, bottom, left, right] = [
          Math.min(top, y),
          Math.max(bottom, y),
          Math.min(left, x),
          Math.max(right, x),
        ];
      }
    }
  }
  if (bottom < 0) return [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return [Math.min(top, height - 1 - bottom), Math.min(left, width - 1 - right)];
}

function passedOn(before: Guarantee, step: Step, input: Step, ties: number): Guarantee {
  if (before.holds !== 'rolled') return before;
  const { kind, options } = step.layer!;
  const at = `${step.name} at step ${step.index}`;
  if (kind.invariant) return { holds: 'same', unit: before.unit };
  if (kind.equivariant) {
    const { byChannel, unlessTies } = kind.equivariant(options);
    if (unlessTies && ties > 0) return { holds: 'nothing', why: `${at} chooses among equals by their place` };
    return { ...before, byChannel: before.byChannel || (byChannel && step.shape[2] > 1) };
  }
  if (before.byChannel && kind.mixesChannels)
    return { holds: 'nothing', why: `${at} mixes channels that are rolled each by itself` };
  if (!step.axes) return { holds: 'nothing', why: `${at} depends on where things are` };
  const { strides, padding } = kind.window!(options);
  for (const axis of [0, 1] as const) {
    const { before: padBefore, after } = step.axes[axis];
    const size = input.shape[axis];
    if (padBefore + after > 0 && !isCircular(padding))
      return { holds: 'nothing', why: `a window of ${at} reads padding` };
    if (size % strides[axis] !== 0) {
      return {
        holds: 'nothing',
        why: `${at} has stride ${strides[axis]} on a size of ${size}: circular shifts no longer map to circular shifts`,
      };
    }
    if (step.shape[axis] * strides[axis] !== size) {
      return { holds: 'nothing', why: `${at} leaves out the border, and with it what goes around` };
    }
  }
  // A stride passes on only rolls that are known to be whole multiples of it: those by multiples of all strides.
  const unit =
    strides[0] === 1 && strides[1] === 1 ? before.unit : ([step.stride![0], step.stride![1]] as const);
  return { ...before, unit };
}

/** A roll of a single cell is nothing. */
function settled(found: Guarantee, { shape }: Step): Guarantee {
  return found.holds === 'rolled' && shape[0] === 1 && shape[1] === 1
    ? { holds: 'same', unit: found.unit }
    : found;
}
