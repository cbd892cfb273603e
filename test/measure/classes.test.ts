import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classes } from '../../src/measure/classes.ts';
import { randomTrials, trialsOf } from '../support/measure/trials.ts';

/** -Σ p log2 p over what is equal. */
function entropy(labels: readonly string[]): number {
  let bits = 0;
  for (const label of labels)
    bits -= Math.log2(labels.filter((other) => other === label).length / labels.length) / labels.length;
  return bits;
}

test('classes and bits are what counting trial by trial gives', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured, list }) => {
      const found = classes.measure(measured);
      expect(found.classes).toBe(new Set(list.map((trial) => trial.class)).size);
      expect(found.shift_bits).toBeCloseTo(entropy(list.map(({ dy, dx }) => `${dy} ${dx}`)), 12);
      expect(found.position_bits).toBeCloseTo(entropy(list.map((trial) => String(trial.class))), 12);
    }),
  );
});

test('an output never tells more of the position than went in', () => {
  fc.assert(
    fc.property(randomTrials, ({ measured }) => {
      const { shift_bits, position_bits } = classes.measure(measured);
      expect(position_bits).toBeGreaterThanOrEqual(0);
      expect(position_bits).toBeLessThanOrEqual(shift_bits! + 1e-12);
    }),
  );
});

describe('classes', () => {
  const four = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;

  test('of four shifts alike are two bits, one or none', () => {
    expect(classes.measure(trialsOf(four, [1, 1, 1, 1], [0, 1, 2, 3]).measured)).toEqual({
      classes: 4,
      shift_bits: 2,
      position_bits: 2,
    });
    expect(classes.measure(trialsOf(four, [1, 1, 1, 1], [0, 1, 0, 1]).measured).position_bits).toBe(1);
    expect(classes.measure(trialsOf(four, [1, 1, 1, 1], [0, 0, 0, 0]).measured)).toEqual({
      classes: 1,
      shift_bits: 2,
      position_bits: 0,
    });
  });

  test('do not count the reference’s where no drawn shift is in it', () => {
    expect(classes.measure(trialsOf(four, [0, 2, 1, 1], [0, 1, 1, 1]).measured).classes).toBe(1);
    expect(classes.measure(trialsOf(four, [0, 2, 1, 1], [0, 1, 1, 0]).measured).classes).toBe(2);
  });
});
