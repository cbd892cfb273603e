import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../../src/core/scheduler.ts';
import {
  type Image,
  largestMagnitude,
  type OutputMap,
  windowOf,
  windowOfImage,
} from '../../../src/core/tensor.ts';
import { distancesFrom, within } from '../../../src/engine/classify/distance.ts';
import type { Distance } from '../../../src/engine/measured.ts';
import { mostlyZero, outputMaps, valuesOf } from '../../support/maps.ts';

function done<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

/** The textbook formulas over plain lists, in double precision and from the first value to the last. */
function naive(x: readonly number[], r: readonly number[]): Distance {
  const sum = (term: (i: number) => number) => x.reduce((total, _, i) => total + term(i), 0);
  const [xx, rr] = [sum((i) => x[i]! * x[i]!), sum((i) => r[i]! * r[i]!)];
  return {
    cosine: xx === 0 || rr === 0 ? Number.NaN : sum((i) => x[i]! * r[i]!) / Math.sqrt(xx * rr),
    relativeL2: rr === 0 ? Number.NaN : Math.sqrt(sum((i) => (x[i]! - r[i]!) ** 2) / rr),
    maxAbs: Math.max(...x.map((value, i) => Math.abs(value - r[i]!))),
  };
}

const all = ({ rows }: OutputMap) => [...rows.keys()];
const isSparse = ({ data }: OutputMap) => data.filter((value) => value !== 0).length / data.length < 1 / 16;

/** A map, and a reference of its windows' shape. */
const withReference = (value?: fc.Arbitrary<number>) =>
  outputMaps(value).chain((random) => {
    const size = random.map.shape[0] * random.map.shape[1] * random.map.shape[2];
    const values = fc.array(value ?? fc.constantFrom(0, -0, 1, -2, Math.fround(0.3)), {
      minLength: size,
      maxLength: size,
    });
    return values.map((reference) => ({
      random,
      reference: { shape: random.map.shape, data: Float32Array.from(reference) } satisfies Image,
    }));
  });

describe('distances', () => {
  test('are, bit for bit, what the formulas give value by value', () => {
    fc.assert(
      fc.property(withReference(), ({ random, reference }) => {
        const found = done(distancesFrom(random.map, all(random.map), reference));
        expect(found).toEqual(
          all(random.map).map((member) => naive(valuesOf(random, member), [...reference.data])),
        );
      }),
    );
  });

  test('are so too where mostly zeros are skipped', () => {
    let sparse = 0;
    let runs = 0;
    fc.assert(
      fc.property(withReference(mostlyZero.map(Math.fround)), ({ random, reference }) => {
        const members = all(random.map);
        runs++;
        if (isSparse(random.map) && members.length > 1) sparse++;
        const together = done(distancesFrom(random.map, members, reference));
        // A single output is always read value by value.
        const single = members.map((member) => done(distancesFrom(random.map, [member], reference))[0]);
        expect(together).toEqual(single);
        expect(together).toEqual(
          members.map((member) => naive(valuesOf(random, member), [...reference.data])),
        );
      }),
      { numRuns: 300 },
    );
    expect(sparse).toBeGreaterThan(runs / 3);
  });

  test('are given for the members asked for, in their order', () => {
    const map: OutputMap = {
      data: Float32Array.of(1, 2, 3),
      width: 3,
      dilation: [1, 1],
      shape: [1, 1, 1],
      rows: Int32Array.of(0, 0, 0),
      columns: Int32Array.of(0, 1, 2),
    };
    const reference = { shape: [1, 1, 1] as const, data: Float32Array.of(1) };
    expect(done(distancesFrom(map, [2, 0], reference)).map(({ maxAbs }) => maxAbs)).toEqual([2, 0]);
  });

  test('of an output from itself are 1, 0 and 0 exactly', () => {
    const value = fc.float({ noNaN: true, min: Math.fround(1e-3), max: Math.fround(1e3) });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 50 }), (values) => {
        const image: Image = { shape: [1, values.length, 1], data: Float32Array.from(values) };
        const map: OutputMap = {
          ...image,
          width: values.length,
          dilation: [1, 1],
          rows: Int32Array.of(0),
          columns: Int32Array.of(0),
        };
        expect(done(distancesFrom(map, [0], image))).toEqual([{ cosine: 1, relativeL2: 0, maxAbs: 0 }]);
      }),
    );
  });

  test('of a known angle and length', () => {
    const image: Image = { shape: [1, 2, 1], data: Float32Array.of(3, 4) };
    const map: OutputMap = {
      data: Float32Array.of(-4, 3, 0, 0, 6, 8),
      width: 6,
      dilation: [1, 1],
      shape: [1, 2, 1],
      rows: Int32Array.of(0, 0, 0),
      columns: Int32Array.of(0, 2, 4),
    };
    expect(done(distancesFrom(map, [0, 1, 2], image))).toEqual([
      { cosine: 0, relativeL2: Math.SQRT2, maxAbs: 7 },
      { cosine: Number.NaN, relativeL2: 1, maxAbs: 4 },
      { cosine: 1, relativeL2: 1, maxAbs: 4 },
    ]);
  });
});

test('two windows lie within a tolerance if no value differs by more', () => {
  fc.assert(
    fc.property(outputMaps(), fc.constantFrom(0, 0.1, 1, 1.5, 2.5, 9), (random, tolerance) => {
      for (const a of all(random.map))
        for (const b of all(random.map)) {
          const [x, y] = [valuesOf(random, a), valuesOf(random, b)];
          const near = x.every((value, i) => Math.abs(value - y[i]!) <= tolerance);
          expect(within(windowOf(random.map, a), windowOf(random.map, b), tolerance)).toBe(near);
        }
    }),
  );
});

test('0 and -0 are the same', () => {
  const [zero, negative] = [0, -0].map((value) =>
    windowOfImage({ shape: [1, 1, 1], data: Float32Array.of(value) }),
  );
  expect(within(zero!, negative!, 0)).toBe(true);
});

test('the largest value of a window is the largest of either sign', () => {
  fc.assert(
    fc.property(outputMaps(), (random) => {
      for (const member of all(random.map))
        expect(largestMagnitude(windowOf(random.map, member))).toBe(
          Math.max(...valuesOf(random, member).map(Math.abs)),
        );
    }),
  );
});
