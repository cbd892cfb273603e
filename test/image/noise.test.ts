import seedrandom from 'seedrandom';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { stream } from '../../src/core/random.ts';
import { noise } from '../../src/image/noise.ts';

test('noise is the stream of its seed and shape, row by row, channel last, as float32', () => {
  const options = v.parse(noise.options, { size: [3, 4], channels: 2 });
  const { shape, data } = noise.draw(options, (purpose, key) => stream('s', purpose, key));
  const next = seedrandom('s noise [3,4,2]');
  const expected: number[] = [];
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 4; x++) for (let c = 0; c < 2; c++) expected.push(Math.fround(next()));
  expect(shape).toEqual([3, 4, 2]);
  expect(Array.from(data)).toEqual(expected);
});

test('noise is 64 by 64 of one channel by default', () => {
  expect(v.parse(noise.options, {})).toEqual({ size: [64, 64], channels: 1 });
});

test.each([
  [{ channels: 0 }, 'channels', 'expected a whole number from 1 to 16,000,000'],
  [{ size: [1, 0] }, 'size.1', 'expected a whole number from 1 to 16,000,000'],
  [{ value: 1 }, 'value', 'unknown key "value"; allowed: channels, size'],
])('%j are refused at %s', (given, path, message) => {
  const { issues } = v.safeParse(noise.options, given);
  expect(issues?.map((issue) => [v.getDotPath(issue), issue.message])).toEqual([[path, message]]);
});
