import { describe, expect, test } from 'vitest';
import type { Tensor } from '../../src/core/tensor.ts';
import { backendsThere } from '../support/backends.ts';

const { tf, activate } = backendsThere.find(({ name }) => name === 'wasm')!;

/** Calls a kernel, as a graph does whose attributes are damaged. */
function called(name: string, inputs: Record<string, readonly number[]>, attributes: object): () => void {
  const engine = tf.engine() as unknown as {
    runKernel: (name: string, inputs: object, attributes: object) => void;
  };
  return () =>
    void tf.tidy(() => {
      const whole = ['indices', 'sparseIndices'];
      const tensors = Object.entries(inputs).map(([key, shape]) => {
        const type = whole.includes(key) ? 'int32' : 'float32';
        return [key, type === 'int32' ? tf.fill([...shape], 7, type) : tf.ones([...shape])] as const;
      });
      engine.runKernel(name, Object.fromEntries(tensors), attributes);
    });
}

/** A convolution that runs where the memory of WebAssembly is as it should be. */
async function ofOthers(): Promise<number[]> {
  const made: Tensor = tf.tidy(() => {
    const x = tf.reshape(tf.range(0, 32), [1, 4, 4, 2]);
    return tf.conv2d(x as never, tf.ones([3, 3, 2, 1]) as never, 1, 'same');
  });
  const values = [...(await made.data())];
  made.dispose();
  return values;
}

describe('kernels of wasm refuse arguments that TensorFlow refuses', () => {
  test.each<[string, Record<string, readonly number[]>, object, string]>([
    ['Transpose', { x: [2, 3] }, { perm: [0, 0] }, 'has the order of axes 0, 0, where each is expected once'],
    ['Transpose', { x: [2, 3] }, { perm: [0, 5] }, 'has the order of axes 0, 5, where each is expected once'],
    [
      'PadV2',
      { x: [2, 3] },
      {
        paddings: [
          [0, -2],
          [0, 0],
        ],
        constantValue: 0,
      },
      'has paddings that are no whole numbers of at least 0, a pair for each axis',
    ],
    [
      'MirrorPad',
      { x: [2, 3] },
      { paddings: [[1, 0]], mode: 'reflect' },
      'has paddings that are no whole numbers of at least 0, a pair for each axis',
    ],
    ['Tile', { x: [2, 3] }, { reps: [1, -1] }, 'repeats a value less than 0 times'],
    [
      'ResizeNearestNeighbor',
      { images: [1, 2, 2, 1] },
      { size: [-1, -1], alignCorners: true, halfPixelCenters: false },
      'resizes to a size that is no count of pixels',
    ],
    [
      'Cumsum',
      { x: [2, 3] },
      { axis: -9, exclusive: false, reverse: false },
      'has the axis -9 of a value of 2 axes',
    ],
    ['ScatterNd', { indices: [2, 1], updates: [2] }, { shape: [4] }, 'has the place 7 on an axis of 4'],
    [
      'SparseToDense',
      { sparseIndices: [1], sparseValues: [1], defaultValue: [] },
      { outputShape: [4] },
      'has the place 7 on an axis of 4',
    ],
    ['GatherNd', { params: [4, 4], indices: [1, 2] }, {}, 'has the place 7 on an axis of 4'],
    [
      'FusedBatchNorm',
      { x: [1, 2, 2, 3], mean: [0], variance: [0], scale: [0], offset: [0] },
      { varianceEpsilon: 0.001 },
      'has 0 numbers for 3 channels',
    ],
    ['Prelu', { x: [1, 2, 2, 3], alpha: [2] }, {}, 'has slopes of 2 for a value of 1×2×2×3'],
    [
      'Conv2DBackpropInput',
      { dy: [1, 4, 4, 2], filter: [3, 3, 1, 2] },
      { inputShape: [1, 8, 11, 1], strides: [2, 2], pad: 'same', dataFormat: 'NHWC' },
      'makes 8×11 of 4×4, which its strides do not',
    ],
  ])('%s of %j and %j', async (name, inputs, attributes, why) => {
    activate();
    const before = await ofOthers();
    expect(called(name, inputs, attributes)).toThrow(`the operation ${name} ${why}`);
    expect(await ofOthers()).toEqual(before);
  });
});

test('places of a single row are one place each, or one place in several axes', async () => {
  activate();
  const x = tf.reshape(tf.range(0, 16), [2, 8]) as never;
  expect([...(await tf.gatherND(x, tf.tensor1d([1, 7], 'int32')).data())]).toEqual([15]);
  expect([...(await tf.sparseToDense(tf.tensor1d([1, 7], 'int32'), 3, [8], 0).data())]).toEqual([
    0, 3, 0, 0, 0, 0, 0, 3,
  ]);
});
