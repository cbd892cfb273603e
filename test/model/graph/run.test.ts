import type { GraphModel } from '@tensorflow/tfjs-converter';
import { expect, test } from 'vitest';
import type { TensorFlow } from '../../../src/core/tensor.ts';
import { executor, shapesOfNodes } from '../../../src/model/graph/run.ts';

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

test('a loop that TensorFlow.js does not end is refused with a way out', async () => {
  const tf = { tidy: (run: () => unknown) => run(), getBackend: () => 'cpu' } as unknown as TensorFlow;
  const execute = () => {
    throw new Error(
      'This execution contains the node while/exit, which has dynamic shape; use model.executeAsync()',
    );
  };
  // Its words for a graph of ConvLSTM2D from Keras 2.21, converted by tensorflowjs 4.22.
  const executeAsync = async () => {
    throw new Error(
      'Cannot compute the outputs [Identity] from the provided inputs [input_1:0]. Consider providing the following inputs: []. Alternatively, to avoid the dynamic ops, use model.execute() and specify the inputs [Identity]',
    );
  };
  const run = executor({ execute, executeAsync } as unknown as GraphModel, ['Identity'], 'm');
  await expect(run(tf, {})).rejects.toThrow(
    'the model m has a loop that TensorFlow.js does not end; export the model with unroll: true in its recurrent layers, as a Layers model, or as ONNX.',
  );
});
