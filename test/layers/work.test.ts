import { expect, test } from 'vitest';
import { heavyWork } from '../../src/layers/work.ts';
import { readFile } from '../running.ts';

const steps = (layers: readonly object[]) =>
  readFile({ image: { type: 'noise', size: [6, 5], channels: 2 }, shift: { max: 0 }, layers }).variants[0]!
    .steps;

test('the work of a convolution is its output times its window times the input’s channels, for each image', () => {
  const conv = { type: 'conv2d', kernel: 'random', filters: 7, kernel_size: [3, 2], padding: 'valid' };
  // 4 × 4 × 7 values, each of 3 × 2 × 2 products.
  expect(heavyWork(steps([conv]), 10)).toBe(10 * 4 * 4 * 7 * 3 * 2 * 2);
  expect(heavyWork(steps([conv, { type: 'max_pool' }, { ...conv, kernel_size: 1 }]), 1)).toBe(
    4 * 4 * 7 * 12 + 2 * 2 * 7 * 7,
  );
});

test('pools are no heavy work', () => {
  expect(heavyWork(steps([{ type: 'max_pool' }, { type: 'avg_pool' }]), 1e6)).toBe(0);
});
