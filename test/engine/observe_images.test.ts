import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { exact } from '../../src/compare/exact.ts';
import type { Scheduler } from '../../src/core/scheduler.ts';
import type { Image } from '../../src/core/tensor.ts';
import { copyWindow } from '../../src/engine/copy_window.ts';
import { listDistances } from '../../src/engine/distances/distance_arrays.ts';
import type { Observation } from '../../src/engine/measured.ts';
import { observeImages } from '../../src/engine/observe_images.ts';
import { onBackendOnly } from '../../src/engine/plan/executor.ts';
import { everyCopy, planOutputs } from '../../src/engine/plan/plan.ts';
import { adaptivePolyphase } from '../../src/layers/adaptive_polyphase.ts';
import { defineLayer } from '../../src/layers/define.ts';
import { relu } from '../../src/layers/relu.ts';
import { backendsThere } from '../support/backends.ts';
import { allShifts, neverYields, readFile } from '../support/running.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;

/** Two dots on 66×8 pixels: high enough for the work on it to rest. */
function dots(x: number): Image {
  const data = new Float32Array(66 * 8);
  data[4 * 8 + x] = 1;
  data[60 * 8 + 3] = 2;
  return { shape: [66, 8, 1], data };
}

interface Setting {
  copies?: boolean;
  /** In plain loops. */
  loops?: boolean;
  measured?: readonly number[];
  layers?: readonly unknown[];
  images?: readonly Image[];
  scheduler?: Scheduler;
  kinds?: Parameters<typeof readFile>[1];
}

/** Shared as far as the first pool, which merges outputs; then one that reads padding. */
const LAYERS = ['relu', 'max_pool', { type: 'max_pool', pool_size: 3, strides: 2 }];

function start({
  copies = false,
  loops = false,
  measured = [0, 1, 2, 3],
  layers = LAYERS,
  ...setting
}: Setting) {
  const { images = [dots(4)], scheduler = neverYields, kinds } = setting;
  const { steps } = readFile({ image: { type: 'noise', size: [66, 8] }, shift: { max: 0 }, layers }, kinds)
    .variants[0]!;
  const shifts = allShifts([-1, 1], [-1, 1]);
  const fill = { mode: 'constant', value: 0 } as const;
  const plan = copies ? everyCopy : planOutputs(steps, shifts, fill, loops);
  const load = async () => backend;
  const run = {
    stack: { steps, measured: new Set(measured), compare: { kind: exact, options: {} } },
    shifted: { shifts, fill },
    plan,
    executor: { ...onBackendOnly(load), ...(loops && { inLoops: () => true }) },
    options: { backend: load, distances: true, memory: 2 ** 20, scheduler },
  };
  return observeImages(images, run, (observations) => observations);
}

/** What does not depend on the way: trials of classes are counted early only where that takes little. */
function valuesOf({ distanceArrays, output: _, reference, unshifted, trialsOf: __, ...values }: Observation) {
  const distances = distanceArrays && listDistances(distanceArrays);
  return { ...values, distances, reference: reference(), unshifted: copyWindow(unshifted) };
}

