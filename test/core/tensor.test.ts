import { expect, test } from 'vitest';
import { formatShape } from '../../src/core/tensor.ts';

test('a shape is printed with the sign of multiplication', () => {
  expect(formatShape([64, 32, 3])).toBe('64×32×3');
});
