import { runWork, type Scheduler } from '../../core/scheduler.ts';
import { type Image, type OutputMap, type Window, windowOf, windowOfImage } from '../../core/tensor.ts';
import { isInner, type Step } from '../../layers/stack/stack.ts';
import { view } from '../../shift/move.ts';
import { copyWindows } from '../copy_window.ts';
import { requireValueCount } from '../layer_shape.ts';
import { applyLayer, type Executor } from '../plan/executor.ts';
import type { ShiftedImages } from '../request.ts';
import { indicesOf } from './members.ts';
import { type NotedChoices, noteChoices } from './noted_choices.ts';
import { stackedMap } from './stacked_map.ts';
import { frameOrigin, splitShifts } from './subpixel.ts';

/** Where copies begin: the outputs of one step, computed otherwise. */
export interface CopySource {
  step: Step;
  /** Whether the outputs of that step have been visited. */
  visited: boolean;
  /** Writes the values of each member's output, in order, into `batch`. */
  write(members: Int32Array, batch: Float32Array): Promise<void>;
}

/** Copies begin with the shifted images themselves. */
export function shiftedImages(
  step: Step,
  image: Image,
  { shifts, fill }: Pick<ShiftedImages, 'shifts' | 'fill'>,
  scheduler: Scheduler,
): CopySource {
  const [height, width, channels] = step.shape;
  const [top, left] = frameOrigin(image.shape, step.shape);
  const { fractions, fractionOf, down, right } = splitShifts(shifts);
  return {
    step,
    visited: false,
    async write(members, batch) {
      for (const [at, s] of members.entries()) {
        const [y, x] = fractions[fractionOf[s]!]!;
        const first = [top - down[s]! - y, left - right[s]! - x] as const;
        const size = [height, width] as const;
        await runWork(view(image, first, size, fill, batch, at * height * width * channels), scheduler);
        if (scheduler.due()) await scheduler.yieldNow();
      }
    },
  };
}

/**
 * Where copies begin after a shared pass: with its last outputs. @param members the shifts of the map's outputs,
 * ascending
 */
export function sharedOutputs(
  step: Step,
  map: OutputMap,
  members: Int32Array,
  scheduler: Scheduler,
): CopySource {
  return {
    step,
    visited: true,
    async write(wanted, batch) {
      const indices = indicesOf(wanted, members);
      const size = batch.length / indices.length;
      const together = Math.max(1, Math.floor(COPIED_TOGETHER / size));
      for (let from = 0; from < indices.length; from += together) {
        const some = indices.subarray(from, from + together);
        copyWindows(map, some, batch.subarray(from * size, (from + some.length) * size));
        if (scheduler.due()) await scheduler.yieldNow();
      }
    },
  };
}

/** Values that are copied before others may have their turn. */
const COPIED_TOGETHER = 2 ** 18;

/** Takes the outputs of a batch at a step, and returns which of its members go on to the next layer. */
export type Visit = (step: Step, map: OutputMap, members: Int32Array) => Promise<Int32Array>;

export interface Copies {
  /** Runs the layers over every member, a batch at a time, each batch through all of them. */
  run(members: Int32Array, visit: Visit): Promise<void>;
  /** Whether every member goes through in one batch. */
  atOnce(members: Int32Array): boolean;
  /** Computes one output again. */
  recompute(shift: number, step: Step): Promise<Window>;
}

/**
 * Computes the outputs of each shift as those of an image of its own.
 *
 * @param steps those after the source's
 * @param memory most bytes of a batch: of a layer's input and its outputs together
 * @param choices receives what layers choose for the unshifted image
 */
export function copies(
  executor: Executor,
  source: CopySource,
  steps: readonly Step[],
  memory: number,
  choices: NotedChoices,
  scheduler: Scheduler,
): Copies {
  const values = ({ shape: [height, width, channels] }: Step) => height * width * channels;
  const most = mostHeld([source.step, ...steps], values);
  const batchSize = Math.max(1, Math.floor(memory / (4 * most)));

  /** @param room for the source's values of the batch; nothing keeps them, unless there is no other batch */
  async function pass(batch: Int32Array, visit: Visit, room: Float32Array): Promise<void> {
    let members = batch;
    let at = source.step;
    let x = room.subarray(0, members.length * values(at));
    await source.write(members, x);
    const visitOutputs = async () => {
      const rest = await visit(at, stackedMap(x, at.shape, members.length), members);
      // Shifts with equal outputs here may differ in the layer's next output.
      if (isInner(at)) return;
      x = selectOutputs(x, values(at), members, rest);
      members = rest;
    };
    if (!source.visited) await visitOutputs();
    // Further outputs of a layer with several.
    let further: Float32Array[] = [];
    for (const step of steps) {
      if (members.length === 0) return;
      // Its shift is the first of all, and leads.
      if (step.layer?.kind.choices && members[0] === 0)
        noteChoices(choices, step, windowOfImage({ shape: at.shape, data: x.subarray(0, values(at)) }));
      if (further.length === 0) further = await applyLayer(executor, step, x, at.shape, scheduler);
      x = further.shift()!;
      requireValueCount(step, x.length, members.length);
      at = step;
      await visitOutputs();
      if (scheduler.due()) await scheduler.yieldNow();
    }
  }

  return {
    async run(members, visit) {
      const room = new Float32Array(Math.min(members.length, batchSize) * values(source.step));
      for (let from = 0; from < members.length; from += batchSize) {
        await pass(members.subarray(from, from + batchSize), visit, room);
      }
    },
    atOnce: (members) => members.length <= batchSize,
    async recompute(shift, step) {
      let output: Window | undefined;
      const take: Visit = async (at, map, members) => {
        if (at.index !== step.index) return members;
        output = windowOf(map, 0);
        return Int32Array.of();
      };
      await pass(Int32Array.of(shift), take, new Float32Array(values(source.step)));
      return output!;
    },
  };
}

/** Most bytes of a batch: small enough to yield often. */
export const LARGEST_BATCH = 2 ** 24;

/** The most values that one shift needs at once: a layer's input and its outputs. */
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

/** The values of some of a batch's members. @param size of one output, in values */
function selectOutputs(x: Float32Array, size: number, members: Int32Array, some: Int32Array): Float32Array {
  if (some.length === members.length) return x;
  const selected = new Float32Array(some.length * size);
  for (const [at, index] of indicesOf(some, members).entries())
    selected.set(x.subarray(index * size, (index + 1) * size), at * size);
  return selected;
}
