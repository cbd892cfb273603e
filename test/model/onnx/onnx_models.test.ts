import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Shape } from '../../../src/core/tensor.ts';
import type { Constants } from '../../../src/model/constants.ts';
import { inspectModel } from '../../../src/model/inspect.ts';
import { loadModel } from '../../../src/model/loaded.ts';
import { openModel } from '../../../src/model/open.ts';
import type { Feed } from '../../../src/model/passage.ts';
import { backendsThere } from '../../support/backends.ts';
import { asTheyAre, filesOf } from '../../support/model/networks.ts';

const folder = join(import.meta.dirname, '../../fixtures/onnx_models');
const backend = backendsThere.find(({ name }) => name === 'wasm')!;

/** The model, and its outputs for pictures. */
async function computed(
  path: string,
  batch: Float32Array,
  picture: Shape,
  { feed = asTheyAre as Feed, constants = {} as Constants } = {},
) {
  const loaded = await loadModel(filesOf(path, { folder, constants }), picture, feed);
  const outputs = await loaded.compute(batch, picture, async () => backend);
  loaded.hold()();
  return { loaded, outputs: outputs.map((output) => [...output]) };
}

const refusal = (path: string, picture: Shape, constants: Constants = {}) =>
  loadModel(filesOf(path, { folder, constants }), picture, asTheyAre).then(
    () => 'nothing is refused',
    (error: Error) => error.message,
  );

test.each([
  ['float64', [0.25, -2.5, 300]],
  ['float16', [0.25, -2.5, 300]],
  ['int8', [0, -2, 127]],
  ['uint8', [0, 0, 255]],
  ['int16', [0, -2, 300]],
  ['uint16', [0, 0, 300]],
  ['int32', [0, -2, 300]],
  ['int64', [0, -2, 300]],
  ['uint32', [0, 0, 300]],
  ['uint64', [0, 0, 300]],
  ['bool', [0, 0, 1]],
])('values of %s go in and come out as what they are', async (type, wanted) => {
  const { outputs } = await computed(`${type}_through.onnx`, Float32Array.of(0.25, -2.5, 300), [1, 3, 1]);
  expect(outputs[0]!.map((value) => value + 0)).toEqual(wanted);
});

test('weights that are stored in 8 bits leave values as they are: sums of these are exact in float32', async () => {
  const values = Float32Array.from({ length: 64 }, (_, i) => 1 + ((i * 37) % 64) / 1024);
  const { outputs } = await computed('stored_in_8_bits.onnx', values, [8, 8, 1]);
  const sum = (weight: (i: number) => number) => values.reduce((sum, x, i) => sum + weight(i) * x, 0);
  expect(outputs).toEqual([[sum((i) => (i + 1) / 4), sum(() => 1 / 2)]]);
});

test('bfloat16 comes out as numbers, rounded to eight bits; texts are refused by their type', async () => {
  const { outputs } = await computed('bfloat16_output.onnx', Float32Array.of(1, -2, 3.145), [1, 3, 1]);
  expect(outputs).toEqual([[1, -2, 3.140625]]);
  expect(await refusal('string_output.onnx', [1, 3, 1])).toBe(
    'the model string_output.onnx has the output "y", which is texts; output: NAME takes another value, and coincide inspect lists them.',
  );
  expect(await refusal('texts_beside.onnx', [1, 3, 1])).toContain('has the output "t", which is texts;');
});

test('whole numbers are those of the file, however they were scaled', async () => {
  const bytes = Float32Array.from({ length: 256 }, (_, i) => i);
  const pictures = bytes.map((byte) => byte / 255);
  const feed = { scale: 255, mean: 0, std: 1 };
  const { outputs } = await computed('uint8_through.onnx', pictures, [16, 16, 1], { feed });
  expect(outputs).toEqual([[...bytes]]);
});

