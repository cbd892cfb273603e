import { expect, test } from 'vitest';
import type { Shape } from '../../src/core/tensor.ts';
import { mapsByGrowth } from '../../src/model/maps_by_growth.ts';
import { modelMistake } from '../../src/model/mistake.ts';
import type { Model } from '../../src/model/model.ts';
import { saysNothing } from '../../src/model/reason.ts';
import { asTheyAre } from '../support/model/networks.ts';

test.each([
  ['a lack of memory in the runtime', new Error('BFCArena::AllocateRawInternal Failed to allocate memory')],
  ['one that ends as std::bad_alloc', new Error('std::bad_alloc')],
  ['one of the engine', new RangeError('Array buffer allocation failed')],
  ['one of WebAssembly', new WebAssembly.RuntimeError('memory access out of bounds')],
  ['a defect of the code', new TypeError("cannot read properties of undefined (reading 'shape')")],
  ['an end that was asked for', new DOMException('This operation was aborted', 'AbortError')],
  ['what is no error', 'stop'],
])('%s says nothing of a model, also behind a sentence about it', (_, cause) => {
  expect(saysNothing(cause)).toBe(true);
  expect(saysNothing(modelMistake('m', 'cannot be run', cause))).toBe(true);
});

test.each([
  modelMistake('m', 'takes pictures of 8×8'),
  modelMistake('m', 'cannot be run', new Error('Reshape: input {1,7} cannot be reshaped to {1,6}')),
  modelMistake('m', 'cannot be run', new Error('/memory_attention/MatMul: dimensions do not match')),
])('a refusal says what the model takes: %s', (error) => {
  expect(saysNothing(error)).toBe(false);
});

/** A model of any size whose second run fails. */
const failing = (failure: unknown): Model => {
  let runs = 0;
  const run = async (_: Float32Array, [n, h, w]: readonly number[]) => {
    if (runs++ > 0) throw failure;
    return [{ data: new Float32Array(n! * h! * w!), shape: [n!, h!, w!] }];
  };
  return {
    ...{ path: 'm', about: { format: '', details: [], weightBytes: 0 }, layout: 'NHWC' },
    input: { name: 'x', type: 'float32', shape: [null, null, null, 1] },
    ...{ others: [], outputs: ['y'], values: async () => [], run, dispose: () => undefined },
  };
};

test('a trial of larger pictures that fails for another reason than their size is no answer', async () => {
  const picture: Shape = [8, 8, 1];
  const found = [{ shape: [1, 8, 8] as Shape, sequence: true, batchAxis: 0 }];
  const passage = { axes: 'NHWC', batch: undefined, feed: asTheyAre, layouts: [undefined] } as const;
  const tried = (failure: unknown) => mapsByGrowth(failing(failure), picture, passage, found);
  await expect(tried(modelMistake('m', 'takes 8×8'))).resolves.toEqual([false]);
  const noMemory = modelMistake('m', 'cannot be run', new Error('std::bad_alloc'));
  await expect(tried(noMemory)).rejects.toBe(noMemory);
  await expect(tried(new TypeError('x is undefined'))).rejects.toThrow('x is undefined');
});
