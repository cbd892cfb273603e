import { stream } from '../core/random.ts';
import { createScheduler } from '../core/scheduler.ts';
import type { Backend, Pair } from '../core/tensor.ts';
import { LARGEST_BATCH } from '../engine/observe_steps.ts';
import { areaOf, partsOf } from '../engine/pass/subpixel.ts';
import { howToCompute } from '../engine/plan/executor.ts';
import { type Sight, sightOf } from '../engine/plan/receptive_field.ts';
import { notesOnReference } from '../engine/reference.ts';
import { ofFirstPicture } from '../experiment/variants/first_picture.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { prepareLayers, type Step } from '../layers/stack.ts';
import { drawVariant } from './draw_variant.ts';
import { type Guarantee, guaranteesOf, marginOf } from './guarantee.ts';
import { framedImage } from './measure_variant.ts';

/** What is known of a step before any shift is computed. */
export interface ExplainedStep {
  step: number;
  layer: string;
  depth: number;
  shape: readonly number[];
  /** Pixels from one cell to the next; none where the output has no places. */
  stride: Pair | null;
  /** Pixels of the image under one cell. */
  field: Pair;
  values: number;
  /** Rows [first, last) and columns whose cells see no padding. */
  clear: { rows: Pair; columns: Pair };
  /** One pass over all shifts, or copy by copy. */
  executor: 'shared' | 'copies';
  guarantee: Guarantee;
}

/** What is known of a variant before it is run. */
export interface Explanation {
  values: Variant['values'];
  shifts: number;
  /** Of a set: the picture that it is about. */
  picture?: { name: string; of: number };
  /** For how long a shift the guarantees hold on either axis; null: any. */
  reach: readonly (number | null)[];
  steps: readonly ExplainedStep[];
  /** Plain loops or a backend, and why. */
  how: string;
  /** Why the shared pass ends; empty where it does not. */
  why: string;
  /**
   * Values that are computed, and that copies of every shift would take; and bytes of the values of a step and the
   * next that are held at once, at most.
   */
  work: { computed: number; copies: number; bytes: number };
  warnings: readonly string[];
}

/**
 * Explains a variant: sizes, what its cells see, how it will be computed, and what is certain of its outputs. Only
 * the unshifted image is run.
 */
export async function explainVariant(given: Variant, backend: () => Promise<Backend>): Promise<Explanation> {
  const { variant, picture } = await ofFirstPicture(given);
  const scheduler = createScheduler();
  const { shifts, fill, images } = await drawVariant(variant, scheduler);
  const image = images[0]!;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(variant.seed, purpose, key));
  const { plan, executor } = howToCompute(steps, shifts, fill, { loops: true, backend });
  const frame = steps[0]!.shape;
  const seen = await framedImage(image, steps[0]!, fill, scheduler);
  const area = areaOf(frame, partsOf(shifts), plan);
  const notes = await notesOnReference(executor, seen, steps, scheduler);
  const framed = variant.shift.frame !== undefined;
  const ties = (step: Step) => notes[step.index]!.choices?.ties ?? 0;
  const { steps: guarantees, reach } = guaranteesOf(steps, { image, fill, framed, ties });
  const sights = sightOf(steps);
  return {
    values: variant.values,
    shifts: shifts.dy.length,
    ...(picture && { picture }),
    reach: reach.map((length) => (Number.isFinite(length) ? length : null)),
    steps: steps.map((step, i) => explained(step, sights[i]!, i <= plan.shared, guarantees[i]!)),
    how: executor.why,
    why: plan.why,
    work: {
      computed: steps.reduce(
        (sum, step, i) => sum + (i <= plan.shared ? area * step.shape[2] : shifts.dy.length * valuesOf(step)),
        0,
      ),
      copies: steps.reduce((sum, step) => sum + shifts.dy.length * valuesOf(step), 0),
      bytes: bytesHeld(steps, area, plan.shared, shifts.dy.length),
    },
    warnings: [
      ...(framed ? [] : leaving(marginOf(image, fill), shifts, fill.mode === 'wrap')),
      ...guarantees
        .flatMap((one) => (one.holds === 'nothing' && one.why.includes('no longer map') ? [one.why] : []))
        .slice(0, 1),
      ...notes.flatMap(({ step, saturated }) =>
        saturated ? [`the unshifted output at step ${step.index} holds a single value`] : [],
      ),
      ...notes.flatMap(({ step, choices: { ties } = { ties: 0 } }) =>
        ties > 0
          ? [
              `${step.name} at step ${step.index} chooses among equals ${ties === 1 ? 'once' : `${ties} times`} for the unshifted image`,
            ]
          : [],
      ),
    ],
  };
}

function explained(
  step: Step,
  [y, x]: readonly [Sight, Sight],
  shared: boolean,
  guarantee: Guarantee,
): ExplainedStep {
  return {
    step: step.index,
    layer: step.name,
    depth: step.depth,
    shape: step.shape,
    stride: step.stride ?? null,
    field: [y.field, x.field],
    values: valuesOf(step),
    clear: { rows: y.clear, columns: x.clear },
    executor: shared ? 'shared' : 'copies',
    guarantee,
  };
}

/** A step and the next: of one pass over all shifts, or of a batch of copies. */
function bytesHeld(steps: readonly Step[], area: number, shared: number, shifts: number): number {
  const held = steps.slice(1).map((step, i) => {
    if (step.index <= shared) return 4 * area * (steps[i]!.shape[2] + step.shape[2]);
    const copy = 4 * (valuesOf(steps[i]!) + valuesOf(step));
    return Math.max(copy, Math.min(LARGEST_BATCH, shifts * copy));
  });
  return held.reduce((most, bytes) => Math.max(most, bytes), 4 * area * steps[0]!.shape[2]);
}

function valuesOf({ shape: [height, width, channels] }: Step): number {
  return height * width * channels;
}

function leaving(margin: Pair, shifts: { dy: Float64Array; dx: Float64Array }, wrap: boolean): string[] {
  if (wrap) return [];
  const longest = (values: Float64Array) =>
    values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const [down, across] = [longest(shifts.dy), longest(shifts.dx)];
  if (down <= margin[0] && across <= margin[1]) return [];
  return [
    `content leaves the frame: shifts go up to (${down}, ${across}), the margin around it is (${margin[0]}, ${margin[1]})`,
  ];
}