test('further inputs have constants; without them they are named', async () => {
  const picture: Shape = [1, 2, 1];
  const batch = Float32Array.of(1, 2, 3, 4);
  const constants = { factor: 10, term: [[[[0.5]]]] };
  expect((await computed('two_inputs.onnx', batch, picture, { constants })).outputs).toEqual([
    [10.5, 20.5, 30.5, 40.5],
  ]);
  const numbers = { factor: 10, term: 2 };
  expect((await computed('two_inputs.onnx', batch, picture, { constants: numbers })).outputs).toEqual([
    [12, 22, 32, 42],
  ]);
  expect(await refusal('two_inputs.onnx', picture)).toContain(
    'without one are x [any, 1, any, any], factor [], term [any, 1, 1, 1].',
  );
  expect(await refusal('two_inputs.onnx', picture, { faktor: 1 })).toContain('did you mean "factor"?');
  // The runtime says so on several lines.
  expect(await refusal('two_inputs.onnx', picture, { factor: 1, term: [[[[1, 2]]]] })).toContain(
    'for the following indices; index: 3 Got: 2 Expected: 1; Please fix',
  );
});

const picture: Shape = [4, 4, 1];
const pictures = Float32Array.from({ length: 5 * 16 }, (_, i) => ((i * 37) % 41) / 41);

test.each([
  ['batch_softmax.onnx', [16, 16, 1]],
  ['dynamic_quantized.onnx', [4, 4, 1]],
  ['baked_batch.onnx', [4, 4, 1]],
  ['counts_batch.onnx', [4, 4, 1]],
  ['fixed_batch.onnx', [4, 4, 1]],
] as const)('%s: the output of a picture is the same with any neighbours', async (path, shape) => {
  const size = shape[0] * shape[1];
  const batch = Float32Array.from(
    { length: 3 * size },
    (_, i) => (((i * 37) % 41) / 41) * (1 + Math.floor(i / size)),
  );
  const { loaded, outputs } = await computed(path, batch, shape);
  expect(loaded.alone).toBe(true);
  const each = outputs[0]!.length / 3;
  for (let i = 0; i < 3; i++) {
    const single = await computed(path, batch.slice(i * size, (i + 1) * size), shape);
    expect(outputs[0]!.slice(i * each, (i + 1) * each)).toEqual(single.outputs[0]);
  }
});

/** One of three statistics of all values decides what comes out. */
const branching = (statistic: string, threshold: number) => ({
  feed: asTheyAre,
  constants: { mean: 0, max: 0, min: 0, threshold, [statistic]: 1 },
});

test.each([
  ['mean', [0.2, 0.3, 0.5, 0.7, 0.9, 1]],
  ['max', [0.26, 0.3, 0.5, 0.9, 1, 2]],
  ['min', [-0.2, -0.001, 0, 0.05, 0.12]],
])('pictures go in one at a time where the %s of a batch decides', async (statistic, thresholds) => {
  const [dark, bright] = [new Float32Array(16), new Float32Array(16).fill(1)];
  for (const threshold of thresholds) {
    const how = branching(statistic, threshold);
    const { loaded, outputs } = await computed(
      'branch.onnx',
      Float32Array.of(...dark, ...bright),
      picture,
      how,
    );
    expect(loaded.alone, `at ${threshold}`).toBe(true);
    const factor = 1 > threshold ? 2 : 1;
    expect(outputs).toEqual([[...dark, ...bright.map((value) => value * factor)]]);
  }
});

test.each([
  ['branch.onnx', branching('mean', 500)],
  ['branch.onnx', branching('max', 500)],
  ['branch.onnx', branching('min', -500)],
  ['hidden_where.onnx', {}],
  ['hidden_clip.onnx', {}],
  ['hidden_reshape.onnx', {}],
  ['hidden_sum.onnx', {}],
  ['hidden_squares.onnx', {}],
  ['hidden_reverse.onnx', {}],
  ['hidden_triangle.onnx', {}],
  ['hidden_numbers.onnx', {}],
  ['hidden_place.onnx', {}],
])('%s: pictures go in one at a time where a threshold on the batch is out of reach', async (path, how) => {
  const values = Float32Array.from(pictures, (value, i) => value * (i < 32 ? 1 : 2000) - (i < 48 ? 0 : 4000));
  const { loaded, outputs } = await computed(path, values, picture, how);
  expect(loaded.alone).toBe(true);
  for (let i = 0; i < 5; i++) {
    const single = await computed(path, values.slice(i * 16, (i + 1) * 16), picture, how);
    expect(outputs[0]!.slice(i * 16, (i + 1) * 16)).toEqual(single.outputs[0]);
  }
});

