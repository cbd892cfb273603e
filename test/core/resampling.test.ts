import { expect, test } from 'vitest';
import { resampledAxis } from '../../src/core/resampling.ts';

test('a cell is the weighted mean of the cells around it, and of those that are there', () => {
  expect(resampledAxis(2, 4, 'bilinear', false)).toEqual([
    { first: 0, weights: [1] },
    { first: 0, weights: [0.75, 0.25] },
    { first: 0, weights: [0.25, 0.75] },
    { first: 1, weights: [1] },
  ]);
  // Keys's cubic at ¼, ¾ and 1¾: 0.8671875, 0.2265625 and -0.0234375.
  const [, second] = resampledAxis(4, 8, 'bicubic', false);
  const sum = 0.8671875 + 0.2265625 - 0.0234375;
  expect(second!.first).toBe(0);
  expect(second!.weights).toEqual(
    [0.8671875 / sum, 0.2265625 / sum, -0.0234375 / sum].map((w) => expect.closeTo(w, 12)),
  );
  // Mitchell & Netravali at 0 and 1: 8/9 and 1/18.
  const [, middle] = resampledAxis(3, 3, 'mitchellcubic', false);
  expect(middle!.weights).toEqual([1 / 18, 8 / 9, 1 / 18].map((w) => expect.closeTo(w, 12)));
});

test('with antialiasing, kernels are as much wider as the axis becomes shorter', () => {
  expect(resampledAxis(4, 2, 'bilinear', true)[0]).toEqual({ first: 0, weights: [3 / 7, 3 / 7, 1 / 7] });
  expect(resampledAxis(4, 2, 'bilinear', false)[0]).toEqual({ first: 0, weights: [0.5, 0.5] });
});

test('area weighs cells by how much of them is covered', () => {
  expect(resampledAxis(3, 2, 'area', false)).toEqual([
    { first: 0, weights: [2 / 3, 1 / 3] },
    { first: 1, weights: [1 / 3, 2 / 3] },
  ]);
  expect(resampledAxis(1, 2, 'area', false)).toEqual([
    { first: 0, weights: [1] },
    { first: 0, weights: [1] },
  ]);
});
