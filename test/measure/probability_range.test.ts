import { expect, test } from 'vitest';
import { probabilityRange } from '../../src/measure/probability_range.ts';
import { said } from '../support/measure/deciding.ts';

const outputs = [
  [0.25, 0.75],
  [0.5, 0.5],
  [0.875, 0.125],
];

test('is the largest minus the smallest probability of the unshifted decision', async () => {
  expect(await said(probabilityRange, outputs)).toMatchObject({ probability_range: 0.625 });
});

test('the unshifted picture counts, drawn or not', async () => {
  const trials = [0, 1, 0];
  expect(await said(probabilityRange, outputs, { trials })).toMatchObject({ probability_range: 0.25 });
});

test('is empty where the output is no distribution, or no decision', async () => {
  const empty = { probability_range: null };
  expect(
    await said(probabilityRange, [
      [1, 3],
      [1, 2],
    ]),
  ).toMatchObject(empty);
  expect(await said(probabilityRange, [[1], [1]], { decides: true })).toMatchObject(empty);
  expect(await said(probabilityRange, [[1], [1]])).toMatchObject(empty);
});
