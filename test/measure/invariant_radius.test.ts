import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { invariantRadius } from '../../src/measure/invariant_radius.ts';
import { randomTrials, trialsOf } from '../support/measure/trials.ts';

test('invariant_radius is the largest length up to which all trials match, tried one by one', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      const length = ({ dy, dx }: { dy: number; dx: number }) => Math.max(Math.abs(dy), Math.abs(dx));
      const holds = [0, ...list.map(length)].filter((radius) =>
        list.every((trial) => length(trial) > radius || trial.class === 0),
      );
      expect(invariantRadius.measure(measured)).toEqual({ invariant_radius: Math.max(0, ...holds) });
    }),
  );
});

describe('invariant_radius', () => {
  const shifts = [
    [0, 0],
    [-3, 0],
    [0, 1],
    [2, -1],
    [3, 3],
  ] as const;

  test.each([
    [[0, 0, 0, 0, 0], 3],
    [[0, 0, 0, 0, 1], 2],
    [[0, 1, 0, 0, 0], 2],
    [[0, 0, 0, 1, 0], 1],
    [[0, 0, 1, 0, 0], 0],
  ])('of classes %j is %i', (classOf, radius) => {
    expect(invariantRadius.measure(trialsOf(shifts, [1, 1, 1, 1, 1], classOf).measured)).toEqual({
      invariant_radius: radius,
    });
  });

  test('has no length that was not drawn', () => {
    expect(
      invariantRadius.measure(
        trialsOf(
          [
            [0, 0],
            [0, 5],
          ],
          [1, 1],
          [0, 1],
        ).measured,
      ),
    ).toEqual({ invariant_radius: 0 });
    expect(invariantRadius.measure(trialsOf([[0, 0]], [4], [0]).measured)).toEqual({ invariant_radius: 0 });
  });
});