describe.each([{ copies: false }, { copies: true }, { loops: true }])('with %o', (how) => {
  test('each measured step is observed once, in order, and no other', async () => {
    for (const measured of [[0, 1, 2, 3], [3], [0, 3], [1, 2], []]) {
      const shapes: unknown[] = [];
      for await (const [observation] of start({ ...how, measured }))
        shapes.push(observation!.unshifted.shape);
      const all = [
        [66, 8, 1],
        [66, 8, 1],
        [33, 4, 1],
        [17, 2, 1],
      ];
      expect(shapes).toEqual(measured.map((step) => all[step]));
    }
  });

  test('what a step gives does not depend on which other steps are measured', async () => {
    const last = async (measured: number[]) => {
      let observation: unknown;
      for await (const [one] of start({ ...how, measured })) observation = valuesOf(one!);
      return observation;
    };
    expect(await last([3])).toEqual(await last([0, 1, 2, 3]));
    expect(await last([1, 3])).toEqual(await last([0, 1, 2, 3]));
  });

  test('there is an observation for each image, as if it were alone', async () => {
    const images = [dots(4), dots(5), dots(4)];
    const alone = images.map((image) => start({ ...how, images: [image] }));
    for await (const together of start({ ...how, images })) {
      expect(together).toHaveLength(3);
      for (const [i, observation] of together.entries()) {
        const [own] = (await alone[i]!.next()).value!;
        const { distances, ...rest } = valuesOf(observation);
        const { distances: expected, ...ownRest } = valuesOf(own!);
        expect({ ...rest, hashes: 0 }).toEqual({ ...ownRest, hashes: 0 });
        expect(distances).toEqual(i === 0 ? expected : undefined);
        for (const shift of observation.leader) {
          const [a, b] = [await observation.output(shift), await own!.output(shift)];
          expect(copyWindow(a)).toEqual(copyWindow(b));
        }
      }
    }
  });

  test('a reader who stops early leaves no tensor behind', async () => {
    for (let wanted = 1; wanted <= 4; wanted++) {
      const tensors = backend.tf.memory().numTensors;
      let seen = 0;
      for await (const _ of start({ ...how, images: [dots(4), dots(5)] })) if (++seen === wanted) break;
      expect(backend.tf.memory().numTensors).toBe(tensors);
    }
  });

  test('wherever the work is aborted, its reason comes out and no tensor is left behind', async () => {
    const abort = new Error('aborted');
    let aborted = 0;
    for (let after = 0, completed = false; !completed; after = Math.ceil(1.05 * after + 1)) {
      const tensors = backend.tf.memory().numTensors;
      let rests = 0;
      const scheduler = {
        due: () => true,
        yieldNow: async () => {
          if (rests++ === after) throw abort;
        },
      };
      try {
        for await (const _ of start({ ...how, images: [dots(4), dots(5)], scheduler }));
        completed = true;
      } catch (error) {
        expect(error).toBe(abort);
        aborted++;
      }
      expect(backend.tf.memory().numTensors, `after ${after} rests`).toBe(tensors);
    }
    expect(aborted).toBeGreaterThan(10);
  });

  test('a layer that throws in the middle leaves no tensor behind', async () => {
    const broken = defineLayer({
      ...relu,
      apply(tf, x) {
        tf.relu(x);
        throw new Error('out of order');
      },
      loops: {
        apply() {
          throw new Error('out of order');
        },
      },
    });
    const layers = ['max_pool', 'broken', 'max_pool'];
    const tensors = backend.tf.memory().numTensors;
    const run = async () => {
      for await (const _ of start({ ...how, layers, kinds: { kinds: { layers: { broken } } } }));
    };
    await expect(run()).rejects.toThrow(new Error('out of order'));
    expect(backend.tf.memory().numTensors).toBe(tensors);
  });
});

test('what a layer chose for the unshifted image is what it makes of the reference before it, however that was computed', async () => {
  // A layer with windows that chooses, in a shared pass; and one that looks at the whole map, after it.
  const clear = {
    ...relu,
    choices: (input: Image) => ({ ties: input.data.length, margin: input.data[4 * 8 + 4]! }),
  };
  const layers = ['clear', 'relu', 'adaptive_polyphase'];
  for (const how of [{ loops: true }, { copies: true }, { loops: true, copies: true }, {}]) {
    const found: Observation[] = [];
    const setting: Setting = { ...how, layers, kinds: { kinds: { layers: { clear: defineLayer(clear) } } } };
    for await (const [observation] of start(setting)) found.push(observation!);
    expect(found.map(({ choice }) => choice)).toEqual([
      undefined,
      { ties: 66 * 8, margin: 1 },
      undefined,
      adaptivePolyphase.choices!(found[2]!.reference(), v.parse(adaptivePolyphase.options, {})),
    ]);
  }
});
