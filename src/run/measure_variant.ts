import type { ComparisonKind } from '../compare/kind.ts';
import { stream } from '../core/random.ts';
import { runWork, type Scheduler } from '../core/scheduler.ts';
import {
  type Backend,
  type Image,
  type Pair,
  type Shifts,
  type Window,
  windowOfImage,
} from '../core/tensor.ts';
import { alignedClasses, cellsOf, type MoveBack, reachOf } from '../engine/classify/aligned.ts';
import { largest, within } from '../engine/classify/distance.ts';
import type { Observation } from '../engine/classify/observe.ts';
import { observeSteps, type Stack } from '../engine/observe_steps.ts';
import { frameOrigin } from '../engine/pass/subpixel.ts';
import { type Executor, howToCompute } from '../engine/plan/executor.ts';
import { notesOnReference } from '../engine/reference.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { prepareLayers, type Step } from '../layers/stack.ts';
import type { Measured } from '../measure/kind.ts';
import { type Fill, view } from '../shift/move.ts';
import { drawVariant } from './draw_variant.ts';

export interface VariantOptions {
  /** Takes the plain form of layers where it pays. Default: every layer is computed on the backend. */
  loops?: boolean | undefined;
  /** Loaded when it is first needed. */
  backend(): Promise<Backend>;
  /** Told how the stack is computed, and why. */
  told?: ((why: string) => void) | undefined;
  /** How many images will be run alike, each by itself. Default: only this one. */
  pictures?: number | undefined;
  /** Whether some measure reads distances. */
  distances: boolean;
  memory: number;
  /** Every distinct shift as an image of its own. */
  copies: boolean;
  /** What tolerances are multiplied by. Default 1. */
  toleranceTimes?: number;
  scheduler: Scheduler;
}

/** Runs one variant, and yields what is to be measured of each of its rows, in order. */
export async function* measureVariant(variant: Variant, options: VariantOptions): AsyncGenerator<Measured> {
  const { seed, compare } = variant;
  const steps = await prepareLayers(variant.steps, (purpose, key) => stream(seed, purpose, key));
  const { shifts, fill, images } = await drawVariant(variant, options.scheduler);
  const { plan, executor } = howToCompute(steps, shifts, fill, options);
  options.told?.(executor.why);
  const stack = { steps, measured: (step: number) => variant.measured.has(step), shifts, fill, plan };
  const { toleranceTimes = 1, distances, memory, scheduler } = options;
  const { kind } = compare;
  const rule: Rule = {
    kind,
    options: compare.options,
    tolerance: (reference) => toleranceTimes * (kind.tolerance?.(largest(reference), compare.options) ?? 0),
  };
  const observed = { executor, distances, memory, scheduler, ...observedBy(rule) };
  const notes = await notesOnChoices(variant, stack, images[0]!, executor, scheduler);
  const measuredSteps = steps.filter(({ index }) => variant.measured.has(index));
  for await (const [observation, against] of observeSteps(images, stack, observed)) {
    const { stride, index, layer } = measuredSteps.shift()!;
    const measured = await compareOutputs(
      { observation: observation!, against },
      rule,
      shifts,
      stride,
      options.scheduler,
    );
    yield { choice: notes.get(index), decides: layer?.kind.classifies, ...measured };
  }
}

/** When outputs coincide: a comparison with its options, and its tolerance from the reference. */
export interface Rule {
  kind: ComparisonKind;
  options: any;
  tolerance(reference: Window): number;
}

/** What an observer is told of a rule: what is aligned is compared afterwards. */
export function observedBy({ kind: { same, align }, tolerance }: Rule) {
  return { tolerance: (reference: Window) => (align ? 0 : tolerance(reference)), same };
}

