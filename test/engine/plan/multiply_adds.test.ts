import { expect, test } from 'vitest';
import { multiplyAdds } from '../../../src/engine/plan/multiply_adds.ts';
import { readFile } from '../../support/running.ts';

const steps = (layers: readonly object[]) =>
  readFile({ image: { type: 'noise', size: [6, 5], channels: 2 }, shift: { max: 0 }, layers }).variants[0]!
    .steps;

test('the work for a cell of a convolution is its window times the channels of its input, for each filter', () => {
  const conv = { type: 'conv2d', kernel: 'random', filters: 7, kernel_size: [3, 2], padding: 'valid' };
  const [image, first, pooled, second] = steps([conv, { type: 'max_pool' }, { ...conv, kernel_size: 1 }]);
  expect(multiplyAdds(first!, image!.shape)).toBe(3 * 2 * 2 * 7);
  expect(multiplyAdds(second!, pooled!.shape)).toBe(7 * 7);
});

test('the work for a cell of a transposed convolution is the part of its kernel that reaches the cell', () => {
  const conv = { type: 'conv2d_transpose', kernel: 'random', filters: 7, kernel_size: [4, 6], strides: 2 };
  const [image, first] = steps([conv]);
  expect(multiplyAdds(first!, image!.shape)).toBe(2 * 3 * 2 * 7);
});
