import type { Image, Shifts, Window } from '../core/tensor.ts';
import { isInner, type Step } from '../layers/stack.ts';
import { type Arena, openArena, paddedSize } from '../simd/arena.ts';
import { type Coincidence, coincidenceOf } from './classify/coincidence.ts';
import { addOutputs, createSorter, observationOf, type Sorter } from './classify/sorter.ts';
import type { Method } from './distances/choose_method.ts';
import { allFinite, requireFinite } from './finite.ts';
import type { Observation } from './measured.ts';
import { phasePass } from './pass/backend_pass.ts';
import {
  type CopySource,
  copies,
  LARGEST_BATCH,
  sharedOutputs,
  shiftedImages,
  type Visit,
} from './pass/copies.ts';
import { everyShift } from './pass/frames.ts';
import { lookAhead, type SharedOutputs } from './pass/look_ahead.ts';
import { loopsPass } from './pass/loops_pass.ts';
import type { NotedChoices } from './pass/noted_choices.ts';
import { inOneMap, selectMembers, uncorrected } from './pass/padded_outputs.ts';
import { extend, type SharedPass } from './pass/shared_pass.ts';
import { nextOutputs, type SharedSteps } from './pass/shared_steps.ts';
import { type Executor, forCopies } from './plan/executor.ts';
import type { Plan } from './plan/plan.ts';
import { type EngineOptions, MEMORY, type ShiftedImages, type Stack } from './request.ts';

/** A stack and its shifts, and how it is computed. */
export interface Run {
  stack: Stack;
  shifted: Pick<ShiftedImages, 'shifts' | 'fill'>;
  plan: Plan;
  executor: Executor;
  options: EngineOptions;
}

/**
 * Runs images, shifted alike, through a stack side by side.
 *
 * @returns for each measured step, in order, an observation of each image, the first with distances if they are asked
 * for; valid until the next step is asked for
 */
export async function* observeImages(
  images: readonly Image[],
  run: Run,
): AsyncGenerator<readonly Observation[]> {
  // Only the first image has distances: others are compared with it.
  const other = { ...run, options: { ...run.options, distances: false } };
  const observers = images.map((image, i) => observeImage(image, i === 0 ? run : other, images.length === 1));
  try {
    for (const { index } of run.stack.steps) {
      if (!run.stack.measured.has(index)) continue;
      const observations: Observation[] = [];
      for (const observer of observers) observations.push((await observer.next()).value);
      yield observations;
      // They are not needed any more, and what comes next takes as much memory.
      observations.length = 0;
    }
  } finally {
    for (const observer of observers) await observer.return(undefined);
  }
}

/**
 * One image: step after step in a shared pass, then the rest of the steps together.
 *
 * @param alone no other image goes through the stack at the same time, so the shared pass may run ahead
 */
async function* observeImage(image: Image, run: Run, alone: boolean): AsyncGenerator<Observation> {
  const { steps, measured } = run.stack;
  const progress: ShiftsSoFar = { alive: everyShift(run.shifted.shifts), choices: new Map() };
  const pass = run.plan.shared >= 0 ? await beginPass(image, run) : undefined;
  try {
    let reached: SharedOutputs | undefined;
    if (pass) {
      const next = await sharedSteps(pass, run, progress, alone);
      for (let found = await next(); found; found = await next()) {
        reached = found;
        if (measured.has(found.step.index)) yield observeShared(found, run, progress);
      }
    }
    const rest = steps.slice(reached ? reached.step.index + 1 : 0);
    if (rest.length > 0) yield* observeCopies(sourceOf(image, run, progress, reached), rest, run, progress);
  } finally {
    pass?.dispose();
  }
}

/** The shifts that later steps still compute, and their classes so far. */
interface ShiftsSoFar {
  /** The shifts that go on: those whose outputs all differ. */
  alive: Int32Array;
  /** Leaders at the last measured step. */
  leader?: Int32Array;
  choices: NotedChoices;
}

/** In plain loops if all of its layers have them. */
async function beginPass(
  image: Image,
  { stack, shifted, plan, executor, options }: Run,
): Promise<SharedPass> {
  const { shifts, fill } = shifted;
  const steps = stack.steps.slice(0, plan.shared + 1);
  const [height, width] = steps[0]!.shape;
  const inLoops = steps.slice(1).every(({ layer }) => executor.inLoops(layer!));
  const open = (cells: number) => (inLoops ? arenaFor(cells, steps, shifts) : undefined);
  const extended = await extend(image, [height, width], shifts, plan, fill, options.scheduler, open);
  return inLoops ? loopsPass(extended, options.scheduler) : phasePass(await executor.backend(), extended);
}

/** An arena for the maps of all those steps and for what loops allocate; undefined if it would be too large. */
function arenaFor(cells: number, steps: readonly Step[], { dy }: Shifts): Arena | undefined {
  const sizes = steps.map(({ shape }) => paddedSize(4 * cells * shape[2]));
  const bytes = sizes.reduce((a, b) => a + b) + 3 * Math.max(...sizes) + 16 * paddedSize(4 * dy.length);
  return bytes <= LARGEST_ARENA ? openArena(bytes) : undefined;
}

/** Bytes. */
const LARGEST_ARENA = 2 ** 26;