/** What is to be measured of one step's outputs, under a rule. @param against what was observed of a second image */
export async function compareOutputs(
  { observation, against }: { observation: Observation; against?: Observation | undefined },
  { kind: { same, align }, options, tolerance }: Rule,
  shifts: Shifts,
  stride: Pair | undefined,
  scheduler: Scheduler,
): Promise<Measured> {
  if (!align) {
    const agrees = against && (await agreement(observation, against, same, scheduler));
    const { classOf, classes } = observation;
    // Of as many classes as shifts, each is the shift of its number.
    const trialsOf = classes === shifts.dy.length ? shifts.trials : trialsByClass(classOf, classes, shifts);
    // Spread last, here and where it is yielded: V8 adds entries to a copy slowly.
    return { shifts, trialsOf, agrees, stride, ...observation };
  }
  const cells = cellsOf(shifts, stride);
  const reach = reachOf(cells);
  const back: MoveBack = (output, shift) => cells[shift] && align(output, cells[shift], reach, options);
  const limit = tolerance(windowOfImage(observation.reference));
  const { classOf, classes } = await alignedClasses(observation, back, limit, scheduler);
  const rest = without(shifts, (shift) => classOf[shift] === -1);
  const trialsOf = trialsByClass(classOf, classes, rest);
  const agrees = against && (await alignedAgreement(observation, against, back, limit, scheduler));
  return { ...observation, classOf, tolerance: limit, shifts: rest, trialsOf, agrees, stride };
}

/** What the layers that choose among their inputs choose for the unshifted image, by step. */
async function notesOnChoices(
  variant: Variant,
  { steps, fill }: Stack,
  image: Image,
  executor: Executor,
  scheduler: Scheduler,
): Promise<Map<number, { ties: number; margin: number }>> {
  if (!variant.layers.some(({ kind }) => kind.choices)) return new Map();
  const notes = await notesOnReference(
    executor,
    await framedImage(image, steps[0]!, fill, scheduler),
    steps,
    scheduler,
  );
  return new Map(notes.flatMap(({ step, choices }) => (choices ? [[step.index, choices]] : [])));
}

/** The unshifted image, as its frame shows it. */
export async function framedImage(
  image: Image,
  { shape }: Step,
  fill: Fill,
  scheduler: Scheduler,
): Promise<Image> {
  const seen = new Float32Array(shape[0] * shape[1] * shape[2]);
  await runWork(view(image, frameOrigin(image.shape, shape), [shape[0], shape[1]], fill, seen), scheduler);
  return { shape, data: seen };
}

/** The same shifts, but for those that are left out: they have no trials. */
function without(shifts: Shifts, out: (shift: number) => boolean): Shifts {
  const trials = shifts.trials.map((n, shift) => (out(shift) ? 0 : n));
  return { ...shifts, trials, total: trials.reduce((sum, n) => sum + n, 0) };
}

function trialsByClass(classOf: Int32Array, classes: number, { trials }: Shifts): Float64Array {
  // The reference's class is there even where every output is left out.
  const counts = new Float64Array(Math.max(1, classes));
  for (let shift = 0; shift < trials.length; shift++) {
    const n = trials[shift]!;
    if (n > 0) counts[classOf[shift]!]! += n;
  }
  return counts;
}

/** Per shift, whether two images give the same output under the tolerance of the first. */
async function agreement(
  one: Observation,
  other: Observation,
  same: ComparisonKind['same'],
  scheduler: Scheduler,
): Promise<boolean[]> {
  const agrees: boolean[] = [];
  const known = new Map<string, boolean>();
  for (const shift of one.classOf.keys()) {
    const pair = `${one.leader[shift]} ${other.leader[shift]}`;
    let agree = known.get(pair);
    if (agree === undefined) {
      const differ = one.tolerance === 0 && !same && one.hashes[shift] !== other.hashes[shift];
      agree = !differ && (same ?? within)(await one.output(shift), await other.output(shift), one.tolerance);
      known.set(pair, agree);
    }
    agrees.push(agree);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return agrees;
}

/** The same for outputs that were moved back by their shift; none of those left out agrees. */
async function alignedAgreement(
  one: Observation,
  other: Observation,
  back: MoveBack,
  tolerance: number,
  scheduler: Scheduler,
): Promise<boolean[]> {
  const agrees: boolean[] = [];
  for (const shift of one.classOf.keys()) {
    const window = back(await one.output(shift), shift);
    agrees.push(window !== undefined && within(window, back(await other.output(shift), shift)!, tolerance));
    if (scheduler.due()) await scheduler.yieldNow();
  }
  return agrees;
}
