import { stream } from '../core/random.ts';
import { createScheduler } from '../core/scheduler.ts';
import type { Backend, Numbers, Pair } from '../core/tensor.ts';
import { type ExplainedStack, explainStack } from '../engine/engine.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { prepareLayers, type Step } from '../layers/stack/stack.ts';
import { drawVariant } from './draw_variant.ts';
import { ofFirstPicture } from './first_picture.ts';
import { type Guarantee, guaranteesOf, marginOf } from './guarantee.ts';
import { tiedChoices } from './warnings.ts';

/** The facts of a step that hold before any shift is computed. */
export interface ExplainedStep {
  step: number;
  layer: string;
  depth: number;
  shape: readonly number[];
  /** Pixels from one cell to the next; null where the output has no places. */
  stride: Pair | null;
  /** Pixels of the image that one cell depends on. */
  field: Pair;
  values: number;
  /** Rows [first, end) and columns whose cells do not depend on padding. */
  clear: { rows: Pair; columns: Pair };
  /** One pass over all shifts, or copy by copy. */
  executor: 'shared' | 'copies';
  guarantee: Guarantee;
}

/** The facts of a variant that hold before any shift is computed. */
export interface Explanation {
  values: Variant['values'];
  shifts: number;
  /** For a set: the picture that is explained. */
  picture?: { name: string; of: number };
  /** The longest shift for which the guarantees hold on each axis; null: any. */
  reach: readonly (number | null)[];
  steps: readonly ExplainedStep[];
  /** Plain loops or a backend, and why. */
  how: string;
  /** Why the shared pass ends; empty where it does not. */
  why: string;
  /** Values to compute, and those of copies of every shift; most bytes of a step and the next, which are held at once. */
  work: { computed: number; copies: number; bytes: number };
  warnings: readonly string[];
}

/**
 * Explains a variant: sizes, receptive fields, how it will be computed, and what is guaranteed of its outputs. Only the
 * unshifted image goes through it.
 */
export async function explainVariant(given: Variant, backend: () => Promise<Backend>): Promise<Explanation> {
  const { variant, picture } = await ofFirstPicture(given);
  const scheduler = createScheduler();
  const drawn = await drawVariant(variant, scheduler);
  const { shifts, fill } = drawn;
  const image = drawn.images[0]!;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(variant.seed, purpose, key));
  const explained = await explainStack(steps, drawn, { loops: true, backend, scheduler });
  const { how, why, work, steps: found } = explained;
  const framed = variant.shift.frame !== undefined;
  const ties = ({ index }: Step) => found[index]!.choices?.ties ?? 0;
  const { steps: guarantees, reach } = guaranteesOf(steps, { image, fill, framed, ties });
  return {
    values: variant.values,
    shifts: shifts.dy.length,
    ...(picture && { picture }),
    reach: reach.map((length) => (Number.isFinite(length) ? length : null)),
    steps: steps.map((step, i) => explainedStep(step, found[i]!, guarantees[i]!)),
    how,
    why,
    work,
    warnings: [
      ...(framed ? [] : leaving(marginOf(image, fill), shifts, fill.mode === 'wrap')),
      ...guarantees.flatMap((one) => (one.holds === 'nothing' && one.uneven ? [one.why] : [])).slice(0, 1),
      ...steps.flatMap(({ index }) =>
        found[index]!.saturated ? [`the unshifted output at step ${index} holds a single value`] : [],
      ),
      ...steps.flatMap((step) =>
        ties(step) > 0 ? [tiedChoices(`${step.name} at step ${step.index}`, ties(step))] : [],
      ),
    ],
  };
}

function explainedStep(
  step: Step,
  { field, interior, shared }: ExplainedStack['steps'][number],
  guarantee: Guarantee,
): ExplainedStep {
  const { index, name, depth, shape, stride = null } = step;
  return {
    ...{ step: index, layer: name, depth, shape, stride, field },
    values: shape[0] * shape[1] * shape[2],
    clear: interior,
    executor: shared ? 'shared' : 'copies',
    guarantee,
  };
}

function leaving(margin: Pair, shifts: { dy: Numbers; dx: Numbers }, wrap: boolean): string[] {
  if (wrap) return [];
  const longest = (values: Numbers) => {
    let most = 0;
    for (const value of values) most = Math.max(most, Math.abs(value));
    return most;
  };
  const [down, across] = [longest(shifts.dy), longest(shifts.dx)];
  if (down <= margin[0] && across <= margin[1]) return [];
  return [
    `content leaves the frame: shifts go up to (${down}, ${across}), the margin around it is (${margin[0]}, ${margin[1]})`,
  ];
}
