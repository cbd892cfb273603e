import fc from 'fast-check';
import { type Shifts, windowOfImage } from '../../../src/core/tensor.ts';
import type { Distance, DistanceArrays, Measured } from '../../../src/engine/engine.ts';

/** A single draw. */
interface Trial {
  dy: number;
  dx: number;
  class: number;
}

/** What a measure looks at, and the same trial by trial, for brute force. */
export interface RandomTrials {
  measured: Measured;
  list: Trial[];
}

/** Some shifts, the reference first, how often each was drawn, and the class of each. */
export function trialsOf(
  shifts: readonly (readonly [dy: number, dx: number])[],
  counts: readonly number[],
  classOf: readonly number[],
  { all = false } = {},
): RandomTrials {
  const list = shifts.flatMap(([dy, dx], s) =>
    Array.from({ length: counts[s]! }, () => ({ dy, dx, class: classOf[s]! })),
  );
  const classes = Array.from({ length: Math.max(...classOf) + 1 }, (_, c) => c);
  const drawn: Shifts = {
    dy: Float64Array.from(shifts, ([dy]) => dy),
    dx: Float64Array.from(shifts, ([, dx]) => dx),
    trials: Float64Array.from(counts),
    total: list.length,
    all,
    neighbours: () => [],
  };
  const reference = { shape: [1, 1, 1], data: Float32Array.of(1) } as const;
  const measured: Measured = {
    shifts: drawn,
    classOf: Int32Array.from(classOf),
    trialsOf: Float64Array.from(classes, (c) => list.filter((trial) => trial.class === c).length),
    reference,
    unshifted: windowOfImage(reference),
    leader: Int32Array.from(classOf, (c) => classOf.indexOf(c)),
    ...distancesOf(shifts.map(() => ({ cosine: 1, relativeL2: 0, maxAbs: 0 }))),
    tolerance: 0,
    output: async (s) => windowOfImage({ shape: [1, 1, 1], data: Float32Array.of(1 + classOf[s]!) }),
    stride: [1, 1],
  };
  return { measured, list };
}

/** The distances of a step, in both forms. */
export function distancesOf(distances: readonly Distance[]): Pick<Measured, 'distances' | 'distanceArrays'> {
  const maxAbs = Float64Array.from(distances, (one) => one.maxAbs);
  const distanceArrays: DistanceArrays = {
    cosine: Float64Array.from(distances, ({ cosine }) => cosine),
    relativeL2: Float64Array.from(distances, ({ relativeL2 }) => relativeL2),
    rounding: 0,
    // biome-ignore lint/correctness/useYield: it has nothing to do
    *maxAbs() {
      return maxAbs;
    },
    *largest(trials) {
      return Math.max(0, ...maxAbs.filter((_, s) => trials[s]! > 0));
    },
  };
  return { distances, distanceArrays };
}

const around = fc.integer({ min: -4, max: 4 });

/** Up to 13 distinct shifts, drawn up to 5 times each or (`all`) exactly once; the reference perhaps never. */
export const randomTrials: fc.Arbitrary<RandomTrials> = fc
  .record({
    others: fc.uniqueArray(
      fc.tuple(around, around).filter(([dy, dx]) => dy !== 0 || dx !== 0),
      { maxLength: 12, selector: String },
    ),
    all: fc.boolean(),
    counts: fc.array(fc.nat(5), { minLength: 13, maxLength: 13 }),
    labels: fc.array(fc.nat(5), { minLength: 12, maxLength: 12 }),
  })
  .map(({ others, all, counts, labels }) => {
    const sorted = others.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]);
    const shifts = [[0, 0] as const, ...sorted];
    const drawn = shifts.map((_, s) => {
      if (s > 0) return all ? 1 : Math.max(1, counts[s]!);
      return sorted.length === 0
        ? Math.max(1, Math.min(counts[0]!, all ? 1 : 5))
        : Math.min(counts[0]!, all ? 1 : 5);
    });
    // Classes are numbered by their first member; the reference's is 0.
    const seen = [0];
    const classOf = [0];
    for (const [i] of sorted.entries()) {
      if (!seen.includes(labels[i]!)) seen.push(labels[i]!);
      classOf.push(seen.indexOf(labels[i]!));
    }
    return trialsOf(shifts, drawn, classOf, { all });
  });

/** Of all ordered pairs of trials that are asked for, the share in one class; null if there are none. */
export function shareOfPairs(
  list: readonly Trial[],
  asked: (i: number, j: number) => boolean,
): number | null {
  let pairs = 0;
  let coincide = 0;
  for (const [i, one] of list.entries()) {
    for (const [j, other] of list.entries()) {
      if (!asked(i, j)) continue;
      pairs++;
      if (one.class === other.class) coincide++;
    }
  }
  return pairs === 0 ? null : coincide / pairs;
}
