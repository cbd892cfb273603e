import type { GraphModel } from '@tensorflow/tfjs-converter';
import { expect, test } from 'vitest';
import type { TensorFlow } from '../../../src/core/tensor.ts';
import { shapesOfNodes } from '../../../src/model/graph/run.ts';

/** A graph whose run fails, and a TensorFlow that only runs it. */
const shapesAfterFailure = (error: Error) => {
  const execute = () => {
    throw error;
  };
  const tf = { tidy: (run: () => unknown) => run() } as unknown as TensorFlow;
  return shapesOfNodes(tf, { execute } as unknown as GraphModel, {}, ['a', 'b']);
};

test('nodes that cannot be run have no known shapes', async () => {
  expect(await shapesAfterFailure(new Error('Shapes do not match'))).toEqual([undefined, undefined]);
});

test.each([new Error('memory access out of bounds'), new TypeError('x is not a function')])(
  '%s says nothing of the nodes, and is told',
  async (error) => {
    await expect(shapesAfterFailure(error)).rejects.toBe(error);
  },
);
