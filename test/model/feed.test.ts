import { expect, test } from 'vitest';
import { feedModel, outputShapes } from '../../src/model/feed.ts';
import type { Model } from '../../src/model/model.ts';
import { backendsThere } from '../support/backends.ts';
import { asTheyAre } from '../support/model/networks.ts';

const { tf, activate } = backendsThere.find(({ name }) => name === 'wasm')!;

/** A model that gives back what it gets, and notes how much at once. */
function echo(given: Partial<Model> = {}): Model & { got: number[][] } {
  const got: number[][] = [];
  return {
    path: 'echo.onnx',
    layout: 'NHWC',
    input: { dtype: 'float32', shape: [null, null, null, null] },
    outputs: ['same'],
    got,
    async run(_, x) {
      got.push(x.shape);
      return [x.clone()];
    },
    dispose: () => {},
    ...given,
  };
}

/** Five pictures of 2×3 with 2 channels: 0, 1, 2, … */
function batch() {
  activate();
  return tf.tensor4d(
    Float32Array.from({ length: 60 }, (_, i) => i),
    [5, 2, 3, 2],
  );
}

test('what is done to pictures is (x · scale - mean) / std, channel by channel', async () => {
  const x = batch();
  const feed = { scale: 0.5, mean: [1, 2], std: [4, 8] };
  const [y] = await feedModel(tf, echo(), x, feed);
  const wanted = Array.from({ length: 60 }, (_, i) => (i * 0.5 - feed.mean[i % 2]!) / feed.std[i % 2]!);
  expect([...(await y!.data())]).toEqual(wanted);
});

test('a model whose channels come first gets them first, and its maps are turned back', async () => {
  const model = echo({ layout: 'NCHW' });
  const [y] = await feedModel(tf, model, batch(), asTheyAre);
  expect(model.got.at(-1)).toEqual([5, 2, 2, 3]);
  expect(y!.shape).toEqual([5, 2, 3, 2]);
  expect([...(await y!.data())]).toEqual(Array.from({ length: 60 }, (_, i) => i));
  expect(await outputShapes(tf, echo({ layout: 'NCHW' }), [2, 3, 2], asTheyAre)).toEqual([[2, 3, 2]]);
  // The user knows better than the format.
  const other = echo({ layout: 'NHWC' });
  await feedModel(tf, other, batch(), { ...asTheyAre, layout: 'NCHW' });
  expect(other.got.at(-1)).toEqual([5, 2, 2, 3]);
});

test('as many pictures go through together as memory allows, and it rests in between', async () => {
  const values = Array.from({ length: 60 }, (_, i) => i);
  // 64 MiB in all: two of 25 MB, five of 1 MB, one of 80 MB.
  for (const [bytes, sizes] of [
    [25e6, [2, 2, 1]],
    [1e6, [5]],
    [80e6, [1, 1, 1, 1, 1]],
  ] as const) {
    const model = echo({ bytes: () => bytes });
    let rests = 0;
    const [y] = await feedModel(tf, model, batch(), asTheyAre, async () => void rests++);
    expect(model.got.map(([n]) => n)).toEqual(sizes);
    expect(rests).toBe(sizes.length - 1);
    expect([...(await y!.data())]).toEqual(values);
  }
});

test('where memory is not known, one picture tells it', async () => {
  const large = echo();
  large.run = async (given, x) => {
    large.got.push(x.shape);
    // 40 MB for each picture, on the way.
    given.tidy(() => given.tile(given.ones([1]), [x.shape[0]! * 10_000_000]));
    return [x.clone()];
  };
  await feedModel(tf, large, batch(), asTheyAre);
  expect(large.got.map(([n]) => n)).toEqual([1, 1, 1, 1, 1, 1]);
});

test('a model of a fixed batch gets it full, and what was added is taken away', async () => {
  const model = echo({ input: { dtype: 'float32', shape: [2, null, null, null] } });
  const [y] = await feedModel(tf, model, batch(), asTheyAre);
  expect(model.got.map(([n]) => n)).toEqual([2, 2, 2]);
  expect([...(await y!.data())]).toEqual(Array.from({ length: 60 }, (_, i) => i));
});

test('vectors and sequences become maps; what has other axes is refused', async () => {
  const shaped = (shape: number[]) =>
    echo({ run: async (given, x) => [given.zeros([x.shape[0]!, ...shape])] });
  expect(await outputShapes(tf, shaped([7]), [2, 3, 2], asTheyAre)).toEqual([[1, 1, 7]]);
  expect(await outputShapes(tf, shaped([4, 7]), [2, 3, 2], asTheyAre)).toEqual([[1, 4, 7]]);
  expect(await outputShapes(tf, shaped([]), [2, 3, 2], asTheyAre)).toEqual([[1, 1, 1]]);
  await expect(outputShapes(tf, shaped([1, 2, 3, 4]), [2, 3, 2], asTheyAre)).rejects.toThrow(
    'the model echo.onnx has an output same of 5 axes; expected a batch of vectors or maps.',
  );
});

test('a model that mixes the pictures of a batch is refused', async () => {
  const mixing = echo({ bytes: () => 1, run: async (given, x) => [given.sum(x, [0], true)] });
  await expect(feedModel(tf, mixing, batch(), asTheyAre)).rejects.toThrow(
    'the model echo.onnx gives 1 values of same for 5 pictures; expected one for each.',
  );
});

test('pictures of another size or with other channels are refused', async () => {
  const model = echo({ input: { dtype: 'float32', shape: [null, 32, null, 3] } });
  await expect(outputShapes(tf, model, [36, 36, 1], asTheyAre)).rejects.toThrow(
    'the model echo.onnx takes pictures of 32×any×3 (HWC), not 36×36×1.',
  );
});

test('nothing is left behind, also where a pass fails', async () => {
  const x = batch();
  const before = tf.memory().numTensors;
  let passes = 0;
  const failing = echo({
    bytes: () => 25e6,
    async run(_, y) {
      if (++passes === 3) throw new Error('no more');
      return [y.clone()];
    },
  });
  await expect(feedModel(tf, failing, x, { scale: 2, mean: 1, std: 3 })).rejects.toThrow('no more');
  expect(tf.memory().numTensors).toBe(before);
});
