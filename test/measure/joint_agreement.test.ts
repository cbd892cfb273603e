import fc from 'fast-check';
import { expect, test } from 'vitest';
import { agreement } from '../../src/measure/agreement.ts';
import { jointAgreement } from '../../src/measure/joint_agreement.ts';
import { randomTrials, trialsOf } from '../support/measure/trials.ts';

const of = (draws: number) => jointAgreement.configure!({ draws });

test('of two draws it is agreement', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured }) => {
      const [two, known] = [of(2).measure(measured).joint_agreement, agreement.measure(measured).agreement];
      if (known === null) expect(two).toBeNull();
      else expect(two).toBeCloseTo(known, 12);
    }),
  );
});

test('of three draws it is the share of triples that coincide, counted one by one', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      // Of a sample, three draws are three trials; of all shifts, each draw may be any of them.
      const places = [...list.keys()];
      let [same, count] = [0, 0];
      for (const i of places)
        for (const j of places)
          for (const k of places) {
            if (!measured.shifts.all && new Set([i, j, k]).size < 3) continue;
            count++;
            if (list[i]!.class === list[j]!.class && list[i]!.class === list[k]!.class) same++;
          }
      const found = jointAgreement.measure(measured).joint_agreement;
      if (count === 0) expect(found).toBeNull();
      else expect(found).toBeCloseTo(same / count, 12);
    }),
    { numRuns: 40 },
  );
});

test('on a small case', () => {
  const shifts = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;
  const all = trialsOf(shifts, [1, 1, 1, 1], [0, 0, 0, 1], { all: true }).measured;
  expect(of(2).measure(all).joint_agreement).toBe(10 / 16);
  expect(of(5).measure(all).joint_agreement).toBeCloseTo((243 + 1) / 1024, 15);
  // Of 4 trials there are 24 triples in order; 6 are of class 0.
  expect(of(3).measure(trialsOf(shifts, [1, 1, 1, 1], [0, 0, 0, 1]).measured).joint_agreement).toBe(6 / 24);
  expect(of(5).measure(trialsOf(shifts, [1, 1, 1, 1], [0, 0, 0, 0]).measured).joint_agreement).toBeNull();
});
