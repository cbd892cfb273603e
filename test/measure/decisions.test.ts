import { expect, test } from 'vitest';
import { decisions } from '../../src/measure/decisions.ts';
import { said } from '../support/measure/deciding.ts';

const probabilities = [
  [0.25, 0.75, 0],
  [0.5, 0.375, 0.125],
  [0.25, 0.25, 0.5],
  [0.25, 0.5, 0.25],
];

test('says what the unshifted picture is taken for, and the most frequent other decision', async () => {
  expect(await said(decisions, probabilities, { trials: [1, 2, 3, 4] })).toEqual({
    decision: 1,
    probability: 0.75,
    other: 2,
    other_rate: 3 / 10,
  });
});

test('of equally frequent others takes the smallest class', async () => {
  const found = await said(decisions, probabilities, { trials: [1, 2, 2, 4] });
  expect(found).toMatchObject({ other: 0, other_rate: 2 / 9 });
});

test('without another decision has none, at a rate of 0', async () => {
  const found = await said(decisions, [probabilities[0]!, probabilities[3]!]);
  expect(found).toEqual({ decision: 1, probability: 0.75, other: null, other_rate: 0 });
});

test('takes the value of argmax, which has no probability', async () => {
  const found = await said(decisions, [[4], [4], [7]], { decides: true });
  expect(found).toEqual({ decision: 4, probability: null, other: 7, other_rate: 1 / 3 });
});

test('is not defined on a map', async () => {
  const map = [
    [0.5, 0.5],
    [0, 1],
  ];
  const none = { decision: null, probability: null, other: null, other_rate: null };
  expect(await said(decisions, map, { shape: [1, 2, 1] })).toEqual(none);
});
