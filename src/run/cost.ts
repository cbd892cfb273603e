import { distinctShifts } from '../experiment/variants/bounds.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { Step } from '../layers/stack/stack.ts';
import { axesOf } from '../shift/grid.ts';
import { shiftRange } from '../shift/range.ts';

/** Values that plain loops compute in a second, roughly: only how work is cut and what is kept depend on it. */
const VALUES_PER_SECOND = 2e8;
/** Seconds that one image takes beside its values: shifts are drawn, classes are numbered, measures are taken. */
const SECONDS_PER_IMAGE = 2e-4;
/** The cost of a trained model for each value of its input, in values of plain loops: a guess, since models do not say. */
const MODEL_WORK = 50;

/**
 * Estimates how many seconds one image of a variant takes: the values that are computed, as `explain` counts them, and
 * those that are compared. It depends on the variant only, never on the machine.
 */
export function estimatedSeconds({ steps, measured, shift, trials }: Variant): number {
  const shifts = distinctShifts(trials, shift);
  let values = 0;
  let shared = true;
  for (const step of steps) {
    const [height, width, channels] = step.shape;
    const copies = shifts * height * width;
    shared &&= step.layer === undefined || step.axes !== undefined;
    const cells = shared ? Math.min(copies, sharedArea(steps, shift)) : copies;
    values += cells * workOfCell(step, steps[step.index - 1]);
    if (measured.has(step.index)) values += copies * channels;
  }
  return SECONDS_PER_IMAGE + values / VALUES_PER_SECOND;
}

/** Pixels that one pass over all shifts covers. */
function sharedArea([image]: readonly Step[], shift: Variant['shift']): number {
  const [height, width] = image!.shape;
  const range = shiftRange(shift);
  const [down, across] =
    'count' in range
      ? [0, 1].map((axis) => 2 * Math.max(...range.outermost.map((at) => Math.abs(at[axis]!))))
      : axesOf(range).map(({ ends: [first, last] }) => last - first);
  return (height + down!) * (width + across!);
}

/** Operations for one cell of a step: for each channel the cells of its window, times the channels that it mixes. */
function workOfCell({ layer, axes, shape }: Step, input: Step | undefined): number {
  const [height, width, channels] = shape;
  if (!layer || !input) return channels;
  const [rows, columns, inputs] = input.shape;
  if (layer.kind.compute) return (MODEL_WORK * rows * columns * inputs) / (height * width);
  const { byChannel, loops } = layer.kind;
  const mixed = !byChannel && (axes || loops?.computeBound) ? inputs : 1;
  const size = axes ? layer.kind.window!(layer.options).size : [1, 1];
  return size[0]! * size[1]! * mixed * channels;
}