test.each(['float16_output.onnx', 'ext.onnx', 'nhwc.onnx', 'in3.onnx'])(
  '%s: pictures go together',
  async (path) => {
    const feed: Feed = path === 'nhwc.onnx' ? { ...asTheyAre, layout: 'NHWC' } : asTheyAre;
    const { loaded } = await computed(path, new Float32Array(512), [16, 16, 1], { feed });
    expect(loaded.alone).toBe(false);
  },
);

test('an output without a batch is that of the one picture that goes in', async () => {
  const of = (i: number, pick: (at: number) => boolean) =>
    Math.max(...pictures.slice(16 * i, 16 * i + 16).filter((_, at) => pick(at)));
  const one = await computed('one_value.onnx', pictures, picture);
  expect(one.loaded).toMatchObject({ alone: true, outputs: [{ shape: [1, 1, 1], stride: undefined }] });
  expect(one.outputs[0]).toEqual([0, 1, 2, 3, 4].map((i) => of(i, () => true)));
  const vector = await computed('without_batch.onnx', pictures, picture);
  expect(vector.loaded.outputs).toMatchObject([{ shape: [1, 1, 4] }]);
  expect(vector.outputs[0]).toEqual(
    [0, 1, 2, 3, 4].flatMap((i) => [0, 1, 2, 3].map((x) => of(i, (at) => at % 4 === x))),
  );
});

test.each([
  ['pair_axis_0.onnx', ([a, b, c, d]: number[]) => [a, 2 * a!, b, 2 * b!, c, 2 * c!, d, 2 * d!]],
  ['pair_axis_1.onnx', ([a, b, c, d]: number[]) => [a, 2 * a!, b, 2 * b!, c, 2 * c!, d, 2 * d!]],
  // Channels stay before the places, as the file has them.
  ['pair_axis_2.onnx', ([a, b, c, d]: number[]) => [a, 2 * a!, b, 2 * b!, c, 2 * c!, d, 2 * d!]],
  ['pair_axis_3.onnx', ([a, b, c, d]: number[]) => [a, 2 * a!, b, 2 * b!, c, 2 * c!, d, 2 * d!]],
  ['pair_columns.onnx', ([a, b, c, d]: number[]) => [Math.max(a!, c!), Math.max(b!, d!)]],
  ['pair_softmax.onnx', () => [0.5, 0.5, 0.5, 0.5]],
  // Each has a copy of itself as the next one.
  ['pair_next.onnx', (picture: number[]) => picture],
])('%s: the axis of two pictures is found among others of length 2', async (path, wanted) => {
  const one = [3, -1, 2, 7];
  const other = [-4, 5, 6, 0];
  const { outputs } = await computed(path, Float32Array.of(...one, ...other, ...one), [2, 2, 1]);
  expect(outputs[0]).toEqual([one, other, one].flatMap(wanted));
});

test('a fixed batch whose pictures are on no axis of an output is refused, as are constants', async () => {
  expect(await refusal('pair_anchors.onnx', [2, 2, 1])).toContain('gives an output anchors of 3×2 for 2');
  expect(await refusal('pair_mean.onnx', [2, 2, 1])).toBe(
    'the model pair_mean.onnx gives an output y of 2×2 for 2 pictures, and no axis of it is that of the pictures; export the model for one picture, or for any number of them.',
  );
});

test.each(['bfloat16', 'float8', 'int4'])(
  'values of %s come out as numbers from within a graph, beside others, and alone',
  async (type) => {
    const given = Float32Array.of(1, -2, 3.145, 0);
    const rounded = { bfloat16: 3.140625, float8: 3.25, int4: 3 }[type]!;
    for (const outputs of [[], ['b'], ['z'], ['b', 'y', 'b', 'z']]) {
      const loaded = await loadModel(
        { ...filesOf(`${type}_inside.onnx`, { folder }), outputs },
        [2, 2, 1],
        asTheyAre,
      );
      const found = await loaded.compute(given, [2, 2, 1], async () => backend);
      loaded.hold()();
      const names = outputs.length === 0 ? ['y', 'z'] : outputs;
      expect(loaded.outputs.map(({ name }) => name)).toEqual(names);
      expect(found.map((one) => [...one])).toEqual(names.map(() => [1, -2, rounded, 0]));
    }
    const model = await openModel(filesOf(`${type}_inside.onnx`, { folder }));
    expect((await model.values([1, 1, 2, 2])).map(({ name, shape }) => [name, shape])).toEqual(
      ['b', 'y', 'z'].map((name) => [name, [1, 1, 2, 2]]),
    );
    model.dispose();
  },
);

