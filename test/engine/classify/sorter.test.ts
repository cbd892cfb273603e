import fc from 'fast-check';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Work } from '../../../src/core/scheduler.ts';
import {
  everyMember,
  type Image,
  largestMagnitude,
  type OutputMap,
  windowOfImage,
} from '../../../src/core/tensor.ts';
import { addOutputs } from '../../../src/engine/classify/add_outputs.ts';
import { createSorter, observationOf } from '../../../src/engine/classify/sorter.ts';
import type * as hash from '../../../src/engine/classify/window_hashes.ts';
import { copyWindow } from '../../../src/engine/copy_window.ts';
import { listDistances } from '../../../src/engine/distances/distance_arrays.ts';
import { distancesFrom } from '../../../src/engine/distances/distances.ts';
import { maxAbsOf } from '../../../src/engine/distances/max_abs.ts';
import type { Observation } from '../../../src/engine/measured.ts';
import { expectNearDistances } from '../../support/engine/near_distances.ts';
import { outputMaps, type RandomMap, valuesOf } from '../../support/maps.ts';

/** Where set, every window has this hash: all hashes collide. */
const injected = vi.hoisted(() => ({ hash: undefined as number | undefined }));

vi.mock('../../../src/engine/classify/window_hashes.ts', async (original) => {
  const { windowHashes } = await original<typeof hash>();
  return {
    *windowHashes(map: OutputMap): Work<Uint32Array> {
      const hashes = yield* windowHashes(map);
      return injected.hash === undefined ? hashes : hashes.fill(injected.hash);
    },
  };
});

beforeEach(() => {
  injected.hash = undefined;
});

interface How {
  tolerance?: (largest: number) => number;
  /** Members in each map. */
  batch?: number;
  lasting?: boolean;
  keep?: number;
  distances?: boolean;
  /** Members that are not observed, since they are what their leader in `earlier` is. */
  earlier?: Int32Array | undefined;
  yieldNow?: () => Promise<void>;
}

interface Observed extends Omit<Observation, 'reference'> {
  reference: Image;
  /** The leaders, batch after batch. */
  leaders: number[];
  recomputed: number[];
}

/** Takes the members of a map for the outputs of shifts 0, 1, 2, … */
async function observed(random: RandomMap, how: How = {}): Promise<Observed> {
  const {
    tolerance = () => 0,
    batch = 100,
    lasting = true,
    keep = 1e9,
    distances = false,
    earlier,
    yieldNow,
  } = how;
  const { map } = random;
  const recomputed: number[] = [];
  const sorter = createSorter({
    shifts: map.rows.length,
    trials: new Float64Array(map.rows.length),
    rule: { tolerance: (reference) => tolerance(largestMagnitude(reference)) },
    distances,
    cacheBytes: keep,
    recompute: async (shift) => {
      recomputed.push(shift);
      return windowOfImage({ shape: map.shape, data: Float32Array.from(valuesOf(random, shift)) });
    },
    scheduler: {
      due: () => yieldNow !== undefined,
      yieldNow: yieldNow ?? (() => Promise.reject(new Error('Nothing is due.'))),
    },
  });
  const members = [...map.rows.keys()].filter((s) => earlier === undefined || earlier[s] === s);
  const leaders: number[] = [];
  for (let from = 0; from < members.length; from += batch) {
    const some = Int32Array.from(members.slice(from, from + batch));
    const part: OutputMap = {
      ...map,
      data: map.data.slice(),
      rows: some.map((s) => map.rows[s]!),
      columns: some.map((s) => map.columns[s]!),
    };
    leaders.push(...(await addOutputs(sorter, { map: part, members: some, lasting, overlapping: lasting })));
    // What does not last is overwritten by what comes next.
    if (!lasting) part.data.fill(12345);
  }
  const observation = observationOf(sorter, earlier);
  return { ...observation, reference: observation.reference(), leaders, recomputed };
}

