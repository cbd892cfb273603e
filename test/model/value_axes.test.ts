import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectModel } from '../../src/model/inspect.ts';
import { loadModel } from '../../src/model/loaded.ts';
import { axesReshaped, saidLayout } from '../../src/model/value_axes.ts';
import { backendsThere } from '../support/backends.ts';
import { asTheyAre, filesOf } from '../support/model/networks.ts';

const folder = join(import.meta.dirname, '../fixtures/onnx_models');
const backend = backendsThere.find(({ name }) => name === 'wasm')!;

test('the graph says the layout of outputs, where proportions of a 62×46 picture say another one', async () => {
  const [height, width] = [62, 46];
  const values = Float32Array.from({ length: height * width }, (_, i) => ((i * 37) % 101) - 50);
  const loaded = await loadModel(filesOf('layouts.onnx', { folder }), [height, width, 1], asTheyAre);
  const found = await loaded.compute(values, [height, width, 1], async () => backend);
  loaded.hold()();
  const at = (row: number, column: number) => values[6 * row * width + 2 * column]!;
  const leaky = (value: number) => (value < 0 ? value / 2 : value);
  const filled = (rows: number, columns: number, channels: number, value: (...place: number[]) => number) =>
    Array.from(
      { length: rows * columns * channels },
      (_, i) =>
        Math.fround(
          value(Math.floor(i / channels / columns), Math.floor(i / channels) % columns, i % channels),
        ) + 0,
    );
  type Wanted = [shape: [number, number, number], stride: unknown, value: (...place: number[]) => number];
  const wanted: Record<string, Wanted> = {
    first: [[11, 23, 16], [6, 2], (y = 0, x = 0, c = 0) => (c + 1) * at(y, x)],
    last: [[11, 23, 16], [6, 2], (y = 0, x = 0, c = 0) => leaky((c + 1) * at(y, x))],
    beside: [
      [12, 23, 32],
      [6, 2],
      (y = 0, x = 0, c = 0) => (y === 11 ? 0 : (c < 16 ? 1 : -1) * leaky(((c % 16) + 1) * at(y, x))),
    ],
    // Its lengths are written into the file, so that its stride does not follow from other pictures.
    again: [[11, 23, 16], undefined, (y = 0, x = 0, c = 0) => leaky((c + 1) * at(y, x))],
    number: [[11, 23, 1], [6, 2], (y = 0, x = 0) => (at(y, x) > 0 ? 15 : 0)],
    shuffled: [
      [22, 46, 4],
      undefined,
      (y = 0, x = 0, c = 0) => (4 * c + 2 * (y % 2) + (x % 2) + 1) * at(Math.floor(y / 2), Math.floor(x / 2)),
    ],
  };
  for (const [name, [shape, stride, value]] of Object.entries(wanted)) {
    const i = loaded.outputs.findIndex((one) => one.name === name);
    expect(loaded.outputs[i]).toMatchObject({ shape, stride });
    expect([...found[i]!].map((one) => one + 0)).toEqual(filled(...shape, value));
  }
  const { outputs, values: inner } = await inspectModel(filesOf('layouts.onnx', { folder }), [height, width]);
  for (const one of [...outputs, ...inner].filter(({ name }) => name in wanted))
    expect([one.name, one.shape, one.stride]).toEqual([one.name, ...wanted[one.name]!.slice(0, 2)]);
});

test('an input that leaves all its lengths open has the layout that its graph says', async () => {
  const x = Float32Array.of(1, -2, 3, 4, 5, 6);
  const loaded = await loadModel(filesOf('open_nhwc.onnx', { folder }), [1, 2, 3], asTheyAre);
  const found = await loaded.compute(x, [1, 2, 3], async () => backend);
  loaded.hold()();
  expect([...found[0]!]).toEqual([321, 654]);
  expect((await inspectModel(filesOf('open_nhwc.onnx', { folder }))).input.layout).toBe('NHWC');
});

/** A model of TensorFlow.js whose weights are 1 to 8, and its outputs for pictures of 64×64. */
const outputsOf64 = async (json: object, outputs: string[]) => {
  const given = {
    ...{ path: 'm', bytes: new TextEncoder().encode(JSON.stringify(json)), outputs },
    ...{ constants: {}, replacements: [] },
    read: async (name: string) =>
      new Uint8Array(
        (name === 'order' ? Int32Array.of(0, 3, 1, 2) : Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8)).buffer,
      ),
  } as never;
  const x = Float32Array.from({ length: 64 * 64 }, (_, i) => (i * 37) % 101);
  const loaded = await loadModel(given, [64, 64, 1], asTheyAre);
  const found = await loaded.compute(x, [64, 64, 1], async () => backend);
  loaded.hold()();
  for (const [i, { shape, stride }] of loaded.outputs.entries()) {
    expect([shape, stride]).toEqual([
      [16, 8, 8],
      [4, 8],
    ]);
    const wanted = Array.from(
      { length: 16 * 8 * 8 },
      (_, at) => ((at % 8) + 1) * x[4 * 64 * Math.floor(at / 64) + 8 * (Math.floor(at / 8) % 8)]!,
    );
    expect([...found[i]!]).toEqual(wanted);
  }
};