test('a row of all values of a picture goes in with others, and an input may have no stated shape', async () => {
  const values = Float32Array.from({ length: 3 * 64 }, (_, i) => ((i * 37) % 41) / 41);
  const { loaded, outputs } = await computed('flat.onnx', values, [8, 8, 1]);
  expect(loaded).toMatchObject({ alone: false, outputs: [{ shape: [1, 1, 1] }] });
  // The first value, and the last.
  expect(outputs[0]).toEqual([0, 64, 128].map((from) => Math.fround(values[from]! + values[from + 63]!)));
  const free = await computed('unshaped.onnx', values.slice(0, 2 * 48), [4, 4, 3]);
  expect(free.loaded.alone).toBe(false);
  expect(free.outputs[0]).toEqual([...values.slice(0, 2 * 48)].map((value) => -value));
});

test.each([
  [
    'optional_input.onnx',
    'takes an input x that is a list, or may be left out; export it with a tensor there.',
  ],
  [
    'text_input.onnx',
    'takes values of the type string at its input t, which is not supported; export it without that input, or with numbers there.',
  ],
  [
    'later_opset.onnx',
    /^has the opset 99, and this onnxruntime-node knows up to (\d+); install a newer one, or export the model with the opset \1\.$/,
  ],
  [
    'bfloat16_input.onnx',
    'has an input or an output of the type bfloat16, which onnxruntime-node does not take; export it with float32 there.',
  ],
  [
    'bfloat16_relu.onnx',
    'uses the operation "Relu" with values of a type that ONNX Runtime does not compute it for; export the model in float32.',
  ],
  [
    'bfloat16_conv.onnx',
    'gives the operation "Conv" values of the type bfloat16, which its opset does not allow; export the model in float32.',
  ],
  ['flat.onnx', 'takes 64 values of each picture, and one of 4×4×3 has 48.'],
  ['slices.onnx', 'takes inputs of 1×2×8×4×4, several frames or slices of each; export it for one.'],
  [
    'early_opset.onnx',
    'has the opset 6, and ONNX Runtime computes those from 7 on; convert it: onnx.version_converter.convert_version(onnx.load(FILE), 17).',
  ],
])('%s is refused with what to do', async (path, why) => {
  const message = await refusal(path, [4, 4, 3], path === 'text_input.onnx' ? { t: 1 } : {});
  expect(message.replace(`the model ${path} `, '')).toMatch(why);
});

test('of five axes one is that of frames or slices, and a picture is one', async () => {
  const values = Float32Array.from({ length: 2 * 4 * 6 * 2 }, (_, i) => (i * 37) % 41);
  const { loaded, outputs } = await computed('slice.onnx', values, [4, 6, 2]);
  expect(loaded.outputs).toEqual([{ name: 'y', shape: [2, 3, 2], stride: [2, 2] }]);
  // Of the second picture: rows of 6 pixels of 2 channels.
  const cell = (y: number, x: number, c: number) =>
    Math.max(...[0, 2, 12, 14].map((by) => values[48 + 24 * y + 4 * x + c + by]!));
  const cells = [0, 1].flatMap((y) => [0, 1, 2].flatMap((x) => [cell(y, x, 0), cell(y, x, 1)]));
  expect(outputs[0]!.slice(12)).toEqual(cells);

  const coloured = values.slice(0, 2 * 12);
  const byChannel = [...coloured].map((value, i) => value * (1 + (i % 3)));
  for (const [path, layout] of [
    ['frame.onnx', 'NCHW'],
    ['frame_hwc.onnx', 'NHWC'],
  ] as const) {
    const found = await computed(path, coloured, [2, 2, 3], { feed: { ...asTheyAre, layout } });
    expect(found.outputs).toEqual([byChannel]);
    expect(found.loaded).toMatchObject({ alone: false, outputs: [{ shape: [2, 2, 3], stride: [1, 1] }] });
  }
  const fits = await refusal('frame.onnx', [2, 2, 1]);
  expect(fits).toBe(
    'the model frame.onnx takes pictures of 1×3×any×any (DCHW), not 1×1×2×2; they fit with image: { channels: rgb }.',
  );
});

