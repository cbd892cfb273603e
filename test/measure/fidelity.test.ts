import { expect, test } from 'vitest';
import { fidelity } from '../../src/measure/fidelity.ts';
import { said } from '../support/measure/deciding.ts';

const outputs = [
  [0, 9, 1],
  [0, 5, 4],
  [6, 5, 4],
  [0, 1, 4],
];

test('counts the trials that are right, if the unshifted output is', async () => {
  const trials = [1, 4, 2, 3];
  expect(await said(fidelity, outputs, { label: 1, trials })).toMatchObject({ fidelity: 5 / 10 });
  // Though three of ten decide for it.
  expect(await said(fidelity, outputs, { label: 2, trials })).toMatchObject({ fidelity: 0 });
});

test('of an unshifted output that was not drawn counts only what was', async () => {
  expect(await said(fidelity, outputs, { label: 1, trials: [0, 1, 1, 0] })).toMatchObject({ fidelity: 0.5 });
});

test('takes the value of argmax', async () => {
  const given = { label: 2, decides: true };
  expect(await said(fidelity, [[2], [2], [1]], given)).toMatchObject({ fidelity: 2 / 3 });
});

test('is not defined where nothing is decided', async () => {
  expect(await said(fidelity, [[2], [1]], { label: 2 })).toMatchObject({ fidelity: null });
  expect(await said(fidelity, outputs)).toMatchObject({ fidelity: null });
});
