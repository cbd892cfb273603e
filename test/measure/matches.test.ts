import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches } from '../../src/measure/matches.ts';
import { wilson } from '../../src/measure/statistics/wilson.ts';
import { randomTrials, trialsOf } from '../support/measure/trials.ts';

test('matches are the trials in the class of the reference, and their share has an interval around it', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      const found = matches.measure(measured);
      const count = list.filter((trial) => trial.class === 0).length;
      expect(found.matches).toBe(count);
      expect(found.match_rate).toBe(count / list.length);
      expect(found.match_low).toBeLessThanOrEqual(found.match_rate!);
      expect(found.match_high).toBeGreaterThanOrEqual(found.match_rate!);
      const [low, high] = measured.shifts.all
        ? [found.match_rate, found.match_rate]
        : wilson(count, list.length);
      expect([found.match_low, found.match_high]).toEqual([low, high]);
    }),
  );
});

test('every shift of a range leaves no sampling error', () => {
  const { measured } = trialsOf(
    [
      [0, 0],
      [0, 1],
      [0, 2],
    ],
    [1, 1, 1],
    [0, 0, 1],
    { all: true },
  );
  expect(matches.measure(measured)).toEqual({
    matches: 2,
    match_rate: 2 / 3,
    match_low: 2 / 3,
    match_high: 2 / 3,
  });
});

test('none can match where only the undrawn reference looks like itself', () => {
  const { measured } = trialsOf(
    [
      [0, 0],
      [0, 1],
    ],
    [0, 10],
    [0, 1],
  );
  const { match_high, ...rest } = matches.measure(measured);
  expect(rest).toEqual({ matches: 0, match_rate: 0, match_low: 0 });
  // Newcombe 1998: none of n is z² / (n + z²) at most.
  expect(match_high).toBeCloseTo(1.959963984540054 ** 2 / (10 + 1.959963984540054 ** 2), 14);
});
