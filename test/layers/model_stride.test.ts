import { describe, expect, test } from 'vitest';
import { run } from '../../src/index.ts';
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
    expect(read([8, 4])!.shape).toEqual([1, 8, 4]);
    expect(read([7])!.shape).toEqual([1, 1, 7]);
    expect(read([])!.shape).toEqual([1, 1, 1]);
    expect(read([1, 2, 3, 4])).toBeUndefined();
  });
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