/** Returns a function that gives the next outputs of the shared pass, at least of each measured step and of the last. */
async function sharedSteps(
  pass: SharedPass,
  { stack, shifted, plan, executor, options }: Run,
  progress: ShiftsSoFar,
  alone: boolean,
): Promise<() => Promise<SharedOutputs | undefined> | SharedOutputs | undefined> {
  const { memory = MEMORY, scheduler } = options;
  const border = { steps: stack.steps, torus: plan.torus, scheduler, changed: new Set<number>() };
  const shared: SharedSteps = {
    ...{ pass, shifts: shifted.shifts, executor, border },
    bytes: memory / 2,
    finite: false,
    choices: progress.choices,
  };
  const steps = stack.steps.slice(0, plan.shared + 1);
  if (alone && bytesOfMaps(pass, steps) <= memory / 2) {
    const ahead = await lookAhead(shared, steps, stack.measured, progress.alive);
    return () => ahead.shift();
  }
  return async () => {
    const step = steps.shift();
    const outputs = step && (await nextOutputs(shared, step, progress.alive));
    return outputs && { step: step!, outputs };
  };
}

function bytesOfMaps({ area }: SharedPass, steps: readonly Step[]): number {
  return steps.reduce((sum, { shape }) => sum + 4 * area * shape[2], 0);
}

async function observeShared(found: SharedOutputs, run: Run, progress: ShiftsSoFar): Promise<Observation> {
  // It is also where copies may begin.
  found.outputs = inOneMap(found.outputs);
  const { map, members } = found.outputs;
  const never = () => Promise.reject(new Error('A lasting map holds every output.'));
  const sorter = sorterFor(run, found.step, 0, never);
  const { known } = found;
  progress.alive = await addOutputs(sorter, {
    ...{ map, members, lasting: true, overlapping: true },
    ...{ known, earlier: progress.leader },
  });
  const observation = observationOf(sorter, progress.leader);
  progress.leader = observation.leader;
  observation.choice = progress.choices.get(found.step.index);
  return observation;
}

/** Copies begin with the shifted images, or with the last outputs of the shared pass. */
function sourceOf(
  image: Image,
  { stack, shifted, options }: Run,
  { alive }: ShiftsSoFar,
  reached?: SharedOutputs,
) {
  const { scheduler } = options;
  if (!reached) return shiftedImages(stack.steps[0]!, image, shifted, scheduler);
  const { map } = inOneMap(selectMembers(reached.outputs, alive));
  return sharedOutputs(reached.step, map, alive, scheduler);
}

/** Copies run a batch through all steps at once, so the observations are complete only together. */
async function* observeCopies(
  source: CopySource,
  rest: readonly Step[],
  run: Run,
  progress: ShiftsSoFar,
): AsyncGenerator<Observation> {
  const { stack, executor, options } = run;
  const { memory = MEMORY, scheduler } = options;
  const { alive } = progress;
  const { shifts } = run.shifted;
  const {
    run: runCopies,
    recompute,
    atOnce,
  } = copies(
    forCopies(executor, stack.steps, source.visited ? source.step.index : -1, alive.length),
    source,
    source.visited ? rest : rest.slice(1),
    Math.min(memory / 4, LARGEST_BATCH),
    progress.choices,
    scheduler,
  );
  const cacheBytes = memory / 2 / rest.length;
  const sorters = new Map<Step, Sorter>();
  for (const step of rest) {
    if (!stack.measured.has(step.index)) continue;
    sorters.set(
      step,
      sorterFor(run, step, cacheBytes, (shift) => recompute(shift, step)),
    );
  }
  // The outputs of one batch may stay where they are.
  const bytes = rest.reduce((sum, { shape }) => sum + 4 * alive.length * shape[0] * shape[1] * shape[2], 0);
  const lasting = atOnce(alive) && bytes <= memory / 2;
  const visit: Visit = async (step, map, members) => {
    if (!allFinite(map.data)) requireFinite(uncorrected(map, members), step, shifts);
    const sorter = sorters.get(step);
    return sorter ? addOutputs(sorter, { map, members, lasting, overlapping: false }) : members;
  };
  await runCopies(alive, visit);
  for (const [step, sorter] of sorters) {
    const observation = observationOf(sorter, progress.leader);
    if (!isInner(step)) progress.leader = observation.leader;
    observation.choice = progress.choices.get(step.index);
    if (scheduler.due()) await scheduler.yieldNow();
    yield observation;
  }
}

const SUMMED: Readonly<Record<Method, string>> = {
  direct: 'value by value',
  gathered: 'by products at the values of the reference that are not 0',
  transformed: 'by Fourier transforms of rows',
};

function sorterFor(
  { stack, shifted, options }: Run,
  { index, name }: Step,
  cacheBytes: number,
  recompute: (shift: number) => Promise<Window>,
): Sorter {
  const { toleranceTimes, distances, scheduler, told } = options;
  const rule: Coincidence = coincidenceOf(stack.compare, toleranceTimes);
  return createSorter({
    shifts: shifted.shifts.dy.length,
    rule,
    distances,
    told: told && ((method) => told(`distances of step ${index} (${name}) ${SUMMED[method]}`)),
    cacheBytes,
    recompute,
    scheduler,
  });
}
