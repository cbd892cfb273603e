import type { Image } from '../core/tensor.ts';
import { isInner, type Step } from '../layers/stack/stack.ts';
import { addOutputs } from './classify/add_outputs.ts';
import { observationOf, type Sorter } from './classify/sorter.ts';
import { allFinite, requireFinite } from './finite.ts';
import type { Observation } from './measured.ts';
import { type ObservedRun, type ShiftsSoFar, sorterFor } from './observed_run.ts';
import {
  type CopySource,
  copies,
  LARGEST_BATCH,
  sharedOutputs,
  shiftedImages,
  type Visit,
} from './pass/copies.ts';
import type { SharedOutputs } from './pass/look_ahead.ts';
import { inOneMap, selectMembers, uncorrected } from './pass/padded_outputs.ts';
import { forCopies } from './plan/executor.ts';
import { MEMORY } from './request.ts';

/** Copies begin with the shifted images, or with the last outputs of the shared pass. */
export function sourceOf(
  image: Image,
  { stack, shifted, options }: ObservedRun,
  { alive }: ShiftsSoFar,
  reached?: SharedOutputs,
) {
  const { scheduler } = options;
  if (!reached) return shiftedImages(stack.steps[0]!, image, shifted, scheduler);
  const { map } = inOneMap(selectMembers(reached.outputs, alive));
  return sharedOutputs(reached.step, map, alive, scheduler);
}

/** Copies run a batch through all steps at once, so the observations are complete only together. */
export async function* observeCopies(
  source: CopySource,
  rest: readonly Step[],
  run: ObservedRun,
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
