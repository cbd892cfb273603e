import { describe, expect, test } from 'vitest';
import { run } from '../../src/index.ts';
import { loadModel } from '../../src/model/loaded.ts';
import { mapsOf, strideOf } from '../../src/model/output_shape.ts';
import { backendsThere } from '../support/backends.ts';
import { networks } from '../support/model/networks.ts';

const backend = backendsThere.find(({ name }) => name === 'wasm')!;

test('behind a model, shifts are compared in cells of its output', async () => {
  const layers = [
    { type: 'model', path: 'max-tfjs/model.json', output: ['conv1', 'pool1', 'pool2', 'dense'] },
  ];
  const { table } = await run(
    {
      // Far from the border, where padding of zeros is what the picture has.
      image: { type: 'circle', size: 36, radius: 6 },
      shift: { max: 4 },
      trials: 'all',
      compare: 'down_shift',
      layers,
    } as never,
    { base: networks, backend },
  );
  // Whole cells: all 81 shifts of stride 1, 5×5 of stride 2, 3×3 of stride 4.
  expect(table.rows.map(({ layer, trials }) => [layer, trials])).toEqual([
    ['circle', 81],
    ['conv1', 81],
    ['pool1', 25],
    ['pool2', 9],
    // A vector has no cells.
    ['dense', 0],
  ]);
  expect(table.rows.slice(0, 3).map(({ matches }) => matches)).toEqual([81, 81, 25]);
});

test('the stride that is written holds instead', async () => {
  const model = { type: 'model', path: 'max-tfjs/model.json', output: 'conv1', stride: [2, 4] };
  const { table } = await run(
    {
      image: { type: 'circle', size: 36, radius: 6 },
      shift: { max: 4 },
      trials: 'all',
      compare: 'down_shift',
      layers: [model],
    } as never,
    { base: networks, backend },
  );
  expect(table.rows[1]!.trials).toBe(5 * 3);
});

describe('the stride of an output', () => {
  test('is the whole number that gives its size, rounded up or down', () => {
    for (let s = 1; s <= 8; s++)
      for (let n = 2 * s * (s + 1); n < 2 * s * (s + 4); n++) {
        expect(strideOf([n, n], [Math.ceil(n / s), Math.floor(n / s)])).toEqual([s, s]);
      }
    // 14 cells are 4 by a stride of 3, rounded down, and by one of 4, rounded up.
    expect(strideOf([14, 14], [4, 4])).toBeUndefined();
    expect(strideOf([28, 28], [7, 7])).toEqual([4, 4]);
    expect(strideOf([48, 320], [1, 40])).toEqual([48, 8]);
    // 17 points are no map of 192×192 with a stride of 11.
    expect(strideOf([192, 192], [1, 17])).toBeUndefined();
    expect(strideOf([31, 62], [16, 16])).toBeUndefined();
  });

  test('is a fraction for an output with more cells, and undefined without places or a whole number', () => {
    expect(strideOf([8, 8], [16, 24])).toEqual([1 / 2, 1 / 3]);
    expect(strideOf([8, 8], [1, 1])).toBeUndefined();
    expect(strideOf([1, 1], [1, 1])).toEqual([1, 1]);
    expect(strideOf([36, 36], [34, 34])).toBeUndefined();
    expect(strideOf([8, 8], [12, 12])).toBeUndefined();
  });
});

describe('the axes of an output', () => {
  const read = (lengths: number[], usual: 'NHWC' | 'NCHW' = 'NCHW', asked?: 'NHWC' | 'NCHW') =>
    mapsOf(lengths, { asked, usual, picture: [16, 32, 3] });

  test('are read by their layout, unless only the other has the proportions of the picture', () => {
    expect(read([5, 8, 16])).toEqual({ shape: [8, 16, 5], channelsFirst: true });
    expect(read([8, 16, 5])).toEqual({ shape: [8, 16, 5], channelsFirst: false });
    expect(read([5, 8, 16], 'NHWC')).toEqual({ shape: [8, 16, 5], channelsFirst: true });
    expect(read([3, 4, 5])).toEqual({ shape: [4, 5, 3], channelsFirst: true });
    expect(read([8, 16, 5], 'NHWC', 'NCHW')).toEqual({ shape: [16, 5, 8], channelsFirst: true });
  });

  test('are places if there are two with the proportions of the picture, else a sequence', () => {
    expect(read([4, 8])!.shape).toEqual([4, 8, 1]);
    expect(read([32, 64])!.shape).toEqual([32, 64, 1]);
    expect(read([8, 4])).toEqual({ shape: [1, 8, 4], channelsFirst: false, sequence: true });
    expect(read([7])!.shape).toEqual([1, 1, 7]);
    expect(read([])!.shape).toEqual([1, 1, 1]);
    expect(read([5, 2, 3, 4])).toBeUndefined();
    // A frame or a slice.
    expect(read([1, 2, 3, 4])).toEqual(read([2, 3, 4]));
  });
});

