import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Shifts } from '../../src/core/tensor.ts';
import { neighbourRate } from '../../src/measure/neighbour_rate.ts';
import { drawShifts } from '../../src/shift/draw.ts';
import { randomTrials, trialsOf } from '../support/measure/trials.ts';
import { done } from '../support/work.ts';

const rateOf = (shifts: Shifts, classOf: Int32Array) => {
  const { measured } = trialsOf([[0, 0]], [1], [0]);
  return neighbourRate.measure({ ...measured, shifts, classOf }).neighbour_rate;
};

/** Some drawn shifts of ±3, and a class for each. */
const scenes = fc
  .record({
    seed: fc.integer(),
    trials: fc.oneof(fc.constant('all' as const), fc.integer({ min: 1, max: 80 })),
    labels: fc.array(fc.nat(3), { minLength: 50, maxLength: 50 }),
  })
  .map(({ seed, trials, labels }) => {
    const shifts = done(drawShifts(seed, { y: [-3, 3], x: [-3, 3], step: 1 }, 'uniform', trials));
    return { shifts, classOf: Int32Array.from(shifts.dy, (_, s) => labels[s]!) };
  });

test('is the share of neighbours, of all pairs that were drawn, that are in one class', () => {
  fc.assert(
    fc.property(scenes, ({ shifts, classOf }) => {
      const { dy, dx, trials } = shifts;
      let pairs = 0;
      let same = 0;
      for (const s of dy.keys()) {
        for (const t of dy.keys()) {
          if (trials[s] === 0 || trials[t] === 0) continue;
          if (Math.abs(dy[s]! - dy[t]!) + Math.abs(dx[s]! - dx[t]!) !== 1) continue;
          pairs++;
          if (classOf[s] === classOf[t]) same++;
        }
      }
      expect(rateOf(shifts, classOf)).toBe(pairs === 0 ? null : same / pairs);
    }),
  );
});

test('counts a pair once, however often its shifts were drawn', () => {
  const { measured } = trialsOf(
    [
      [0, 0],
      [0, 1],
      [0, 2],
    ],
    [9, 1, 4],
    [0, 0, 1],
  );
  const shifts = {
    ...measured.shifts,
    neighbours: () =>
      [
        [0, 1],
        [1, 2],
      ] as const,
  };
  expect(rateOf(shifts, measured.classOf)).toBe(0.5);
});

test('leaves out pairs with a shift that has no trials left', () => {
  const { measured } = trialsOf(
    [
      [0, 0],
      [0, 1],
      [0, 2],
    ],
    [1, 1, 0],
    [0, 1, 0],
  );
  const neighbours = () =>
    [
      [0, 1],
      [1, 2],
    ] as const;
  expect(rateOf({ ...measured.shifts, neighbours }, Int32Array.of(0, 0, 0))).toBe(1);
  expect(rateOf({ ...measured.shifts, neighbours }, Int32Array.of(0, 1, 1))).toBe(0);
});

test('is empty where no two are neighbours', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured }) => {
      expect(rateOf({ ...measured.shifts, neighbours: () => [] }, measured.classOf)).toBeNull();
    }),
  );
});
