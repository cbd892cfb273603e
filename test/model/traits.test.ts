import { expect, test } from 'vitest';
import { traitsOf } from '../../src/model/traits.ts';

test('what values look like: shares of 1, a norm of 1, rows of edges', () => {
  const of = (values: readonly number[], channels: number) =>
    traitsOf(Float32Array.from(values), [1, 1, channels]);
  const no = { shares: false, unit: false, edges: false };
  expect(of([0.25, 0.75, 0.5, 0.5], 2)).toEqual({ ...no, range: [0.25, 0.75], shares: true });
  expect(of([0.6, -0.8, 0, 1], 2)).toEqual({ ...no, range: [Math.fround(-0.8), 1], unit: true });
  expect(of([1, 2, 1, 4, 0, 0, 5, 6], 4)).toEqual({ ...no, range: [0, 6], edges: true });
  expect(of([1, 2, 1, 1, 0, 0, 5, 6], 4)).toEqual({ ...no, range: [0, 6] });
  expect(of([1, 1], 1)).toEqual({ ...no, range: [1, 1], unit: true });
  expect(of([1, Number.NaN], 2)).toBeUndefined();
});
