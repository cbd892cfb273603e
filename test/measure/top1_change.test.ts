import { expect, test } from 'vitest';
import { top1Change } from '../../src/measure/top1_change.ts';
import { said } from '../support/measure/deciding.ts';

const probabilities = [
  [0.25, 0.75, 0],
  [0.5, 0.375, 0.125],
  [0.25, 0.5, 0.25],
];

test('counts changed decisions, and how far the first class moves, over trials', async () => {
  expect(await said(top1Change, probabilities, { trials: [1, 2, 5] })).toEqual({
    top1_change: 2 / 8,
    top1_probability_change: (0 + 2 * 0.375 + 5 * 0.25) / 8,
  });
});

test('of values that are no distribution says only what is decided', async () => {
  for (const outputs of [
    probabilities.map((row) => row.map((p) => 2 * p)),
    probabilities.map((row) => row.map((p) => p / 2)),
    [
      [1.5, -0.5],
      [-0.5, 1.5],
    ],
  ]) {
    const { top1_change, top1_probability_change } = await said(top1Change, outputs);
    expect(top1_change).toBeGreaterThan(0);
    expect(top1_probability_change).toBeNull();
  }
});

test('takes the value of argmax', async () => {
  const found = await said(top1Change, [[1], [1], [0]], { decides: true });
  expect(found).toEqual({ top1_change: 1 / 3, top1_probability_change: null });
});

test('is not defined on a map', async () => {
  const found = await said(
    top1Change,
    [
      [0.5, 0.5],
      [0, 1],
    ],
    { shape: [1, 2, 1] },
  );
  expect(found).toEqual({ top1_change: null, top1_probability_change: null });
});