test('a Keras model says its layout, where 16 rows of 8 columns of 8 channels look like 16 channels', async () => {
  const layer = (class_name: string, config: { name: string }, from?: string) => ({
    ...{ class_name, name: config.name, config },
    inbound_nodes: from ? [[[from, 0, 0, {}]]] : [],
  });
  await outputsOf64(
    {
      format: 'layers-model',
      modelTopology: {
        keras_version: '2.15.0',
        model_config: {
          class_name: 'Functional',
          config: {
            name: 'm',
            layers: [
              layer('InputLayer', { name: 'x', batch_input_shape: [null, null, null, 1] } as never),
              layer(
                'Conv2D',
                { name: 'c', filters: 8, kernel_size: [1, 1], strides: [4, 8], use_bias: false } as never,
                'x',
              ),
              layer('ReLU', { name: 'r' }, 'c'),
              layer('Permute', { name: 'p', dims: [3, 1, 2] } as never, 'r'),
            ],
            input_layers: [['x', 0, 0]],
            output_layers: [['p', 0, 0]],
          },
        },
      },
      weightsManifest: [
        { paths: ['k'], weights: [{ name: 'c/kernel', shape: [1, 1, 1, 8], dtype: 'float32' }] },
      ],
    },
    ['r', 'p'],
  );
});

test('a Graph model says its layout likewise', async () => {
  const dim = [-1, 64, 64, 1].map((size) => ({ size: `${size}` }));
  const float = { type: 'DT_FLOAT' };
  const constant = (name: string, type: string) => ({ name, op: 'Const', attr: { dtype: { type } } });
  const list = (...numbers: number[]) => ({ list: { i: numbers.map(String) } });
  await outputsOf64(
    {
      format: 'graph-model',
      modelTopology: {
        node: [
          { name: 'x', op: 'Placeholder', attr: { dtype: float, shape: { shape: { dim } } } },
          constant('k', 'DT_FLOAT'),
          constant('order', 'DT_INT32'),
          {
            ...{ name: 'c', op: 'Conv2D', input: ['x', 'k'] },
            attr: {
              ...{ T: float, strides: list(1, 4, 8, 1), dilations: list(1, 1, 1, 1) },
              ...{ padding: { s: btoa('VALID') }, data_format: { s: btoa('NHWC') } },
            },
          },
          { name: 'r', op: 'Relu', input: ['c'], attr: { T: float } },
          { name: 'p', op: 'Transpose', input: ['r', 'order'], attr: { T: float } },
        ],
      },
      signature: {
        inputs: { x: { name: 'x', dtype: 'DT_FLOAT', tensorShape: { dim } } },
        outputs: { p: { name: 'p' } },
      },
      weightsManifest: [
        { paths: ['k'], weights: [{ name: 'k', shape: [1, 1, 1, 8], dtype: 'float32' }] },
        { paths: ['order'], weights: [{ name: 'order', shape: [4], dtype: 'int32' }] },
      ],
    },
    ['r', 'p'],
  );
});

test('a layout that was asked for stands above that of the graph', async () => {
  const given = { ...filesOf('layouts.onnx', { folder }), outputs: ['first'] };
  const loaded = await loadModel(given, [62, 46, 1], asTheyAre, 'NHWC');
  loaded.hold()();
  expect(loaded.outputs).toMatchObject([{ shape: [16, 11, 23] }]);
});

test.each([
  ['N C H W', [7, 4, 5, 6], 'N C T', [7, 4, 30]],
  ['N T C', [7, 30, 4], 'N H W C', [7, 5, 6, 4]],
  ['N C H W', [7, 16, 5, 6], 'N c c c H W', [7, 4, 2, 2, 5, 6]],
  ['N c H c W c', [7, 4, 5, 2, 6, 2], 'N c H W', [7, 4, 10, 12]],
  ['N H W C', [7, 8, 6, 4], 'N H h W w C', [7, 4, 2, 3, 2, 4]],
  ['N H h W w C', [7, 4, 2, 3, 2, 4], 'N H W C', [7, 8, 6, 4]],
  ['N C H W', [7, 4, 5, 6], '? W', [140, 6]],
  ['N C H W', [7, 4, 1, 6], 'N C W', [7, 4, 6]],
  ['N H W', [7, 5, 6], 'N ? H W', [7, 1, 5, 6]],
])('axes %s of %j become %s of %j', (before, from, after, to) => {
  const letters = (text: string) => text.split(' ').map((letter) => letter.replace('?', ''));
  expect(axesReshaped(letters(before), from, to)).toEqual(letters(after));
});

test('axes of lengths that are not known are not followed', () => {
  expect(axesReshaped(['N', 'C', 'H', 'W'], [7, 4, null, 6], [7, 4, 30])).toBeUndefined();
});

test('a layout is said by rows and columns side by side', () => {
  expect(saidLayout(['N', 'H', 'W', 'C'])).toBe('NHWC');
  expect(saidLayout(['N', 'C', '', 'H', 'W'])).toBe('NCHW');
  expect(saidLayout(['N', 'H', 'W'])).toBe('NCHW');
  expect(saidLayout(['C', 'H', 'W', 'N'])).toBe('NCHW');
  expect(saidLayout(['N', 'H', 'C', 'W'])).toBeUndefined();
  expect(saidLayout(['N', 'W', 'H', 'C'])).toBeUndefined();
  expect(saidLayout()).toBeUndefined();
});