describe('tokens', () => {
  const tokens = (lengths: number[], picture: [number, number, number] = [16, 32, 3]) =>
    mapsOf(lengths, { asked: 'tokens', usual: 'NHWC', picture });

  test('are a grid with the proportions of the pictures, without a class token', () => {
    expect(tokens([32, 5])).toEqual({ shape: [4, 8, 5], channelsFirst: false, before: 0 });
    expect(tokens([33, 5])).toEqual({ shape: [4, 8, 5], channelsFirst: false, before: 5 });
    expect(tokens([196, 384], [224, 224, 3])!.shape).toEqual([14, 14, 384]);
    expect(tokens([197, 384], [224, 224, 3])!.shape).toEqual([14, 14, 384]);
    expect(tokens([1, 384], [224, 224, 3])!.shape).toEqual([1, 1, 384]);
    expect(tokens([198, 384], [224, 224, 3])).toBeUndefined();
    expect(tokens([34, 5])).toBeUndefined();
  });

  const rows = async (after: object[], output: string, layout?: string) => {
    const model = await loadModel(
      {
        path: 'm/model.json',
        bytes: new TextEncoder().encode(JSON.stringify(patches(after))),
        read: async () => new Uint8Array(new Float32Array([1, 2, 3, 4, 5, 6, 7, 8]).buffer),
        outputs: [output],
        constants: {},
        replacements: [],
      } as never,
      [8, 8, 1],
      { scale: 1, mean: 0, std: 1 },
      layout as never,
    );
    const pictures = Float32Array.from({ length: 2 * 64 }, (_, i) => (i * 37) % 101);
    const [data] = await model.compute(pictures, [8, 8, 1], async () => backend);
    const [{ shape, stride }] = model.outputs as [(typeof model.outputs)[0]];
    return { data: [...data!], shape, stride };
  };

  test('hold what the map holds that they were made of', async () => {
    const map = await rows([], 'patch');
    expect(map).toMatchObject({ shape: [4, 4, 2], stride: [2, 2] });
    const reshaped = { class_name: 'Reshape', config: { name: 'tokens', target_shape: [16, 2] } };
    expect(await rows([reshaped], 'tokens', 'tokens')).toEqual(map);
    const token = { class_name: 'ZeroPadding1D', config: { name: 'class', padding: [1, 0] } };
    expect(await rows([reshaped, token], 'class', 'tokens')).toEqual(map);
    const sequence = await rows([reshaped], 'tokens');
    expect(sequence).toMatchObject({ shape: [1, 16, 2], stride: undefined });
    const two = { class_name: 'ZeroPadding1D', config: { name: 'two', padding: [1, 1] } };
    await expect(rows([reshaped, two], 'two', 'tokens')).rejects.toThrow(
      'the model m/model.json has an output two of 18 tokens; expected as many as a grid with the proportions of the pictures has, or one more; output: NAME takes another value.',
    );
  });
});

/** A convolution over patches of 2×2 pixels without padding, and layers after it. */
function patches(after: object[]) {
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 8, 8, 1] } };
  const patch = { filters: 2, kernel_size: 2, strides: 2, use_bias: false };
  const layers = [input, { class_name: 'Conv2D', config: { name: 'patch', ...patch } }, ...after];
  return {
    format: 'layers-model',
    modelTopology: { keras_version: '3.0.0', class_name: 'Sequential', config: { name: 'm', layers } },
    weightsManifest: [
      {
        paths: ['weights.bin'],
        weights: [{ name: 'patch/kernel', shape: [2, 2, 1, 2], dtype: 'float32' }],
      },
    ],
  };
}

test('windows without padding have the stride of their layers, whatever their sizes', async () => {
  const window = (name: string, pool_size: number, strides: number) => ({
    class_name: 'MaxPooling2D',
    config: { name, pool_size, strides },
  });
  for (const n of [36, 37, 45]) {
    const layers = [
      { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, n, n, 1] } },
      window('one', 3, 1),
      window('two', 3, 2),
      window('four', 5, 2),
      { class_name: 'UpSampling2D', config: { name: 'eight', size: 8 } },
      { class_name: 'Flatten', config: { name: 'flat' } },
    ];
    const model = {
      format: 'layers-model',
      modelTopology: { class_name: 'Sequential', config: { name: 'm', layers } },
      weightsManifest: [],
    };
    const { outputs } = await loadModel(
      {
        path: 'model.json',
        bytes: new TextEncoder().encode(JSON.stringify(model)),
        read: async () => new Uint8Array(),
        outputs: ['one', 'two', 'four', 'eight', 'flat'],
        constants: {},
        replacements: [],
      } as never,
      [n, n, 1],
      { scale: 1, mean: 0, std: 1 },
    );
    expect(outputs.map(({ stride }) => stride?.[0])).toEqual([1, 2, 4, 0.5, undefined]);
  }
});

test('a mean that is taken from pictures twice, by the image and by the model, is warned of', async () => {
  const warnings = async (image: object, input: object) => {
    const sprite = { type: 'sprite', path: 'fashion200.png', tile: 28, embed: { size: 36 }, limit: 5 };
    const layers = [{ type: 'model', path: 'max.onnx', input }];
    const file = { image: { ...sprite, ...image }, shift: { max: 0 }, trials: 'all' as const, layers };
    return (await run(file as never, { base: networks })).warnings;
  };
  const twice =
    'mean and std hold twice, in the image (or its preprocess) and in the input of the model: the network gets pictures that are scaled by both.';
  expect(await warnings({ mean: 0.5 }, { std: 0.5 })).toContain(twice);
  expect(await warnings({ std: 0.5 }, { mean: [0.1] })).toContain(twice);
  expect(await warnings({ mean: 0.5 }, { scale: 255 })).not.toContain(twice);
  expect(await warnings({}, { mean: 0.5 })).not.toContain(twice);
});
