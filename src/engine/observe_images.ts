import type { Image, Pair, Shifts } from '../core/tensor.ts';
import type { Observation } from './measured.ts';
import { observeCopies, sourceOf } from './observe_copies.ts';
import { beginPass, observeShared, sharedSteps } from './observe_shared.ts';
import type { ObservedRun, ShiftsSoFar } from './observed_run.ts';
import { everyShift } from './pass/frames.ts';
import type { SharedOutputs } from './pass/look_ahead.ts';
import { splitShifts } from './pass/subpixel.ts';

/** Makes something of the observations of one step: one of each image. */
type Make<Made> = (observations: readonly Observation[]) => Made | Promise<Made>;

/**
 * Runs images, shifted alike, through a stack side by side.
 *
 * @param make receives for each measured step, in order, an observation of each image, the first with distances if they
 * are asked for; valid until the next step is asked for
 * @returns what it makes of them
 */
export function observeImages<Made>(
  images: readonly Image[],
  run: ObservedRun,
  make: Make<Made>,
): AsyncGenerator<Made> {
  return images.length === 1 ? observeImage(images[0]!, run, true, make) : observeTogether(images, run, make);
}

async function* observeTogether<Made>(
  images: readonly Image[],
  run: ObservedRun,
  make: Make<Made>,
): AsyncGenerator<Made> {
  // Only the first image has distances: others are compared with it.
  const other = { ...run, options: { ...run.options, distances: false } };
  const observers = images.map((image, i) =>
    observeImage(image, i === 0 ? run : other, false, ([one]) => one!),
  );
  try {
    for (const { index } of run.stack.steps) {
      if (!run.stack.measured.has(index)) continue;
      const observations: Observation[] = [];
      for (const observer of observers) observations.push((await observer.next()).value);
      yield make(observations);
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
async function* observeImage<Made>(
  image: Image,
  run: ObservedRun,
  alone: boolean,
  make: Make<Made>,
): AsyncGenerator<Made> {
  const { steps, measured } = run.stack;
  const last = steps.findLast(({ index }) => measured.has(index))?.index;
  if (last === undefined) return;
  const progress: ShiftsSoFar = { alive: everyShift(run.shifted.shifts), choices: new Map() };
  const pass = run.plan.shared >= 0 ? await beginPass(image, run) : undefined;
  try {
    let reached: SharedOutputs | undefined;
    if (pass) {
      const next = await sharedSteps(pass, run, progress, alone && !mostRepeat(image, run.shifted.shifts));
      for (let found = await next(); found; found = await next()) {
        reached = found;
        const { index } = found.step;
        if (!measured.has(index)) continue;
        const observing = observeShared(image, found, run, progress);
        const observations = [observing instanceof Promise ? await observing : observing];
        yield make(observations);
        // As above.
        observations.length = 0;
        if (index === last) return;
      }
    }
    const rest = steps.slice(reached ? reached.step.index + 1 : 0);
    for await (const observation of observeCopies(
      sourceOf(image, run, progress, reached),
      rest,
      run,
      progress,
    ))
      yield make([observation]);
  } finally {
    pass?.dispose();
  }
}

/**
 * Whether most shifts show what another shows, since they reach far beyond the image: its edges, or the image once more.
 * Then the few that differ are to be found at the first step, before any border is corrected.
 */
function mostRepeat({ shape: [height, width] }: Image, shifts: Shifts): boolean {
  const { fractions, reach } = splitShifts(shifts);
  const distinct = ([first, last]: Pair, size: number) => Math.min(last - first, 2 * size) + 1;
  return shifts.dy.length > 2 * fractions.length * distinct(reach.y, height) * distinct(reach.x, width);
}