test('inspect reads five axes, and its experiment fits', async () => {
  const of = async (path: string) => {
    const { input, picture, outputs } = await inspectModel({ ...filesOf(path, { folder }), constants: {} });
    return [input.layout, picture, outputs[0]!.shape];
  };
  expect(await of('slice.onnx')).toEqual(['NCHW', [224, 224, 2], [112, 112, 2]]);
  expect(await of('frame.onnx')).toEqual(['NCHW', [224, 224, 3], [224, 224, 3]]);
  expect(await of('frame_hwc.onnx')).toEqual(['NHWC', [224, 224, 3], [224, 224, 3]]);
});

test('of outputs of two axes those are maps that grow with the sides of the picture', async () => {
  const [height, width] = [12, 20];
  const values = Float32Array.from({ length: 2 * height * width * 2 }, (_, i) => (i * 389) % 997);
  const { loaded, outputs } = await computed('class_maps.onnx', values, [height, width, 2]);
  expect(loaded.outputs).toEqual([
    { name: 'classes', shape: [8, 16, 1], stride: [1, 1], classNumbers: true },
    { name: 'columns', shape: [1, 16, 24], stride: undefined },
  ]);
  const maximum = (n: number, y: number, x: number, c: number) => {
    const window = Array.from({ length: 25 }, (_, i) => {
      const [row, column] = [y + Math.floor(i / 5), x + (i % 5)];
      return values[((n * height + row) * width + column) * 2 + c]!;
    });
    return Math.max(...window);
  };
  const classes = Array.from({ length: 2 * 8 * 16 }, (_, i) => {
    const at = [Math.floor(i / 128), Math.floor(i / 16) % 8, i % 16] as const;
    return maximum(...at, 1) > maximum(...at, 0) ? 1 : 0;
  });
  expect(outputs[0]).toEqual(classes);
  expect(new Set(classes).size).toBe(2);
});

test('pictures whose outputs differ in size are refused, whichever of the axes it is', async () => {
  const batch = Float32Array.of(1, 1, 1, 1, 1, 1, 2, 3, 1);
  await expect(computed('cut_by_value.onnx', batch, [1, 3, 1])).rejects.toThrow(
    'gives an output y of 1×3×1 for one picture, and of 1×1×1 for another; output: NAME takes another value.',
  );
  expect(await refusal('places_in_columns.onnx', [1, 3, 1])).toContain(
    'gives an output y of 4×3; expected rows of one picture; output: NAME takes another value.',
  );
});

test('the stride of windows that would begin behind the map is theirs', async () => {
  const { loaded } = await computed('ceil_strides.onnx', new Float32Array(62 * 46), [62, 46, 1]);
  expect(loaded.outputs).toEqual([{ name: 'y', shape: [11, 23, 1], stride: [6, 2] }]);
});

test('an input may be called __proto__', async () => {
  const constants = JSON.parse('{ "__proto__": 3 }') as Constants;
  const { outputs } = await computed('proto_name.onnx', Float32Array.of(1, 2), [1, 2, 1], { constants });
  expect(outputs).toEqual([[3, 6]]);
});

test.each(['proto_output.onnx', 'proto_inside.onnx'])(
  '%s: a value that is called __proto__ comes out by its name',
  async (path) => {
    for (const outputs of [['__proto__'], ['y', '__proto__']]) {
      const loaded = await loadModel({ ...filesOf(path, { folder }), outputs }, [1, 2, 1], asTheyAre);
      expect(loaded.outputs.map(({ name }) => name)).toEqual(outputs);
      const found = await loaded.compute(Float32Array.of(1, -2), [1, 2, 1], async () => backend);
      expect(found.map((one) => [...one])).toEqual(
        [
          [1, -2],
          [-1, 2],
        ].slice(2 - outputs.length),
      );
      loaded.hold()();
    }
  },
);

test('an output without values is refused: all pictures would match', async () => {
  expect(await refusal('nothing.onnx', picture)).toBe(
    'the model nothing.onnx gives an output y of 0×4×1 for pictures of 4×4×1; expected values.',
  );
});

test('pictures go together through operations over places, in windows whose number counts the batch', async () => {
  const { loaded, outputs } = await computed('windows.onnx', pictures, picture);
  expect(loaded.alone).toBe(false);
  const single = await computed('windows.onnx', pictures.slice(16, 32), picture);
  expect(outputs[0]!.slice(16, 32)).toEqual(single.outputs[0]);
});