/** The definition, output by output: the first with the same values leads; leaders join the first class in reach. */
function grouped(random: RandomMap, tolerance: (largest: number) => number) {
  const outputs = [...random.map.rows.keys()].map((member) => valuesOf(random, member));
  const limit = tolerance(Math.max(...outputs[0]!.map(Math.abs)));
  const coincide = (a: number[], b: number[], limit: number) =>
    a.every((value, i) => Math.abs(value - b[i]!) <= limit);
  const leader = outputs.map((one) => outputs.findIndex((other) => coincide(one, other, 0)));
  const leadersOfClasses: number[][] = [];
  const classOf = outputs.map((one) => {
    const joined = leadersOfClasses.findIndex((first) => coincide(one, first, limit));
    return joined >= 0 ? joined : leadersOfClasses.push(one) - 1;
  });
  return { outputs, leader, classOf, limit };
}

const close = (relative: number) => (largest: number) => relative * largest;
const tolerances = fc.constantFrom(
  () => 0,
  () => 1,
  close(0.05),
  close(0.5),
  close(1e-5),
  (largest: number) => 0.1 + largest,
);
const ways: fc.Arbitrary<How> = fc.record({
  batch: fc.integer({ min: 1, max: 9 }),
  lasting: fc.boolean(),
  keep: fc.constantFrom(0, 20, 1e9),
});

describe('observed outputs', () => {
  test('are grouped as the definition says, however they come in', async () => {
    await fc.assert(
      fc.asyncProperty(outputMaps(), tolerances, ways, async (random, tolerance, way) => {
        const { outputs, leader, classOf, limit } = grouped(random, tolerance);
        const found = await observed(random, { ...way, tolerance });
        expect(Array.from(found.leader)).toEqual(leader);
        expect(Array.from(found.classOf)).toEqual(classOf);
        expect(found.tolerance).toBe(limit);
        expect(found.leaders).toEqual([...new Set(leader)]);
        expect(found.reference).toEqual({ shape: random.map.shape, data: Float32Array.from(outputs[0]!) });
      }),
      { numRuns: 300 },
    );
  });

  test('are grouped the same where all their hashes collide', async () => {
    await fc.assert(
      fc.asyncProperty(outputMaps(), tolerances, ways, async (random, tolerance, way) => {
        injected.hash = undefined;
        const free = await observed(random, { ...way, tolerance });
        injected.hash = 7;
        const collided = await observed(random, { ...way, tolerance });
        expect(new Set(collided.hashes)).toEqual(new Set([7]));
        for (const part of ['leader', 'classOf', 'leaders', 'reference'] as const)
          expect(collided[part]).toEqual(free[part]);
      }),
      { numRuns: 200 },
    );
  });

  test('can be asked for again, shift by shift', async () => {
    await fc.assert(
      fc.asyncProperty(outputMaps(), ways, async (random, way) => {
        const found = await observed(random, way);
        const { outputs } = grouped(random, () => 0);
        for (const [shift, values] of outputs.entries()) {
          const again = Array.from(copyWindow(await found.output(shift)).data, (value) => value + 0);
          expect(again).toEqual(values.map((value) => value + 0));
        }
      }),
    );
  });

  test('have the distances of their leader, each from the reference', async () => {
    await fc.assert(
      fc.asyncProperty(outputMaps(), ways, async (random, way) => {
        const found = await observed(random, { ...way, distances: true });
        const members = Int32Array.from(random.map.rows.keys());
        const alone = done(distancesFrom(random.map, members, found.reference, 'direct'));
        const maxAbs = done(maxAbsOf(random.map, members, found.reference));
        expectNearDistances(
          listDistances(found.distanceArrays!),
          Array.from(members, (member) => ({
            cosine: alone.cosine[member]!,
            relativeL2: alone.relativeL2[member]!,
            maxAbs: maxAbs[member]!,
          })),
        );
        expect((await observed(random, way)).distanceArrays).toBeUndefined();
      }),
    );
  });

  test('that were equal a step before are what their leader is now, also where that one has joined another', async () => {
    const labels = fc.array(fc.nat(2), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(outputMaps(), tolerances, ways, labels, async (random, tolerance, way, label) => {
        const whole = await observed(random, { ...way, tolerance, distances: true });
        // A step before, some of the outputs that are equal now were not yet.
        const earlier = whole.leader.map((first, shift) =>
          whole.leader.findIndex((other, s) => other === first && label[s] === label[shift]),
        );
        const thinned = await observed(random, { ...way, tolerance, distances: true, earlier });
        for (const part of ['leader', 'classOf', 'hashes'] as const)
          expect(thinned[part]).toEqual(whole[part]);
        expectNearDistances(listDistances(thinned.distanceArrays!), listDistances(whole.distanceArrays!));
      }),
    );
  });
});

