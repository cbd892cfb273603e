import fc from 'fast-check';
import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import type { Measured } from '../../src/engine/engine.ts';
import { pairInterval } from '../../src/measure/pair_interval.ts';
import { wilson } from '../../src/measure/statistics/wilson.ts';
import { type RandomTrials, randomTrials, shareOfPairs, trialsOf } from '../support/measure/trials.ts';

const intervalOf = ({ measured }: RandomTrials) => pairInterval.measure(measured);

/** The share of pairs of trials with different shifts that coincide, pair by pair. */
function pairRate(list: RandomTrials['list']): number | null {
  const differ = (i: number, j: number) => list[i]!.dy !== list[j]!.dy || list[i]!.dx !== list[j]!.dx;
  return shareOfPairs(list, (i, j) => i !== j && differ(i, j));
}

test('the interval is that of as many independent pairs as have the jackknife’s error', () => {
  let found = 0;
  fc.assert(
    fc.property(randomTrials, (trials) => {
      const { list, measured } = trials;
      const rate = pairRate(list);
      if (measured.shifts.all || rate === null || rate === 0 || rate === 1) return;
      found++;
      const without = list.map((_, i) => pairRate(list.toSpliced(i, 1))!);
      const n = list.length;
      // The squared deviations from the mean add up to those of all pairs, over n.
      const squares = without.flatMap((p, i) => without.slice(i + 1).map((q) => (p - q) ** 2));
      const variance = ((n - 1) / n ** 2) * squares.reduce((sum, square) => sum + square, 0);
      const differ = list.flatMap((a, i) =>
        list.slice(i + 1).filter((b) => a.dy !== b.dy || a.dx !== b.dx),
      ).length;
      const pairs = Math.min((rate * (1 - rate)) / variance, differ);
      // Wilson's ends are where a rate's own standard error is all that parts it from what was found.
      const { pair_low, pair_high } = intervalOf(trials);
      for (const end of [pair_low!, pair_high!]) {
        expect((end - rate) ** 2).toBeCloseTo((1.959963984540054 ** 2 * end * (1 - end)) / pairs, 10);
      }
      expect(pair_low).toBeLessThan(rate);
      expect(pair_high).toBeGreaterThan(rate);
    }),
    { numRuns: 200 },
  );
  expect(found).toBeGreaterThan(20);
});

describe('the interval', () => {
  const line = [
    [0, 0],
    [0, 1],
    [0, 2],
    [0, 3],
  ] as const;

  test('of every shift is the rate itself', () => {
    const trials = trialsOf(line, [1, 1, 1, 1], [0, 0, 0, 1], { all: true });
    expect(intervalOf(trials)).toEqual({ pair_low: 0.5, pair_high: 0.5 });
  });

  test.each([
    [[3, 2, 2, 1], [0, 0, 0, 0], 4, 4],
    [[3, 2, 2, 2], [0, 1, 2, 3], 0, 4],
    [[1, 1, 0, 0], [0, 0, 1, 1], 1, 1],
  ])('of trials %j in classes %j is Wilson’s of pairs that share no draw', (counts, classes, same, pairs) => {
    const [pair_low, pair_high] = wilson(same, pairs);
    expect(intervalOf(trialsOf(line, counts, classes))).toEqual({ pair_low, pair_high });
  });

  test('is empty where no two shifts differ', () => {
    const none = { pair_low: null, pair_high: null };
    expect(intervalOf(trialsOf(line, [0, 5, 0, 0], [0, 1, 2, 3]))).toEqual(none);
    expect(intervalOf(trialsOf(line, [0, 1, 0, 0], [0, 1, 2, 3], { all: true }))).toEqual(none);
    expect(intervalOf(trialsOf(line, [0, 0, 0, 0], [0, 1, 2, 3]))).toEqual(none);
  });
});

/** The class of each shift, and how likely each is, over their sum. */
const structures: Record<string, [classOf: number[], weights: number[]]> = {
  'half of the shifts make no difference': [range(49, (s) => Math.max(0, s - 24)), range(49, () => 1)],
  'one shift in ten does': [range(49, (s) => (s < 5 ? 0 : 1)), range(49, () => 1)],
  'a line has cells of 3, 1, 1 and 2': [[0, 0, 0, 1, 2, 3, 3], range(7, () => 1)],
  'the law is the course’s': [range(25, (s) => (s % 5 === 0 ? 0 : s)), range(25, (s) => end(s % 5))],
};

/** All classes alike, so that no draw says more than another: the error is smaller than any that can be seen. */
const even: typeof structures = {
  'there are two classes alike': [range(48, (s) => s % 2), range(48, () => 1)],
  'there are five classes alike': [range(25, (s) => s % 5), range(25, () => 1)],
};

function range(count: number, value: (i: number) => number): number[] {
  return Array.from({ length: count }, (_, i) => value(i));
}

function end(place: number): number {
  return place === 0 || place === 4 ? 0.5 : 1;
}

/** The chance that two draws coincide, given that they differ. */
function exactRate(classOf: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight);
  let [same, differ] = [0, 0];
  for (const [s, a] of weights.entries()) {
    for (const [t, b] of weights.entries()) {
      if (s === t) continue;
      differ += (a * b) / total ** 2;
      if (classOf[s] === classOf[t]) same += (a * b) / total ** 2;
    }
  }
  return same / differ;
}

/** What the measure looks at. */
function sampled(counts: readonly number[], classOf: readonly number[]): Measured {
  const trialsOf = new Float64Array(classOf.length);
  for (const [s, n] of counts.entries()) trialsOf[classOf[s]!]! += n;
  const shifts = { trials: Float64Array.from(counts), total: counts.reduce((a, b) => a + b), all: false };
  return { shifts, classOf: Int32Array.from(classOf), trialsOf } as Partial<Measured> as Measured;
}

/** How many of many samples of n trials have an interval with the exact rate in it. */
function coverage([classOf, weights]: [number[], number[]], n: number): number {
  const random = seedrandom(`coverage ${n}`);
  const bounds = weights.map((_, s) => weights.slice(0, s + 1).reduce((sum, weight) => sum + weight));
  const rate = exactRate(classOf, weights);
  const samples = 1000;
  let inside = 0;
  for (let sample = 0; sample < samples; sample++) {
    const counts = weights.map(() => 0);
    for (let trial = 0; trial < n; trial++) {
      const place = random() * bounds.at(-1)!;
      counts[bounds.findIndex((bound) => place < bound)]!++;
    }
    const { pair_low, pair_high } = pairInterval.measure(sampled(counts, classOf));
    if (pair_low! <= rate && rate <= pair_high!) inside++;
  }
  return inside / samples;
}

test.each(Object.entries(structures))('where %s, 95 of 100 intervals hold the exact rate', (_, structure) => {
  for (const n of [60, 300]) {
    const share = coverage(structure, n);
    expect(share, `of ${n} trials`).toBeGreaterThan(0.92);
    expect(share, `of ${n} trials`).toBeLessThan(0.98);
  }
});

test.each(Object.entries(even))('where %s, 95 of 100 intervals and more hold it', (_, structure) => {
  for (const n of [60, 300]) expect(coverage(structure, n), `of ${n} trials`).toBeGreaterThan(0.95);
});
