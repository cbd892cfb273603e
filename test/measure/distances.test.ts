import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Distance, Measured } from '../../src/engine/engine.ts';
import { distances } from '../../src/measure/distances.ts';
import { distancesOf, randomTrials, trialsOf } from '../support/measure/trials.ts';
import { neverYields } from '../support/running.ts';

async function resultOf(step: Measured) {
  return distances.measure(step, await distances.read!(step, neverYields));
}

/** NaN where it is not defined, as for an output of zeros. */
const distance: fc.Arbitrary<Distance> = fc.record({
  cosine: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: -1, max: 1, noNaN: true }) },
    fc.constant(Number.NaN),
  ),
  relativeL2: fc.oneof(
    { weight: 9, arbitrary: fc.double({ min: 0, max: 9, noNaN: true }) },
    fc.constant(Number.NaN),
  ),
  maxAbs: fc.double({ min: 0, max: 9, noNaN: true }),
});

test('distances are means and the largest over trials, one by one; empty if one of them is not defined', async () => {
  await fc.assert(
    fc.asyncProperty(
      randomTrials,
      fc.array(distance, { minLength: 13, maxLength: 13 }),
      async ({ measured }, of) => {
        const perShift = of.slice(0, measured.classOf.length);
        const found = await resultOf({ ...measured, ...distancesOf(perShift) });
        const perTrial = perShift.flatMap((one, s) => Array<Distance>(measured.shifts.trials[s]!).fill(one));
        for (const [column, key] of [
          ['cosine', 'cosine'],
          ['relative_l2', 'relativeL2'],
        ] as const) {
          const mean = perTrial.reduce((sum, one) => sum + one[key] / perTrial.length, 0);
          if (perTrial.some((one) => Number.isNaN(one[key]))) expect(found[column] ?? Number.NaN).toBeNaN();
          else expect(found[column]).toBeCloseTo(mean, 12);
        }
        expect(found.max_abs).toBe(Math.max(...perTrial.map(({ maxAbs }) => maxAbs)));
      },
    ),
  );
});

describe('distances', () => {
  test('of outputs that all equal the reference are 1, 0 and 0 exactly', async () => {
    const { measured } = trialsOf(
      [
        [0, 0],
        [0, 1],
        [1, 0],
      ],
      [3, 3, 7],
      [0, 0, 0],
    );
    expect(await resultOf(measured)).toEqual({ cosine: 1, relative_l2: 0, max_abs: 0 });
  });

  test('leave out a reference that was not drawn', async () => {
    const { measured } = trialsOf(
      [
        [0, 0],
        [0, 1],
      ],
      [0, 2],
      [0, 1],
    );
    const far: Distance = { cosine: 0.5, relativeL2: 2, maxAbs: 3 };
    const undefinedOnes: Distance = { cosine: Number.NaN, relativeL2: Number.NaN, maxAbs: 9 };
    expect(await resultOf({ ...measured, ...distancesOf([undefinedOnes, far]) })).toEqual({
      cosine: 0.5,
      relative_l2: 2,
      max_abs: 3,
    });
  });
});
