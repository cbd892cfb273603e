import { ofChannel } from '../core/per_channel.ts';
import type { Image, Pair } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { constantPadding, isCircular } from '../layers/windows/window.ts';
import type { Fill } from '../shift/move.ts';

/**
 * A guarantee for a step's outputs that needs no computing. It holds for shifts by multiples of `unit` pixels on each
 * axis, up to `reach`.
 */
export type Guarantee =
  /** They coincide with the unshifted output. */
  | { holds: 'same'; unit: Pair }
  /** They are the unshifted output, rolled by whole cells; with `byChannel` each channel by its own number of cells. */
  | { holds: 'rolled'; unit: Pair; byChannel: boolean }
  /** `uneven` where a stride does not divide its size, of which a user is warned. */
  | { holds: 'nothing'; why: string; uneven?: true };

export interface Guarantees {
  /** One for each step. */
  steps: readonly Guarantee[];
  /** The longest shift for which they hold on each axis: any under wrap, else as long as the content stays in the frame. */
  reach: Pair;
}

/** The image and how it is shifted. */
export interface Scene {
  image: Image;
  fill: Fill;
  /** Whether a frame shows a part of a larger image. */
  framed: boolean;
  /** Choices among equals that a step's layer makes for the unshifted image. */
  ties(step: Step): number;
}

/**
 * Derives guarantees from the facts of the layers. A circular shift rolls the image. A layer with windows rolls its output
 * too, if they read no padding but circular, and if its stride divides the roll and the size. An equivariant layer rolls its
 * output after any roll. An invariant layer gives the same output after any roll. Where all around the content is 0 and
 * stays 0, full padding with zeros leaves out no window that sees the content, so the output moves as a whole.
 *
 * Source: the argument is that of Chaman & Dokmanić 2021, sections 3 and 4.
 */
export function guaranteesOf(steps: readonly Step[], { image, fill, framed, ties }: Scene): Guarantees {
  const first: Guarantee = framed
    ? { holds: 'nothing', why: 'content enters and leaves the frame' }
    : { holds: 'rolled', unit: [1, 1], byChannel: false };
  const found: Guarantee[] = [simplified(first, steps[0]!)];
  let inZeros =
    fill.mode === 'constant' &&
    Array.from({ length: image.shape[2] }).every((_, c) => ofChannel(fill.value, c) === 0);
  for (const step of steps.slice(1)) {
    const input = steps[step.index - 1]!;
    found.push(simplified(afterLayer(found.at(-1)!, step, { input, inZeros, ties: ties(step) }), step));
    inZeros &&= found.at(-1)!.holds !== 'nothing' && keepsZeros(step, input);
  }
  const anyLength: Pair = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { steps: found, reach: fill.mode === 'wrap' ? anyLength : marginOf(image, fill) };
}

/**
 * How far the content can move on each axis, [y, x], before it leaves the frame: the smaller of the two borders that hold
 * nothing but the fill value (`constant`) or the value of the first pixel (other modes). Infinity for a blank image.
 *
 * @example a 5×5 image whose only other pixel is in row 1, column 2 has the margin [1, 2]
 */
export function marginOf({ shape: [height, width, channels], data }: Image, fill: Fill): Pair {
  const background = (c: number) => (fill.mode === 'constant' ? ofChannel(fill.value, c) : data[c]!);
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

function afterLayer(
  before: Guarantee,
  step: Step,
  { input, inZeros, ties }: { input: Step; inZeros: boolean; ties: number },
): Guarantee {
  if (before.holds !== 'rolled') return before;
  const { kind, options } = step.layer!;
  const at = `${step.name} at step ${step.index}`;
  const rolled = kind.equivariant?.(options);
  if (rolled === 'invariant') return { holds: 'same', unit: before.unit };
  if (rolled) {
    const { byChannel, unlessTies } = rolled;
    if (unlessTies && ties > 0)
      return { holds: 'nothing', why: `choices tie in ${at}, and then depend on position` };
    return { ...before, byChannel: before.byChannel || (byChannel && step.shape[2] > 1) };
  }
  if (!step.axes) return { holds: 'nothing', why: `${at} depends on where things are` };
  if (before.byChannel && !kind.byChannel)
    return { holds: 'nothing', why: `${at} mixes channels that are rolled each by itself` };
  const window = kind.window!(options);
  const { strides, padding } = window;
  const wholeSupport = inZeros && padding === 'full' && constantPadding(window) === 0;
  for (const axis of wholeSupport ? [] : ([0, 1] as const)) {
    const { before: padBefore, after } = step.axes[axis];
    const size = input.shape[axis];
    if (padBefore + after > 0 && !isCircular(padding))
      return { holds: 'nothing', why: `a window of ${at} reads padding` };
    if (size % strides[axis] !== 0) {
      return {
        holds: 'nothing',
        why: `${at} has stride ${strides[axis]} on a size of ${size}: circular shifts no longer map to circular shifts`,
        uneven: true,
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

/** Whether a layer makes zeros of zeros. */
function keepsZeros({ layer }: Step, { shape }: Step): boolean {
  const { kind, options, prepared } = layer!;
  const data = new Float32Array(shape[0] * shape[1] * shape[2]);
  return (
    kind.loops?.apply({ shape, data }, options, [1, 1], prepared).data.every((value) => value === 0) ?? false
  );
}

/** A roll of a single cell changes nothing. */
function simplified(found: Guarantee, { shape }: Step): Guarantee {
  return found.holds === 'rolled' && shape[0] === 1 && shape[1] === 1
    ? { holds: 'same', unit: found.unit }
    : found;
}
