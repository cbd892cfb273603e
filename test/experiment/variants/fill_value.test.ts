import { expect, test } from 'vitest';
import { parseObject } from '../../../src/experiment/parse.ts';

const read = (fill_value: unknown) =>
  parseObject(
    { image: { type: 'noise', size: 8, channels: 3 }, shift: { max: 1, fill_value }, layers: ['relu'] },
    { name: 'test' },
  );

test('fill_value is a number, or one per channel of the image', () => {
  expect(read([0, 0.5, 1]).variants[0]!.shift.fill_value).toEqual([0, 0.5, 1]);
  expect(read(1).variants[0]!.shift.fill_value).toBe(1);
  expect(() => read([0, 1])).toThrow(
    'shift.fill_value: expected one number, or 3, one per channel of the image, not 2 numbers.',
  );
});