test('one network in several forms has the same outputs', async () => {
  const batch = Float32Array.from({ length: 2 * 256 }, (_, i) => ((i * 37) % 41) / 41);
  const of = async (path: string, feed: Feed = asTheyAre) =>
    (await computed(path, batch, [16, 16, 1], { feed })).outputs[0]!;
  const wanted = await of('ext.onnx');
  expect(await of('nhwc.onnx', { ...asTheyAre, layout: 'NHWC' })).toEqual(wanted);
  expect(await of('in3.onnx')).toEqual(wanted);
  expect(await of('chw.onnx')).toEqual(wanted);
  const half = await of('float16_output.onnx');
  for (const [i, value] of half.entries()) expect(Math.abs(value - wanted[i]!)).toBeLessThan(2 ** -10);
});

test('an output whose channels come last is read so if only that has the proportions of the picture', async () => {
  const { loaded } = await computed('map_mixed.onnx', new Float32Array(256), [16, 16, 1]);
  expect(loaded.outputs).toEqual([{ name: 'y', shape: [8, 8, 4], stride: [2, 2] }]);
});

test.each<[string, string]>([
  [
    'randn.onnx',
    'uses the random operation "RandomNormalLike", so its outputs differ from run to run; export it for inference, without dropout and noise; output: NAME takes a value before it.',
  ],
  [
    'sampled.onnx',
    'uses the random operation "RandomNormalLike", so its outputs differ from run to run; export it for inference, without dropout and noise; output: NAME takes a value before it.',
  ],
  [
    'vast.onnx',
    'gives an output y of 17,179,869,184 values for a picture, more than the 1,073,741,824 allowed; output: NAME takes another value.',
  ],
  [
    'batch_statistics.onnx',
    'gives other outputs for the same picture when it is run again; export it for inference.',
  ],
  ['lfs.onnx', 'is a Git LFS pointer; run git lfs pull.'],
  ['nhwc.onnx', 'takes pictures of any×any×1 (CHW), not 1×16×16; they fit with input: { layout: NHWC }.'],
])('%s is refused with the remedy', async (path, why) => {
  expect(await refusal(path, [16, 16, 1])).toBe(`the model ${path} ${why}`);
});

test('the graph says strides, also of a model of one size, and where cells divide the pixels by another number', async () => {
  const outputs = ['c1', 's2', 'c3', 's4', 'wide'];
  const loaded = await loadModel(filesOf('lenet_windows.onnx', { folder, outputs }), [28, 28, 1], asTheyAre);
  loaded.hold()();
  // 4 cells of 28 pixels are not 7 pixels apart, since no window has padding.
  expect(loaded.outputs.map(({ shape, stride }) => [shape[0], stride])).toEqual([
    [24, [1, 1]],
    [12, [2, 2]],
    [8, [2, 2]],
    [4, [4, 4]],
    [24, [2 / 3, 2 / 3]],
  ]);
  const { values } = await inspectModel(filesOf('lenet_windows.onnx', { folder }));
  expect(values.map(({ stride }) => stride)).toEqual([
    ...loaded.outputs.map(({ stride }) => stride),
    undefined,
  ]);
});

test('a value that follows from no random operation is taken from a model that has one', async () => {
  const given = filesOf('sampled.onnx', { folder, outputs: ['mean'] });
  const loaded = await loadModel(given, [1, 2, 1], asTheyAre);
  expect(loaded.alone).toBe(false);
  const [mean] = await loaded.compute(Float32Array.of(1, 2, 3, 4), [1, 2, 1], async () => backend);
  loaded.hold()();
  expect(mean).toEqual(Float32Array.of(2, 4, 6, 8));
  const { outputs, toBeNamed } = await inspectModel(filesOf('sampled.onnx', { folder }));
  expect({ names: outputs.map(({ name }) => name), toBeNamed }).toEqual({ names: ['mean'], toBeNamed: true });
});

test('a constant beside noise says nothing of the pictures, and does not stand for the output', async () => {
  await expect(inspectModel(filesOf('noisy.onnx', { folder }))).rejects.toThrow(
    'the model noisy.onnx uses the random operation "RandomNormalLike", so its outputs differ from run to run; export it for inference, without dropout and noise.',
  );
});

