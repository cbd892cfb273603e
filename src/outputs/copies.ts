import { type Breather, breathe } from '../breathe.ts';
import { applyLayer } from '../layers/apply.ts';
import { isInner, type Step } from '../layers/stack.ts';
import { type Fill, view } from '../shift/move.ts';
import {
  type Backend,
  copyWindow,
  type Image,
  type OutputMap,
  type Shifts,
  type Tensor4D,
  type Window,
  windowOf,
} from '../tensor.ts';
import { frameOrigin, partsOf } from './parts.ts';
import { placesOf } from './places.ts';

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
  breath: Breather,
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
        await breathe(view(image, first, size, fill, batch, at * height * width * channels), breath);
        if (breath.due()) await breath.rest();
      }
    },
  };
}

/** Copies begin where the shared pass has come to. @param members the shifts of the map's outputs, ascending */
export function sharedOutputs(step: Step, map: OutputMap, members: Int32Array, breath: Breather): Source {
  return {
    step,
    visited: true,
    async write(wanted, batch) {
      for (const [at, place] of placesOf(wanted, members).entries()) {
        const { data } = copyWindow(windowOf(map, place));
        batch.set(data, at * data.length);
        if (breath.due()) await breath.rest();
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
  { tf, activate }: Backend,
  source: Source,
  steps: readonly Step[],
  memory: number,
  breath: Breather,
): Copies {
  const values = ({ shape: [height, width, channels] }: Step) => height * width * channels;
  const most = mostHeld([source.step, ...steps], values);
  const batchSize = Math.max(1, Math.floor(memory / (4 * most)));

  /** The values of a batch where copies begin, of those of its members that go on. */
  async function begin(members: Int32Array, visit: Visit): Promise<[Tensor4D, Int32Array]> {
    const batch = new Float32Array(members.length * values(source.step));
    await source.write(members, batch);
    const kept = source.visited
      ? members
      : await visit(source.step, batchMap(batch, source.step, members.length), members);
    activate();
    const x = tf.tensor4d(batch, [members.length, ...source.step.shape]);
    return [keepOnly(x, members, kept), kept];
  }

  async function apply(x: Tensor4D, { layer }: Step): Promise<Outputs> {
    activate();
    return next(x, await applyLayer(tf, layer!, x, () => breath.rest()));
  }

  function next(x: Tensor4D, outputs: readonly Tensor4D[]): Outputs {
    x.dispose();
    return outputs as Outputs;
  }

  function keepOnly(x: Tensor4D, members: Int32Array, kept: Int32Array): Tensor4D {
    if (kept.length === members.length) return x;
    activate();
    const result = tf.tidy(() => tf.gather(x, tf.tensor1d(placesOf(kept, members), 'int32')));
    x.dispose();
    return result;
  }

  async function pass(batch: Int32Array, visit: Visit): Promise<void> {
    let [x, members] = await begin(batch, visit);
    // Of a layer with several outputs, those that are still to be visited.
    let further: Tensor4D[] = [];
    try {
      for (const step of steps) {
        if (members.length === 0) return;
        [x, ...further] = further.length > 0 ? next(x, further) : await apply(x, step);
        const map = batchMap((await x.data()) as Float32Array, step, members.length);
        const kept = await visit(step, map, members);
        // What coincides in one output of a layer may differ in its next.
        if (!isInner(step)) {
          x = keepOnly(x, members, kept);
          members = kept;
        }
        if (breath.due()) await breath.rest();
      }
    } finally {
      x.dispose();
      for (const output of further) output.dispose();
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

type Outputs = readonly [Tensor4D, ...Tensor4D[]];

/** The most values of one member that are there at once: a layer's input and its outputs. */
function mostHeld(steps: readonly Step[], values: (step: Step) => number): number {
  let most = values(steps[0]!);
  let input = most;
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
