import type { Pair } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { LARGEST_BATCH } from './pass/copies.ts';
import { areaOf, splitShifts } from './pass/subpixel.ts';
import { choosePlan } from './plan/executor.ts';
import { receptiveFields } from './plan/receptive_field.ts';
import { notesOnReference, type ReferenceNote } from './reference.ts';
import type { EngineOptions, ShiftedImages } from './request.ts';

/** How a stack will be computed, and what is known of it before any shift is. */
export interface ExplainedStack {
  /** Plain loops or a backend, and why. */
  how: string;
  /** Why the shared pass ends; empty where it does not. */
  why: string;
  work: {
    /** Values that are computed. */
    computed: number;
    /** Values that copies of every shift would take. */
    copies: number;
    /** Most bytes of the values of a step and the next, which are held at once. */
    bytes: number;
  };
  /** By step. */
  steps: readonly StepExplanation[];
}

interface StepExplanation extends ReferenceNote {
  /** Pixels of the image that one cell depends on. */
  field: Pair;
  /** Rows [first, end) and columns whose cells do not depend on padding. */
  interior: { rows: Pair; columns: Pair };
  /** In one pass over all shifts; if not, copy by copy. */
  shared: boolean;
}

/** Explains how a stack will be computed. Only the unshifted image goes through it. */
export async function explainStack(
  steps: readonly Step[],
  shifted: ShiftedImages,
  options: EngineOptions,
): Promise<ExplainedStack> {
  const { shifts, fill } = shifted;
  const { plan, executor } = choosePlan(steps, shifts, fill, options);
  const notes = await notesOnReference(executor, steps, shifted, options.scheduler);
  const area = areaOf(steps[0]!.shape, splitShifts(shifts), plan);
  const fields = receptiveFields(steps);
  const count = shifts.dy.length;
  const cost = (step: Step) => (step.index <= plan.shared ? area * step.shape[2] : count * countValues(step));
  return {
    how: executor.why,
    why: plan.why,
    work: {
      computed: sumOf(steps.map(cost)),
      copies: sumOf(steps.map((step) => count * countValues(step))),
      bytes: bytesHeld(steps, area, plan.shared, count),
    },
    steps: notes.map((note, i) => {
      const [y, x] = fields[i]!;
      const interior = { rows: y.interior, columns: x.interior };
      return { ...note, field: [y.size, x.size], interior, shared: i <= plan.shared };
    }),
  };
}

/** Most bytes of a step and the next: of the maps of a shared pass, or of a batch of copies. */
function bytesHeld(steps: readonly Step[], area: number, shared: number, shifts: number): number {
  const held = steps.slice(1).map((step, i) => {
    if (step.index <= shared) return 4 * area * (steps[i]!.shape[2] + step.shape[2]);
    const copy = 4 * (countValues(steps[i]!) + countValues(step));
    return Math.max(copy, Math.min(LARGEST_BATCH, shifts * copy));
  });
  return held.reduce((most, bytes) => Math.max(most, bytes), 4 * area * steps[0]!.shape[2]);
}

/** Values of an output. */
function countValues({ shape: [height, width, channels] }: Step): number {
  return height * width * channels;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
