import { expect, test } from 'vitest';
import type { Shape } from '../../src/core/tensor.ts';
import { batchAxesOf } from '../../src/model/batch_axes.ts';
import type { Model } from '../../src/model/model.ts';
import { asTheyAre } from '../support/model/networks.ts';

const BATCH = 4;
const picture: Shape = [6, 6, 1];

/** A model of four pictures and four channels; `channels` of the mean of each. */
const modelOf = (channels: (mean: number) => readonly number[]): Model => {
  const run = async (x: Float32Array) => {
    const size = x.length / BATCH;
    const all = Array.from({ length: BATCH }, (_, i) => {
      const values = x.subarray(i * size, (i + 1) * size);
      return channels(values.reduce((sum, value) => sum + value, 0) / size);
    });
    return [{ data: Float32Array.from(all.flat()), shape: [BATCH, BATCH] }];
  };
  return {
    ...{ path: 'm', about: { format: '', details: [], weightBytes: 0 }, layout: 'NHWC' },
    input: { name: 'x', type: 'float32', shape: [BATCH, null, null, 1] },
    ...{ others: [], outputs: ['y'], values: async () => [], run, dispose: () => undefined },
  };
};

test.each([
  ['numbers that follow the picture', (mean: number) => [mean, mean * 2, mean * 3, mean * 4]],
  [
    'a channel that never changes, and others that a dark picture does not move',
    (mean: number) => [0, 1, 2, 3].map((c) => (mean > 1 ? c : 0)),
  ],
  ['a single channel that a bright picture moves', (mean: number) => [7, mean > 3 ? 1 : 0, 5, 6]],
])('of as many channels as pictures, the axis of the pictures is found by %s', async (_, channels) => {
  const passage = { axes: 'NHWC', batch: BATCH, feed: asTheyAre, layouts: [undefined] } as const;
  expect(await batchAxesOf(modelOf(channels), picture, passage, BATCH)).toEqual([0]);
});
