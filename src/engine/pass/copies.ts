import { runWork, type Scheduler } from '../../core/scheduler.ts';
import { type Image, type OutputMap, type Shifts, type Window, windowOf } from '../../core/tensor.ts';
import { isInner, type Step } from '../../layers/stack.ts';
import { type Fill, view } from '../../shift/move.ts';
import { copyWindow } from '../../simd/copy_window.ts';
import { applyLayer, type Executor } from '../plan/executor.ts';
import { placesOf } from './members.ts';
import { frameOrigin, partsOf } from './subpixel.ts';

/** The values of some shifts at one step, one after the other: where copies begin. */
export interface Source {
  step: Step;
  /** Whether the outputs of that step have been visited already. */
  visited: boolean;
  /** Writes the values of each member's output, in order, into `batch`. */
  write(members: Int32Array, batch: Float32Array): Promise<void>;
}

/** Copies begin with the shifted images themselves. */
export function shiftedImages(
  step: Step,
  image: Image,
  shifts: Shifts,
  fill: Fill,
  scheduler: Scheduler,
): Source {
  const [height, width, channels] = step.shape;
  const [top, left] = frameOrigin(image.shape, step.shape);
  const parts = partsOf(shifts);
  return {
    step,
    visited: false,
    async write(members, batch) {
      for (const [at, s] of members.entries()) {
        const [y, x] = parts.list[parts.part[s]!]!;
        const first = [top - parts.down[s]! - y, left - parts.right[s]! - x] as const;
        const size = [height, width] as const;
        await runWork(view(image, first, size, fill, batch, at * height * width * channels), scheduler);
        if (scheduler.due()) await scheduler.yieldNow();
      }
    },
  };
}

/** Copies begin where the shared pass has come to. @param members the shifts of the map's outputs, ascending */
export function sharedOutputs(step: Step, map: OutputMap, members: Int32Array, scheduler: Scheduler): Source {
  return {
    step,
    visited: true,
    async write(wanted, batch) {
      for (const [at, place] of placesOf(wanted, members).entries()) {
        const { data } = copyWindow(windowOf(map, place));
        batch.set(data, at * data.length);
        if (scheduler.due()) await scheduler.yieldNow();
      }
    },
  };
}

/** Takes the outputs of a batch at a step; gives back those of its members that go on. */
export type Visit = (step: Step, map: OutputMap, members: Int32Array) => Promise<Int32Array>;

export interface Copies {
  /** Runs the layers over every member, a batch at a time, each batch through all of them. */
  run(members: Int32Array, visit: Visit): Promise<void>;
  /** Computes one output once more. */
  recall(shift: number, step: Step): Promise<Window>;
}

/**
 * The plain way to have the outputs of many shifts: each is an image of its own.
 *
 * @param steps those after the source's
 * @param memory bytes that the values of a batch may take, at the two steps where they take most
 */
export function copies(
  executor: Executor,
  source: Source,
  steps: readonly Step[],
  memory: number,
  scheduler: Scheduler,
): Copies {
  const values = ({ shape: [height, width, channels] }: Step) => height * width * channels;
  const most = mostHeld([source.step, ...steps], values);
  const batchSize = Math.max(1, Math.floor(memory / (4 * most)));

  async function pass(batch: Int32Array, visit: Visit): Promise<void> {
    let members = batch;
    let at = source.step;
    let x: Float32Array = new Float32Array(members.length * values(at));
    await source.write(members, x);
    const meet = async () => {
      const kept = await visit(at, batchMap(x, at, members.length), members);
      // What coincides in one output of a layer may differ in its next.
      if (isInner(at)) return;
      x = only(x, values(at), members, kept);
      members = kept;
    };
    if (!source.visited) await meet();
    // Of a layer with several outputs, those that are still to be met.
    let further: Float32Array[] = [];
    for (const step of steps) {
      if (members.length === 0) return;
      if (further.length === 0) further = await applyLayer(executor, step.layer!, x, at.shape, scheduler);
      x = further.shift()!;
      at = step;
      await meet();
      if (scheduler.due()) await scheduler.yieldNow();
    }
  }

  return {
    async run(members, visit) {
      for (let from = 0; from < members.length; from += batchSize) {
        await pass(members.subarray(from, from + batchSize), visit);
      }
    },
    async recall(shift, step) {
      let output: Window | undefined;
      await pass(Int32Array.of(shift), async (at, map, members) => {
        if (at.index !== step.index) return members;
        output = windowOf(map, 0);
        return Int32Array.of();
      });
      return output!;
    },
  };
}

/** The most values of one member that are there at once: a layer's input and its outputs. */
function mostHeld(steps: readonly Step[], values: (step: Step) => number): number {
  let input = values(steps[0]!);
  let most = input;
  let outputs = 0;
  for (const step of steps.slice(1)) {
    outputs += values(step);
    most = Math.max(most, input + outputs);
    if (isInner(step)) continue;
    input = values(step);
    outputs = 0;
  }
  return most;
}

/** The values of those of a batch's members that are kept; each has as many. */
function only(x: Float32Array, each: number, members: Int32Array, kept: Int32Array): Float32Array {
  if (kept.length === members.length) return x;
  const rest = new Float32Array(kept.length * each);
  for (const [at, place] of placesOf(kept, members).entries()) {
    rest.set(x.subarray(place * each, (place + 1) * each), at * each);
  }
  return rest;
}

/** A batch as a map: one output below the other. */
function batchMap(data: Float32Array, { shape }: Step, members: number): OutputMap {
  return {
    data,
    width: shape[1],
    dilation: [1, 1],
    shape,
    rows: Int32Array.from({ length: members }, (_, member) => member * shape[0]),
    columns: new Int32Array(members),
  };
}
