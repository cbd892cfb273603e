import type { Image } from '../core/tensor.ts';
import type { Observation } from './measured.ts';
import { observeCopies, sourceOf } from './observe_copies.ts';
import { beginPass, observeShared, sharedSteps } from './observe_shared.ts';
import type { ObservedRun, ShiftsSoFar } from './observed_run.ts';
import { everyShift } from './pass/frames.ts';
import type { SharedOutputs } from './pass/look_ahead.ts';

/**
 * Runs images, shifted alike, through a stack side by side.
 *
 * @returns for each measured step, in order, an observation of each image, the first with distances if they are asked
 * for; valid until the next step is asked for
 */
export async function* observeImages(
  images: readonly Image[],
  run: ObservedRun,
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
async function* observeImage(image: Image, run: ObservedRun, alone: boolean): AsyncGenerator<Observation> {
  const { steps, measured } = run.stack;
  const progress: ShiftsSoFar = { alive: everyShift(run.shifted.shifts), choices: new Map() };
  const pass = run.plan.shared >= 0 ? await beginPass(image, run) : undefined;
  try {
    let reached: SharedOutputs | undefined;
    if (pass) {
      const next = await sharedSteps(pass, run, progress, alone);
      for (let found = await next(); found; found = await next()) {
        reached = found;
        if (measured.has(found.step.index)) yield observeShared(image, found, run, progress);
      }
    }
    const rest = steps.slice(reached ? reached.step.index + 1 : 0);
    if (rest.length > 0) yield* observeCopies(sourceOf(image, run, progress, reached), rest, run, progress);
  } finally {
    pass?.dispose();
  }
}
