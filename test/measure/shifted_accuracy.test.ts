import { expect, test } from 'vitest';
import { overImages } from '../../src/measure/sets/over_images.ts';
import { shiftedAccuracy } from '../../src/measure/shifted_accuracy.ts';
import { said } from '../support/measure/deciding.ts';

const outputs = [
  [0, 9, 1],
  [0, 5, 4],
  [6, 5, 4],
  [0, 1, 4],
];

test('counts the trials that are right, whatever the unshifted output decides', async () => {
  const trials = [1, 4, 2, 3];
  expect(await said(shiftedAccuracy, outputs, { label: 1, trials })).toMatchObject({
    shifted_accuracy: 5 / 10,
    accuracy_drop: 1 - 5 / 10,
  });
  expect(await said(shiftedAccuracy, outputs, { label: 2, trials })).toMatchObject({
    shifted_accuracy: 3 / 10,
    accuracy_drop: -3 / 10,
  });
});

test('is not defined where nothing is decided, or without a label', async () => {
  const empty = { shifted_accuracy: null, accuracy_drop: null };
  expect(await said(shiftedAccuracy, [[2], [1]], { label: 2 })).toMatchObject(empty);
  expect(await said(shiftedAccuracy, outputs)).toMatchObject(empty);
});

test('the drop of a set may be negative, and so may the ends of its interval', () => {
  const columns = shiftedAccuracy.columns;
  const values = (list: number[]) => Float64Array.from(list);
  const drops = [-0.5, -0.25, 0, 0.25, -0.5];
  const given = new Map(Object.keys(columns).map((name) => [name, values(drops)]));
  const { accuracy_drop, accuracy_drop_low, accuracy_drop_high } = overImages(columns, given);
  // R ± t · SE, where SE² = I/(I - 1) Σ ((d - R) / (1 - 1/I))² / I², t of 4 degrees of freedom.
  const squares = drops.reduce((sum, drop) => sum + ((drop + 0.2) / 0.8) ** 2, 0);
  const half = 2.776445105198 * Math.sqrt(((5 / 4) * squares) / 25);
  expect(accuracy_drop).toBeCloseTo(-0.2, 12);
  expect(accuracy_drop_low).toBeCloseTo(-0.2 - half, 9);
  expect(accuracy_drop_high).toBeCloseTo(-0.2 + half, 9);
});
