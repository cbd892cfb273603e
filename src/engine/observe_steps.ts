import type { Scheduler } from '../core/scheduler.ts';
import type { Image, Shifts, Window } from '../core/tensor.ts';
import { isInner, type Step } from '../layers/stack.ts';
import type { Fill } from '../shift/move.ts';
import { type Space, space, taking } from '../simd/arena.ts';
import { type Observation, type Observer, observe } from './classify/observe.ts';
import { allFinite, requireFinite } from './finite.ts';
import { phasePass } from './pass/backend_pass.ts';
import { copies, type Source, sharedOutputs, shiftedImages, type Visit } from './pass/copies.ts';
import { everyShift } from './pass/frames.ts';
import { type Ahead, lookAhead } from './pass/look_ahead.ts';
import { loopsPass } from './pass/loops_pass.ts';
import { type Mended, only, unmended, whole } from './pass/padded_outputs.ts';
import { mender } from './pass/padding.ts';
import { extend, type SharedPass } from './pass/shared_pass.ts';
import { type Executor, forCopies } from './plan/executor.ts';
import type { Plan } from './plan/plan.ts';

export interface Stack {
  steps: readonly Step[];
  /** Whether the step of that index is measured. */
  measured(step: number): boolean;
  shifts: Shifts;
  fill: Fill;
  plan: Plan;
}

export interface ObserveOptions {
  executor: Executor;
  /** The largest difference at which two outputs coincide, from the reference. */
  tolerance(reference: Window): number;
  /** Whether two outputs coincide under it, where that is not said place by place. */
  same?: ((x: Window, y: Window, tolerance: number) => boolean) | undefined;
  distances: boolean;
  /** Bytes for the batches of copies, and for the outputs that are kept to compare others with. */
  memory: number;
  scheduler: Scheduler;
}

/** Bytes. A quarter of the memory, and little enough to yield often, is for one batch. */
export const LARGEST_BATCH = 2 ** 24;

/**
 * Runs the images, shifted alike, through the stack, and observes the outputs of every measured step, in order: an
 * observation for each image. An observation's `output` is there only until the next one is asked for.
 */
export async function* observeSteps(
  images: readonly Image[],
  stack: Stack,
  options: ObserveOptions,
): AsyncGenerator<readonly Observation[]> {
  const runs: Awaited<ReturnType<typeof observedImage>>[] = [];
  try {
    // One after the other, so that none holds tensors that are not in the list when another fails.
    for (const image of images) runs.push(await observedImage(image, stack, options, images.length === 1));
    for (const step of stack.steps) {
      const observations: Observation[] = [];
      for (const run of runs) {
        const observation = await run.observe(step);
        if (observation) observations.push(observation);
      }
      if (observations.length > 0) yield observations;
    }
  } finally {
    for (const run of runs) run.dispose();
  }
}