/** Single values, side by side: the outputs of shifts 0, 1, 2, … */
function line(...values: number[]): RandomMap {
  const map: OutputMap = {
    data: Float32Array.from(values),
    width: values.length,
    dilation: [1, 1],
    shape: [1, 1, 1],
    rows: new Int32Array(values.length),
    columns: Int32Array.from(values.keys()),
  };
  return { map, grid: [values.map((value) => [value])] };
}

describe('closeness is not transitive, so', () => {
  test('an output joins the first class whose leader it is close to, not the nearest', async () => {
    const found = await observed(line(10, 8, 9, 7.5, 11.5), { tolerance: () => 1.5 });
    expect([...found.classOf]).toEqual([0, 1, 0, 1, 0]);
  });

  test('a class does not grow beyond its leader’s reach', async () => {
    const found = await observed(line(0, 1, 2, 3, 4), { tolerance: () => 1 });
    expect([...found.classOf]).toEqual([0, 0, 1, 1, 2]);
  });
});

describe('memory', () => {
  test('of lasting maps costs nothing: no output is computed again', async () => {
    const { recomputed } = await observed(line(1, 2, 1, 2, 1), { batch: 1, keep: 0, lasting: true });
    expect(recomputed).toEqual([]);
  });

  test('that is used up means computing the leader again, and the same classes', async () => {
    const found = await observed(line(1, 2, 1, 2, 1), { batch: 1, keep: 4, lasting: false });
    expect([...found.classOf]).toEqual([0, 1, 0, 1, 0]);
    expect(found.recomputed).toEqual([1]);
  });
});

test('what is observed may be written over: the next run has the same members', async () => {
  const { map } = line(1, 2, 3);
  const members = everyMember(3);
  for (const known of ['distinct', undefined] as const) {
    const sorter = createSorter({
      shifts: 3,
      trials: Float64Array.of(1, 1, 1),
      rule: { tolerance: () => 0 },
      distances: false,
      cacheBytes: 0,
      recompute: () => Promise.reject(new Error('Nothing is recomputed.')),
      scheduler: { due: () => false, yieldNow: () => Promise.reject(new Error('No rest is due.')) },
    });
    await addOutputs(sorter, { map, members, lasting: true, overlapping: true, known });
    const { classOf, leader } = observationOf(sorter, undefined);
    expect([[...classOf], [...leader]]).toEqual([[...members], [...members]]);
    classOf.fill(0);
    leader.fill(0);
    expect([...members]).toEqual([0, 1, 2]);
  }
});

test('long work yields, and stops where yielding throws', async () => {
  const yieldNow = vi.fn(async () => {});
  await observed(line(1, 2, 1), { yieldNow });
  expect(yieldNow.mock.calls.length).toBeGreaterThanOrEqual(2);
  const gone = new Error('interrupted');
  await expect(observed(line(1, 2, 3), { yieldNow: () => Promise.reject(gone) })).rejects.toBe(gone);
});

function done<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
