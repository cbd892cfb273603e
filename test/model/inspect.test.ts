import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inspectModel } from '../../src/model/inspect.ts';
import { filesOf } from '../support/model/networks.ts';

const small = join(import.meta.dirname, '../fixtures/onnx_models');

test.each([
  ['max-tfjs/model.json', 'NHWC', 'the backend', 'pool1', 'MaxPooling2D', true],
  ['max.onnx', 'NCHW', 'onnxruntime-node', '/2/MaxPool_output_0', 'MaxPool', false],
] as const)(
  '%s: input, outputs, and every value with size and stride',
  async (form, layout, runtime, name, operator, replaceable) => {
    const found = await inspectModel(filesOf(form));
    expect(found).toMatchObject({ runtime, picture: [224, 224, 1], alone: false });
    expect(found.input).toMatchObject({ type: 'float32', layout, batch: 'any' });
    expect(found.outputs.map(({ shape, stride }) => [shape, stride])).toEqual([[[1, 1, 10], undefined]]);
    expect(found.values).toContainEqual({
      name,
      operator,
      shape: [112, 112, 16],
      stride: [2, 2],
      replaceable,
    });
    // The weights of three convolutions and a matrix, in float32.
    expect(found.weightBytes).toBe(4 * (9 * 16 + 16 + 9 * 16 * 32 + 32 + 9 * 32 * 64 + 64 + 640 + 10));
  },
);

test.each([
  ['float16_output.onnx', ['float16']],
  ['class_maps.onnx', ['int64', 'float32']],
])('%s: the type of what comes out, and the version of the runtime', async (path, types) => {
  const found = await inspectModel(filesOf(path, { folder: small }));
  expect(found.outputs.map((one) => one.type)).toEqual(types);
  expect(found.runtimeVersion).toMatch(/^\d+\.\d+\.\d+$/);
});

test('a graph has nodes and operations', async () => {
  const { values, format } = await inspectModel(filesOf('max-tfjs-graph/model.json'));
  expect(format).toBe('TensorFlow.js Graph model');
  expect(values.map(({ operator }) => operator)).toContain('MaxPool');
  // The Keras model that it was exported from states its shapes.
  const layers = await inspectModel(filesOf('max-tfjs/model.json'));
  const pools = (all: typeof values, operator: string) =>
    all.filter((one) => one.operator === operator).map(({ shape, stride }) => ({ shape, stride }));
  expect(pools(values, 'MaxPool')).toEqual(pools(layers.values, 'MaxPooling2D'));
  expect(values.filter(({ shape }) => shape === undefined)).toEqual([]);
});

test.each([
  ['nhwc.onnx', { layout: 'NHWC', batch: 'any' }, false],
  ['batch_softmax.onnx', { layout: 'NCHW', batch: 'any' }, true],
] as const)(
  '%s: the layout that its channels say, and whether outputs depend on the batch',
  async (path, input, alone) => {
    const found = await inspectModel(filesOf(path, { folder: small }));
    expect(found.input).toMatchObject(input);
    expect(found.alone).toBe(alone);
    expect(readFileSync(join(small, path)).length).toBeGreaterThan(0);
  },
);

test('inputs beside the pictures get 1, and weights count in whatever form', async () => {
  const found = await inspectModel(filesOf('sizes.onnx', { folder: small }), [4, 4]);
  expect(found.constants).toEqual([{ name: 'sizes', type: 'int64', shape: [null, 2] }]);
  expect(found.input).toMatchObject({ name: 'x', shape: [null, 3, null, null] });
  // Three of float32; the four others are in a byte each, -1 in ten.
  expect(found.weightBytes).toBe(12 + 1 + 3 + 10);
  // Of its inputs of four axes one is a single value for each picture.
  const two = await inspectModel(filesOf('two_inputs.onnx', { folder: small }), [4, 4]);
  expect(two).toMatchObject({ input: { name: 'x' }, constants: [{ name: 'factor' }, { name: 'term' }] });
});

test('an output of texts is left out where another is there, and refused where none is', async () => {
  const found = await inspectModel(filesOf('texts_beside.onnx', { folder: small }), [4, 4]);
  expect(found.outputs.map(({ name }) => name)).toEqual(['y']);
  await expect(inspectModel(filesOf('string_output.onnx', { folder: small }))).rejects.toThrow(
    'has the output "y", which is texts;',
  );
});

test('an output without a part for each picture is left out where another is there', async () => {
  for (const path of ['anchors.onnx', 'pair_anchors.onnx']) {
    const found = await inspectModel(filesOf(path, { folder: small }), [4, 4]);
    expect(found).toMatchObject({ outputs: [{ name: 'scores', shape: [1, 1, 1] }], toBeNamed: true });
  }
  await expect(inspectModel(filesOf('pair_mean.onnx', { folder: small }))).rejects.toThrow(
    'no axis of it is that of the pictures',
  );
});

test('of several inputs of four axes the one of three channels is that for pictures', async () => {
  const found = await inspectModel(filesOf('masked.onnx', { folder: small }), [4, 4]);
  expect(found).toMatchObject({ picture: [4, 4, 3], input: { name: 'x' }, constants: [{ name: 'mask' }] });
  // Of two, as a network has that compares pictures, the first.
  const two = await inspectModel(filesOf('siamese.onnx', { folder: small }), [4, 4]);
  expect(two).toMatchObject({ input: { name: 'left' }, constants: [{ name: 'right' }] });
});

test('a model that gives a list has the last value that is none', async () => {
  const found = await inspectModel(filesOf('list_output.onnx', { folder: small }), [4, 4]);
  expect(found).toMatchObject({ outputs: [{ name: 'd' }], toBeNamed: true });
  expect(await inspectModel(filesOf('texts_beside.onnx', { folder: small }), [4, 4])).toMatchObject({
    toBeNamed: true,
  });
  expect(await inspectModel(filesOf('windows.onnx', { folder: small }))).toMatchObject({ toBeNamed: false });
});

test.each<[string, readonly number[], string]>([
  ['flat.onnx', [8, 8, 1], 'NCHW'],
  ['flat_rgb.onnx', [4, 4, 3], 'NCHW'],
  ['flat_odd.onnx', [1, 10, 1], 'NCHW'],
  ['unshaped.onnx', [224, 224, 3], 'NCHW'],
  ['bytes_hwc.onnx', [224, 224, 3], 'NHWC'],
])('%s is looked at with a picture that it takes', async (path, picture, layout) => {
  const found = await inspectModel(filesOf(path, { folder: small }));
  expect(found).toMatchObject({ picture, input: { layout }, alone: false });
});