/** One image on its way through the stack: step after step in a shared pass, the rest of the steps all at once. */
async function observedImage(image: Image, stack: Stack, options: ObserveOptions, alone: boolean) {
  const { steps, shifts, fill, plan } = stack;
  const { executor, scheduler, memory } = options;
  const pass = plan.shared >= 0 ? await sharedPass(image, stack, options) : undefined;
  const mend = mender(steps, plan.torus, scheduler);
  const all = everyShift(shifts);
  let alive: Int32Array = all;
  let ahead: Map<Step, Ahead> | undefined;
  let earlier: Int32Array | undefined;
  let later: Map<Step, Observation> | undefined;
  /** The outputs of the step that the pass has come to, and of the last that was looked at. */
  let current: Mended | undefined;
  let last: Mended | undefined;
  /** Whether all values of the pass's map are finite. */
  let finite: boolean | undefined;
  // It ends before the step that it would take too much memory to mend.
  let shared = plan.shared;
  let room = memory / 2;

  function observer(keep: number, recall: (shift: number) => Promise<Window>): Observer {
    return observe({ shifts: shifts.dy.length, keep, recall, ...options });
  }

  /** The outputs of the next step of the shared pass; none where it ends. */
  async function nextOutputs(step: Step, members: Int32Array): Promise<Mended | undefined> {
    if (step.layer) await pass!.next(step);
    // On a backend a layer is one piece of work, however large.
    if (scheduler.due()) await scheduler.yieldNow();
    const map = await pass!.outputs(step.shape, members);
    const mends = step.layer && executor.plain(step.layer);
    const outputs = mends
      ? await mend(step, map, only(current!, members), members, room)
      : unmended(map, members);
    if (!outputs) {
      shared = step.index - 1;
      return undefined;
    }
    finite = (finite && mends && step.layer!.kind.loops!.nonexpansive) || allFinite(map.data);
    if (!finite || !outputs.finite) requireFinite(outputs, step, shifts);
    current = outputs;
    return outputs;
  }

  async function sharedOutputsOf(step: Step): Promise<Ahead | undefined> {
    if (alone && step.index === 0 && fits(pass!, steps.slice(0, shared + 1), memory / 2)) {
      ahead = await lookAhead(
        steps.slice(0, shared + 1),
        stack.measured,
        async (one) => {
          const outputs = await nextOutputs(one, all);
          if (outputs && stack.measured(one.index)) room -= bytesOf(outputs);
          return outputs;
        },
        scheduler,
      );
    }
    const found = ahead?.get(step);
    ahead?.delete(step);
    if (found) return found;
    const outputs = ahead ? undefined : await nextOutputs(step, alive);
    return outputs && { outputs, known: undefined };
  }

  async function sharedStep(step: Step, { outputs, known }: Ahead): Promise<Observation | undefined> {
    last = outputs;
    if (!stack.measured(step.index)) return undefined;
    last = whole(last);
    const observed = observer(0, () => Promise.reject(new Error('A shared map keeps every output.')));
    alive = await observed.add(last.map, last.members, true, known, earlier);
    const observation = observed.finish(earlier);
    earlier = observation.leader;
    return observation;
  }

  /** Copies run a batch through all steps at once, so their observations are complete only together. */
  async function copiedSteps(): Promise<Map<Step, Observation>> {
    const source: Source = pass
      ? sharedOutputs(steps[shared]!, whole(only(last!, alive)).map, alive, scheduler)
      : shiftedImages(steps[0]!, image, shifts, fill, scheduler);
    const rest = steps.slice(shared + 1);
    const batch = Math.min(memory / 4, LARGEST_BATCH);
    const copied = copies(
      forCopies(executor, steps, shared, alive.length),
      source,
      pass ? rest : rest.slice(1),
      batch,
      scheduler,
    );
    const measured = rest.filter((step) => stack.measured(step.index));
    const keep = memory / 2 / Math.max(1, rest.length);
    const observers = new Map(
      measured.map((step) => [step, observer(keep, (shift) => copied.recall(shift, step))]),
    );
    const visit: Visit = async (step, map, members) => {
      if (!allFinite(map.data)) requireFinite(unmended(map, members), step, shifts);
      return (await observers.get(step)?.add(map, members, false)) ?? members;
    };
    await copied.run(alive, visit);
    const observations = new Map<Step, Observation>();
    for (const [step, observed] of observers) {
      const observation = observed.finish(earlier);
      if (!isInner(step)) earlier = observation.leader;
      observations.set(step, observation);
      if (scheduler.due()) await scheduler.yieldNow();
    }
    return observations;
  }

  return {
    async observe(step: Step): Promise<Observation | undefined> {
      if (step.index <= shared) {
        const found = await sharedOutputsOf(step);
        if (found) return sharedStep(step, found);
        // Looked ahead at, and of no interest by itself.
        if (step.index <= shared) return undefined;
      }
      later ??= await copiedSteps();
      return later.get(step);
    },
    dispose: () => pass?.dispose(),
  };
}

/** In plain loops where all of its layers have them. */
async function sharedPass(
  image: Image,
  { steps, shifts, fill, plan }: Stack,
  { executor, scheduler }: ObserveOptions,
): Promise<SharedPass> {
  const [height, width] = steps[0]!.shape;
  const inLoops = steps.slice(1, plan.shared + 1).every(({ layer }) => executor.plain(layer!));
  const homeFor = (cells: number) =>
    inLoops ? homeOf(cells, steps.slice(0, plan.shared + 1), shifts.dy.length) : undefined;
  const extended = await extend(image, [height, width], shifts, plan, fill, scheduler, homeFor);
  return inLoops ? loopsPass(extended, scheduler) : phasePass(await executor.backend(), extended);
}

/** A place for the maps of all those steps, and for what loops need besides of each and of shifts; none where that is much. */
function homeOf(cells: number, steps: readonly Step[], shifts: number): Space | undefined {
  const sizes = steps.map(({ shape }) => taking(4 * cells * shape[2]));
  const bytes = sizes.reduce((a, b) => a + b) + 3 * Math.max(...sizes) + 16 * taking(4 * shifts);
  return bytes <= LARGEST_HOME ? space(bytes) : undefined;
}

/** Bytes. */
const LARGEST_HOME = 2 ** 26;

/** Whether the maps of all those steps are no more than so many bytes. */
function fits({ area }: SharedPass, steps: readonly Step[], bytes: number): boolean {
  return steps.reduce((sum, { shape }) => sum + 4 * area * shape[2], 0) <= bytes;
}

function bytesOf({ own, map: { shape } }: Mended): number {
  return 4 * own.size * shape[0] * shape[1] * shape[2];
}
