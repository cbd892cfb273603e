import type { Image, Shifts } from '../core/tensor.ts';
import type { Step } from '../layers/stack/stack.ts';
import { type Arena, openArena, paddedSize } from '../simd/arena.ts';
import { addOutputs } from './classify/add_outputs.ts';
import { observationOf } from './classify/sorter.ts';
import type { Observation } from './measured.ts';
import { type ObservedRun, type ShiftsSoFar, sorterFor } from './observed_run.ts';
import { phasePass } from './pass/backend_pass.ts';
import { lookAhead, type SharedOutputs } from './pass/look_ahead.ts';
import { loopsPass } from './pass/loops_pass.ts';
import { inOneMap } from './pass/padded_outputs.ts';
import { extend, type SharedPass } from './pass/shared_pass.ts';
import { nextOutputs, type SharedSteps } from './pass/shared_steps.ts';
import { MEMORY } from './request.ts';

/** Begins the shared pass of a plan that has one: in plain loops if all of its layers have them. */
export async function beginPass(
  image: Image,
  { stack, shifted, plan, executor, options }: ObservedRun,
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
export async function sharedSteps(
  pass: SharedPass,
  { stack, shifted, plan, executor, options }: ObservedRun,
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

/** Sorts the outputs of a step of the shared pass over an image. */
export function observeShared(
  image: Image,
  found: SharedOutputs,
  run: ObservedRun,
  progress: ShiftsSoFar,
): Observation | Promise<Observation> {
  // It is also where copies may begin.
  found.outputs = inOneMap(found.outputs);
  const { map, members } = found.outputs;
  const never = () => Promise.reject(new Error('A lasting map holds every output.'));
  const sorter = sorterFor(run, found.step, 0, never);
  const { known, step } = found;
  // Unshifted, the first step is the image itself, unless a frame shows a part of it.
  const unchanged = step.index === 0 && step.shape.every((length, axis) => length === image.shape[axis]);
  const alive = addOutputs(sorter, {
    ...{ map, members, lasting: true, overlapping: true },
    ...{ known, earlier: progress.leader, reference: unchanged ? image : undefined },
  });
  const observe = (leaders: Int32Array) => {
    progress.alive = leaders;
    const observation = observationOf(sorter, progress.leader);
    progress.leader = observation.leader;
    observation.choice = progress.choices.get(step.index);
    return observation;
  };
  return alive instanceof Promise ? alive.then(observe) : observe(alive);
}
