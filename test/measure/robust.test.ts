import { expect, test } from 'vitest';
import { robust } from '../../src/measure/robust.ts';
import { said } from '../support/measure/deciding.ts';

const trialsOf = (matches: number) => Float64Array.of(matches);

test('is robust if it is right unshifted and at every drawn shift', async () => {
  const right = [
    [0, 9],
    [1, 3],
    [0, 2],
  ];
  expect(await said(robust, right, { label: 1 })).toMatchObject({
    robust_accuracy: 1,
    best_case_accuracy: 1,
  });
  expect(await said(robust, right, { label: 0 })).toMatchObject({
    robust_accuracy: 0,
    best_case_accuracy: 0,
  });
  const once = [...right, [9, 0]];
  expect(await said(robust, once, { label: 1 })).toMatchObject({ robust_accuracy: 0, best_case_accuracy: 1 });
  // The unshifted output counts, drawn or not; only a drawn shift is a case.
  const others = { trials: [0, 1, 1] };
  const wrong = [[9, 0], ...right.slice(1)];
  expect(await said(robust, wrong, { label: 1, ...others })).toMatchObject({
    robust_accuracy: 0,
    best_case_accuracy: 1,
  });
  expect(await said(robust, wrong, { label: 0, ...others })).toMatchObject({
    robust_accuracy: 0,
    best_case_accuracy: 0,
  });
});

test('is unanimous if every trial matches, with labels or without', async () => {
  const outputs = [
    [0, 9],
    [1, 3],
  ];
  const empty = { robust_accuracy: null, best_case_accuracy: null };
  expect(await said(robust, outputs, { trialsOf: trialsOf(2) })).toMatchObject({
    unanimous_rate: 1,
    ...empty,
  });
  expect(await said(robust, outputs, { trialsOf: trialsOf(1) })).toMatchObject({
    unanimous_rate: 0,
    ...empty,
  });
});

test('takes the value of argmax, and says nothing of accuracy where nothing is decided', async () => {
  const decided = { label: 2, decides: true };
  expect(await said(robust, [[2], [2]], decided)).toMatchObject({ robust_accuracy: 1 });
  expect(await said(robust, [[2], [1]], { label: 2 })).toMatchObject({ robust_accuracy: null });
});

test('says nothing where the comparison leaves out every shift', async () => {
  const none = { label: 0, trials: [0, 0] };
  expect(
    await said(
      robust,
      [
        [9, 0],
        [9, 0],
      ],
      none,
    ),
  ).toMatchObject({
    unanimous_rate: null,
    robust_accuracy: null,
    best_case_accuracy: null,
  });
});