test('weights outside of the folder are refused, and so are pointers in their place', async () => {
  const bytes = readFileSync(join(folder, 'ext.onnx'));
  const elsewhere = Buffer.from(
    bytes.toString('latin1').replaceAll('ext.onnx.data', '../onnx.datas'),
    'latin1',
  );
  const open = (given: Uint8Array, read: () => Promise<Uint8Array>) =>
    openModel({ ...filesOf('ext.onnx', { folder }), bytes: given, read }).then(
      () => 'nothing is refused',
      (error: Error) => error.message,
    );
  expect(await open(elsewhere, async () => new Uint8Array())).toBe(
    'the model ext.onnx keeps weights in "../onnx.datas", outside of its folder.',
  );
  const pointer = new TextEncoder().encode(
    'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n',
  );
  expect(await open(bytes, async () => pointer)).toBe(
    'the model ext.onnx has weights in "ext.onnx.data", which is a Git LFS pointer; run git lfs pull.',
  );
  expect(await open(bytes, async () => new Uint8Array(100))).toMatch(
    /^the model ext\.onnx has the weight "[^"]+", which the file beside it does not hold whole; copy both files again, or export with external_data=False\.$/,
  );
});

test('pictures beside each other are as they are alone', async () => {
  const { outputs } = await computed('float16_identity.onnx', pictures, picture);
  for (const [i, value] of outputs[0]!.entries())
    expect(Math.abs(value - pictures[i]!)).toBeLessThan(2 ** -11);
});

test.each([1, 2, 3, 5])(
  'an output whose steps come before the pictures is a sequence of %i steps for each picture',
  async (width) => {
    const shape: Shape = [2, width, 1];
    for (const count of [1, 2, 3]) {
      const batch = Float32Array.from({ length: count * 2 * width }, (_, i) => ((i * 5) % 16) / 8);
      const { loaded, outputs } = await computed('steps_first.onnx', batch, shape);
      expect(loaded.outputs).toMatchObject([{ shape: [1, width, 2], stride: undefined }]);
      // One step and one picture are alike.
      expect(loaded.alone).toBe(width === 1);
      // The mean of each column, and twice that.
      const wanted = Array.from({ length: count * width }, (_, at) => {
        const from = Math.floor(at / width) * 2 * width + (at % width);
        const mean = (batch[from]! + batch[from + width]!) / 2;
        return [mean, 2 * mean];
      });
      expect(outputs[0]).toEqual(wanted.flat());
    }
  },
);

test('what a function of the model does counts as what the graph does', async () => {
  expect(await refusal('random_function.onnx', [2, 3, 1])).toBe(
    'the model random_function.onnx uses the random operation "RandomNormalLike", so its outputs differ from run to run; export it for inference, without dropout and noise.',
  );
  // [1, 1, y, x] of each value that is not 0; rows that no value fills hold -1.
  const picture = Float32Array.of(0, 7, 0, 0, 0, 7);
  const { loaded, outputs } = await computed('non_zero_function.onnx', picture, [2, 3, 1]);
  expect(loaded).toMatchObject({ alone: true, outputs: [{ shape: [1, 1000, 4] }] });
  expect(outputs[0]!.slice(0, 12)).toEqual([0, 0, 0, 1, 0, 0, 1, 2, -1, -1, -1, -1]);
});

test('a model that is random without a random operation is refused, also if it takes one picture only', async () => {
  expect(await refusal('dropout_on.onnx', [8, 8, 1])).toBe(
    'the model dropout_on.onnx gives other outputs for the same picture when it is run again; export it for inference.',
  );
});

test('an infinite value hides no difference between a picture alone and beside another', async () => {
  const { loaded, outputs } = await computed('infinite_batch.onnx', Float32Array.of(1, 3), [1, 1, 1]);
  expect(loaded.alone).toBe(true);
  expect(outputs).toEqual([[0, -Infinity, 0, -Infinity]]);
});

test('the bytes of weights are counted, however a file writes them', async () => {
  // One float; one float and one truth value.
  const bytes = async (path: string) => {
    const { about, dispose } = await openModel(filesOf(path, { folder }));
    dispose();
    return about.weightBytes;
  };
  expect(await bytes('infinite_batch.onnx')).toBe(4);
  expect(await bytes('dropout_on.onnx')).toBe(4 + 1);
});
