import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { gatherCentroids } from '../../src/measure/outputs/centroids.ts';
import { separation } from '../../src/measure/separation.ts';
import { said } from '../support/measure/deciding.ts';

const picture = (data: number[]) => ({ shape: [1, 1, data.length] as const, data: Float32Array.from(data) });

test('by hand: two classes on a line', async () => {
  const centroids = gatherCentroids();
  for (const [value, label] of [
    [0, 0],
    [2, 0],
    [10, 1],
    [14, 1],
  ] as const)
    centroids.add(picture([value]), { label, name: 'x' });
  // Without 2, its class has the mean 0; the other class has 12.
  const others = centroids.of(picture([2]), { label: 0, name: 'x' });
  expect(await said(separation, [[2], [5], [8]], { label: 0, others, trials: [1, 1, 2] })).toEqual({
    separation: 1,
    separation_low: null,
    separation_high: null,
    separation_shifted: 2 / 4,
    distance_between: 10,
    distance_within: 2,
    separation_ratio: 5,
  });
  // Just between the means, nothing is nearer.
  expect(await said(separation, [[6]], { label: 0, others })).toMatchObject({ separation: 0 });
});

test('is not defined for the only one of its class, nor without another class', async () => {
  const centroids = gatherCentroids();
  centroids.add(picture([0]), { label: 0, name: 'x' });
  centroids.add(picture([1]), { label: 1, name: 'x' });
  centroids.add(picture([2]), { label: 1, name: 'x' });
  expect(centroids.of(picture([0]), { label: 0, name: 'x' })).toBeUndefined();
  expect(centroids.of(picture([1]), { label: 1, name: 'x' })).toBeDefined();
  const alike = gatherCentroids();
  for (const value of [1, 2, 3]) alike.add(picture([value]), { label: 4, name: 'x' });
  expect(alike.of(picture([1]), { label: 4, name: 'x' })).toBeUndefined();
  expect(await said(separation, [[1]], { label: 4, others: undefined })).toMatchObject({ separation: null });
});

test('leaves out one and takes means as plain loops over all pictures do', async () => {
  const next = stream(0, 'separation', []);
  const all = Array.from({ length: 30 }, (_, i) => ({
    label: i % 3,
    values: Array.from({ length: 5 }, () => Math.fround(next() + (i % 3) / 4)),
  }));
  const centroids = gatherCentroids();
  for (const { values, label } of all) centroids.add(picture(values), { label, name: 'x' });
  for (const [i, { values, label }] of all.entries()) {
    const distance = (k: number) => {
      const members = all.filter((other, j) => other.label === k && j !== i);
      const mean = values.map(
        (_, c) => members.reduce((sum, one) => sum + one.values[c]!, 0) / members.length,
      );
      return Math.hypot(...values.map((value, c) => value - mean[c]!));
    };
    const between = Math.min(...[0, 1, 2].filter((k) => k !== label).map(distance));
    const others = centroids.of(picture(values), { label, name: 'x' });
    const found = await said(separation, [values], { label, others });
    expect(found.distance_within).toBeCloseTo(distance(label), 10);
    expect(found.distance_between).toBeCloseTo(between, 10);
    expect(found.separation).toBe(Number(distance(label) < between));
  }
});
