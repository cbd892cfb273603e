import fc from 'fast-check';
import { expect, test } from 'vitest';
import { activeFraction } from '../../src/measure/active_fraction.ts';
import { trialsOf } from '../support/measure/trials.ts';

function active(values: readonly number[]): number | null {
  const { measured } = trialsOf([[0, 0]], [1], [0]);
  const reference = { shape: [1, values.length, 1] as const, data: Float32Array.from(values) };
  return activeFraction.measure({ ...measured, reference }).active_fraction;
}

test('active_fraction counts what is not zero, whatever its sign', () => {
  expect(active([0, -0, 1, -1])).toBe(0.5);
  expect(active([0, 0])).toBe(0);
  expect(active([1e-30, -3])).toBe(1);
});

test('active_fraction of n values of which k are set is k / n', () => {
  fc.assert(
    fc.property(fc.nat(20), fc.integer({ min: 1, max: 30 }), (set, zeros) => {
      const values = [...Array(set).fill(0.5), ...Array(zeros).fill(0)];
      expect(active(values)).toBe(set / (set + zeros));
    }),
  );
});
