import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kerasModel } from '../../src/model/keras/keras_model.ts';
import * as classes from '../../src/model/keras/layers/registry.ts';
import type { WeightGroup } from '../../src/model/weights.ts';

const REMEDY = 'export the model as a TensorFlow.js Graph model or as ONNX.';

/** A model of one layer of a picture. */
const single = (class_name: string, config: object, call: object = {}) => ({
  class_name: 'Functional',
  config: {
    name: 'm',
    layers: [
      {
        class_name: 'InputLayer',
        config: { name: 'x', batch_input_shape: [null, 8, 8, 1] },
        inbound_nodes: [],
      },
      { class_name, config: { name: 'one', ...config }, inbound_nodes: [[['x', 0, 0, call]]] },
    ],
    input_layers: [['x', 0, 0]],
    output_layers: [['one', 0, 0]],
  },
});

function refusal(topology: object, groups: WeightGroup[] = []): string {
  try {
    const given = { path: 'm', outputs: [], constants: {}, replacements: [] };
    kerasModel(given, { topology: topology as Record<string, unknown> }, groups).shapes!([1, 8, 8, 1]);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing is refused';
}

test.each<[string, object, string]>([
  [
    'a window of attention over rows and columns',
    single('MultiHeadAttention', { num_heads: 1, key_dim: 2, sliding_window: 3 }, { value: ['x', 0, 0] }),
    `has the layer "one", which has a sliding_window over places of several axes, which is not supported; ${REMEDY}`,
  ],
  [
    'halves of an odd number',
    single('Activation', { activation: 'glu' }),
    'has the layer "one", which halves the axis -1 of 8×8×1.',
  ],
  [
    'a function along the batch',
    single('Roll', { axis: 0, shift: 1 }),
    `has the layer "one", which works along the axis of the batch, which is not supported; ${REMEDY}`,
  ],
  [
    'padding of the batch',
    single('Pad', {
      pad_width: [
        [1, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    }),
    `has the layer "one", which pads the batch, which is not supported; ${REMEDY}`,
  ],
  [
    'a class that is not there',
    single('PatchEncoder', {}),
    `has the layer "one" (PatchEncoder), which is of a class that is not supported; ${REMEDY}`,
  ],
  [
    'code of Python',
    single('Lambda', {}),
    `has the layer "one" (Lambda), which holds code of Python, which a model.json leaves out; ${REMEDY}`,
  ],
  [
    'volumes of another number of axes',
    single('MaxPooling3D', {}),
    'has the layer "one", which takes 5 axes, not 1×8×8×1.',
  ],
  [
    'films of volumes',
    single('ConvLSTM3D', {}),
    `has the layer "one" (ConvLSTM3D), which is of a class that is not supported; ${REMEDY}`,
  ],
  [
    'a class of models with a configuration of its own',
    {
      class_name: 'ResNetBackbone',
      config: {
        name: 'm',
        layers: [{ class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 8, 8, 1] } }],
        input_layers: ['x', 0, 0],
      },
    },
    'is a "ResNetBackbone"; expected a Functional or Sequential model: keras.Model(model.inputs, model.outputs) makes one of a model that has both.',
  ],
  [
    'a class of models that does not say its layers',
    { class_name: 'ResNetBackbone', config: { name: 'm' } },
    'is a "ResNetBackbone"; expected a Functional or Sequential model: keras.Model(model.inputs, model.outputs) makes one of a model that has both.',
  ],
  [
    'a function of TensorFlow that is not there',
    single('TFOpLambda', { function: 'signal.fft' }),
    `has the layer "one" (TFOpLambda), which calls the function tf.signal.fft, which is not supported; ${REMEDY}`,
  ],
  [
    'a function of TensorFlow over the batch',
    single('TFOpLambda', { function: 'math.reduce_mean' }, { axis: 0 }),
    `has the layer "one", which works along the axis of the batch, which is not supported; ${REMEDY}`,
  ],
  [
    'a function of TensorFlow over everything',
    single('TFOpLambda', { function: 'math.reduce_mean' }, {}),
    `calls the layer "one" with the function tf.math.reduce_mean, which has the option axis: null, along the batch too, which is not supported; ${REMEDY}`,
  ],
  [
    'an option of a function of TensorFlow',
    single('TFOpLambda', { function: 'gather' }, { indices: [0], axis: 1, batch_dims: 1 }),
    `calls the layer "one" with the function tf.gather, which has the option batch_dims: 1, which is not supported; ${REMEDY}`,
  ],
  [
    'a length that only the picture says',
    single('TFOpLambda', { function: 'reshape' }, { shape: [['x', 0, 0], 8] }),
    `calls the layer "one" with the function tf.reshape, which has the option newshape: [["x",0,0],8]; expected whole numbers, of which one may be -1.`,
  ],
  [
    'weights of 4 bits',
    single('Dense', { units: 2, quantization_config: { class_name: 'Int4QuantizationConfig' } }),
    'has the layer "one" (Dense), which is quantized by "Int4QuantizationConfig", which is not supported; write the model as it was before quantize(), or export it as ONNX.',
  ],
  [
    'places that depend on the picture',
    single('Take', { axis: 1 }, { indices: ['x', 0, 0] }),
    `has the layer "one", which takes values at places that depend on the picture, which is not supported; ${REMEDY}`,
  ],
  [
    'a place that is not there',
    single('Take', { axis: 1 }, { indices: [8] }),
    'has the layer "one", which takes the place 8 of 8.',
  ],
  ['more values than there are', single('TopK', { k: 2 }), 'has the layer "one", which takes 2 of 1 values.'],
  ['a condition alone', single('Where', {}), 'has the layer "one", which takes 3 inputs, not 1.'],
  [
    'bins without a summary',
    single('Discretization', {}),
    `has the layer "one" (Discretization), which has no bin_boundaries: adapt it before the model is exported; ${REMEDY}`,
  ],
  [
    'axes that attention cannot have',
    single('MultiHeadAttention', { num_heads: 1, key_dim: 2, attention_axes: [2] }, { value: ['x', 0, 0] }),
    'has the layer "one", which attends along the axes 2; only all axes but the first and the last are supported.',
  ],
  [
    'both directions of time in training',
    single(
      'Bidirectional',
      { layer: { class_name: 'LSTM', config: { units: 2, dropout: 0.5 } } },
      { training: true },
    ),
    `calls the layer "one" with training: true, as if it were trained; build the model without that, and export it again.`,
  ],
  [
    'a mask',
    single('MultiHeadAttention', { num_heads: 1, key_dim: 2 }, { attention_mask: ['x', 0, 0] }),
    `calls the layer "one" with attention_mask: the output of a layer, which is not supported; ${REMEDY}`,
  ],
  [
    'scores of attention',
    single('MultiHeadAttention', { num_heads: 1, key_dim: 2 }, { return_attention_scores: 1 }),
    `calls the layer "one" with return_attention_scores: 1, which is not supported; ${REMEDY}`,
  ],
  [
    'a constant that differs from picture to picture',
    single('Add', {}, { 'argument 2': [[[[1]]], [[[2]]]] }),
    'has the layer "one", which has a constant of 2×1×1×1, which is not the same for every picture.',
  ],
  [
    'uneven lists',
    single('Add', {}, { 'argument 2': [[1], [1, 2]] }),
    `calls the layer "one" with argument 2: [[1],[1,2]], which is not supported; ${REMEDY}`,
  ],
  [
    'a part of the batch',
    single('GetItem', {}, { 'argument 2': 0 }),
    `calls the layer "one" with argument 2: a part of the batch, which is not supported; ${REMEDY}`,
  ],
  [
    'a batch that is turned away',
    single('Transpose', { axes: [1, 0, 2, 3] }),
    'has the layer "one", which orders the 4 axes as 1, 0, 2, 3; the batch has to be the first.',
  ],
  [
    'an option that is not there',
    single('Dropout', {}, { training: true }),
    `calls the layer "one" with training: true, as if it were trained; build the model without that, and export it again.`,
  ],
  [
    'a new option',
    single('ReLU', { ceiling: 3 }),
    `has the layer "one" (ReLU), which has the option ceiling: 3, which is not supported; ${REMEDY}`,
  ],
  [
    'a value of an option',
    single('Resizing', { height: 4, width: 4, interpolation: 'spline' }),
    `has the layer "one" (Resizing), which has the option interpolation: "spline"; unknown value "spline"; allowed: area, bicubic, bilinear, gaussian, lanczos3, lanczos5, mitchellcubic, nearest; ${REMEDY}`,
  ],
  [
    'an activation that is near to another one by its letters',
    single('Dense', { units: 4, activation: 'glu' }),
    `has the layer "one" (Dense), which has the option activation: "glu"; unknown activation "glu"; allowed: celu, elu, exponential, gelu, hard_shrink, hard_sigmoid, hard_silu, hard_swish, hard_tanh, leaky_relu, linear, log_sigmoid, log_softmax, mish, relu, relu6, selu, sigmoid, silu, soft_shrink, softmax, softplus, softsign, sparse_plus, sparse_sigmoid, sparsemax, squareplus, swish, tanh, tanh_shrink; ${REMEDY}`,
  ],
  [
    'a value of an option that is near to another one by its letters',
    single('Resizing', { height: 4, width: 4, interpolation: 'lanczos4' }),
    `has the layer "one" (Resizing), which has the option interpolation: "lanczos4"; unknown value "lanczos4"; allowed: area, bicubic, bilinear, gaussian, lanczos3, lanczos5, mitchellcubic, nearest; ${REMEDY}`,
  ],
  [
    'an equation that mixes pictures',
    single('EinsumDense', { equation: 'abcd,ae->ebcd', output_shape: [4, 4, 2] }),
    `has the layer "one", which has the equation abcd,ae->ebcd for pictures of 8×8×1, which is not supported; ${REMEDY}`,
  ],
  [
    'an equation whose output does not begin with the pictures',
    single('EinsumDense', { equation: 'abcd,de->eabc', output_shape: [null, 8, 8] }),
    `has the layer "one", which has the equation abcd,de->eabc for pictures of 8×8×1, which is not supported; ${REMEDY}`,
  ],
  [
    'a sum over the batch',
    single('Einsum', { subscripts: 'bhwc->hwc' }),
    `has the layer "one", which has the equation bhwc->hwc for pictures of 8×8×1, which is not supported; ${REMEDY}`,
  ],
  [
    'an equation of other axes',
    single('Einsum', { subscripts: 'bhc->bc' }),
    `has the layer "one", which has the equation bhc->bc for pictures of 8×8×1, which is not supported; ${REMEDY}`,
  ],
  [
    'an equation with a letter twice',
    single('Einsum', { subscripts: 'bhhc->bhc' }),
    `has the layer "one", which has the equation bhhc->bhc for pictures of 8×8×1, which is not supported; ${REMEDY}`,
  ],
  [
    'parts of the batch',
    single('Split', { indices_or_sections: 2, axis: 0 }),
    `has the layer "one", which works along the axis of the batch, which is not supported; ${REMEDY}`,
  ],
  [
    'parts that are not equal',
    single('Split', { indices_or_sections: 3, axis: 1 }),
    'has the layer "one", which makes 3 equal parts of 8 places.',
  ],
  [
    'bins without boundaries',
    single('Discretization', { num_bins: 4 }),
    'has no weight "summary" of the layer "one"; adapt it before the model is exported.',
  ],
  [
    'a cell outside of an RNN',
    single('GRUCell', { units: 2 }),
    'has the layer "one", which is a cell, which takes no part in a model outside of an RNN.',
  ],
  [
    'an RNN of a layer',
    single('RNN', { cell: { class_name: 'ReLU', config: { name: 'r' } } }),
    `has the layer "one" (RNN), which holds a layer that is no cell of a recurrent layer; ${REMEDY}`,
  ],
  [
    'a cell of its own author',
    single('RNN', { cell: { class_name: 'MyCell', config: { name: 'r' } } }),
    `has the layer "one" (RNN), which is of a class that is not supported; ${REMEDY}`,
  ],
  [
    'states from outside, which Keras 2 writes as inputs',
    {
      ...single('LSTM', { units: 2 }),
      config: {
        ...single('LSTM', { units: 2 }).config,
        layers: single('LSTM', { units: 2 }).config.layers.map((layer, i) =>
          i === 0
            ? layer
            : {
                ...layer,
                inbound_nodes: [
                  [
                    ['x', 0, 0, {}],
                    ['x', 0, 0, {}],
                    ['x', 0, 0, {}],
                  ],
                ],
              },
        ),
      },
    },
    `calls the layer "one" with 3 inputs, which is not supported; ${REMEDY}`,
  ],
  [
    'several outputs where one is expected',
    single('TimeDistributed', {
      layer: { class_name: 'LSTM', config: { name: 'l', units: 2, return_state: true } },
    }),
    `has the layer "one" (TimeDistributed), which holds a layer of several outputs, which is not supported; ${REMEDY}`,
  ],
  [
    'code of Python in a model in a layer',
    single('TimeDistributed', {
      layer: {
        class_name: 'Sequential',
        config: { name: 'inner', layers: [{ class_name: 'Lambda', config: { name: 'code' } }] },
      },
    }),
    `has the layer "one" (TimeDistributed), which holds the layer "code" (Lambda), which holds code of Python, which a model.json leaves out; ${REMEDY}`,
  ],
  [
    'a stride of zero',
    single('MaxPooling2D', { pool_size: [2, 2], strides: [0, 1] }),
    `has the layer "one" (MaxPooling2D), which has the option strides: [0,1]; expected a whole number of at least 1; ${REMEDY}`,
  ],
  [
    'an option that has to be there',
    single('Conv2D', { kernel_size: 3 }),
    `has the layer "one" (Conv2D), which has no option filters; ${REMEDY}`,
  ],
  [
    'an option that every object of JavaScript has',
    single('ReLU', { constructor: 1, toString: 2 }),
    `has the layer "one" (ReLU), which has the option constructor: 1, which is not supported; ${REMEDY}`,
  ],
  [
    'a name that is no text',
    single('ReLU', { name: { toString: 1, valueOf: 1 } }),
    'has a layer with the name an object; expected a text.',
  ],
  [
    'a reference that is nothing',
    { ...single('ReLU', {}), config: { ...single('ReLU', {}).config, output_layers: [null] } },
    'has a reference to a layer that is not [name, call, output].',
  ],
  [
    'a weight that is missing',
    single('Dense', { units: 3 }),
    'has no weight "kernel" of the layer "one"; export the model and all of its weights again.',
  ],
  [
    'a window that does not fit',
    single('MaxPooling2D', { pool_size: 9 }),
    'has nothing left at one of pictures of 8×8×1.',
  ],
  [
    'more values than can be',
    single('ZeroPadding2D', { padding: 100_000 }),
    'makes 40,003,200,064 values at one, more than the 268,435,456 allowed.',
  ],
])('%s', (_, topology, why) => {
  expect(refusal(topology)).toBe(`the model m ${why}`);
});

test('an activation that is no name, and an error of JavaScript, which says nothing of the model', () => {
  const odd = { toString: 1, valueOf: 1 };
  expect(refusal(single('Activation', { activation: odd }))).toContain('unknown activation "an object"');
  let deep: unknown = 1;
  for (let level = 0; level < 20_000; level++) deep = [deep];
  expect(refusal({ ...single('ReLU', { max_value: deep }), keras_version: '3.0' })).toBe(
    `the model m has the layer "one" (ReLU), which is damaged, or of a form that is not supported.`,
  );
});

test('a layer behind a Masking that would leave places out', () => {
  const model = {
    class_name: 'Sequential',
    config: {
      name: 'm',
      layers: [
        { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 8, 8] } },
        { class_name: 'Masking', config: { name: 'mask' } },
        { class_name: 'ReLU', config: { name: 'relu' } },
        { class_name: 'LSTM', config: { name: 'last', units: 2 } },
      ],
    },
  };
  expect(refusal(model)).toBe(
    'the model m has the layer "mask" (Masking) before "last" (LSTM), which would leave places out; take the Masking away if all pictures have the same size.',
  );
});

test('a layer that depends on itself, and references to what is not there', () => {
  const own = single('ReLU', {});
  own.config.layers[1]!.inbound_nodes = [[['one', 0, 0, {}]]];
  expect(refusal(own)).toBe('the model m has a layer "one" that depends on itself.');
  const lost = single('ReLU', {});
  lost.config.layers[1]!.inbound_nodes = [[['two', 0, 0, {}]]];
  expect(refusal(lost)).toBe('the model m refers to a call of the layer "two" that it does not have.');
});

/** A kernel of one weight, and no bias. */
const kernel = (name: string): WeightGroup => ({
  weights: [{ name, shape: [1, 1, 1, 1], dtype: 'float32' }],
  bytes: new Uint8Array(4),
});
const convolution = single('Conv2D', { filters: 1, kernel_size: [1, 1], use_bias: false });

test.each([[['one/kernel', 'one/kernel']], [['a/one/kernel', 'b/one/kernel']]])(
  'weights %j, of which each may be that of a layer',
  (names) => {
    expect(refusal(convolution, names.map(kernel))).toBe(
      `the model m has 2 weights ${[...new Set(names)].join(', ')}, and nothing says which is "kernel" of the layer "one"; give every layer a name of its own, and export the model again.`,
    );
  },
);

test('a layer in another one, which Keras 2 does not name, is not taken for one with its name', () => {
  const dense = (units: number) => ({ class_name: 'Dense', config: { name: 'one', units, use_bias: false } });
  const layers = [
    { class_name: 'InputLayer', config: { name: 'x', batch_input_shape: [null, 8, 8, 1] } },
    { class_name: 'TimeDistributed', config: { name: 'all', layer: dense(2) } },
    dense(3),
  ];
  const weight = (name: string, shape: [number, number]): WeightGroup => ({
    weights: [{ name, shape, dtype: 'float32' }],
    bytes: new Uint8Array(4 * shape[0] * shape[1]),
  });
  expect(
    refusal({ class_name: 'Sequential', config: { name: 'm', layers } }, [
      weight('all/kernel', [1, 2]),
      weight('one/kernel', [2, 3]),
    ]),
  ).toBe('nothing is refused');
});

test('weights that are missing, and ones of no layer', () => {
  expect(refusal(convolution, [kernel('two/kernel')])).toBe(
    'the model m has no weight "kernel" of the layer "one"; rename "two/kernel" to "one/kernel", or export the model and all of its weights again.',
  );
  expect(refusal(convolution, [kernel('one/kernel'), kernel('two/kernel')])).toBe(
    'the model m lists weights that no layer takes: two/kernel.',
  );
});

test('every class of layers is compared with Keras', () => {
  const cases = [
    'cases.json',
    'more_cases.json',
    'latest_cases.json',
    'function_cases.json',
    'wider_cases.json',
    'further_cases.json',
  ].flatMap((name): { topology: unknown }[] =>
    JSON.parse(readFileSync(new URL(`../fixtures/keras_models/${name}`, import.meta.url), 'utf8')),
  );
  const text = JSON.stringify(cases.map(({ topology }) => topology));
  expect(Object.keys(classes).filter((name) => !text.includes(`"class_name":"${name}"`))).toEqual([]);
});

test('docs/models.md says of every class that it is right', () => {
  const docs = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8');
  expect(Object.keys(classes).filter((name) => !docs.includes(name))).toEqual([]);
});

test.each<[string, object, Record<string, number[]>, boolean]>([
  ['MaxPooling2D', {}, {}, true],
  ['Conv2D', { filters: 2, kernel_size: 3 }, { kernel: [3, 3, 1, 2] }, true],
  ['DepthwiseConv2D', { kernel_size: 3 }, { depthwise_kernel: [3, 3, 1, 1] }, true],
  [
    'SeparableConv2D',
    { filters: 2, kernel_size: 3 },
    { depthwise_kernel: [3, 3, 1, 1], pointwise_kernel: [1, 1, 1, 2] },
    true,
  ],
  ['GlobalMaxPooling2D', {}, {}, false],
  ['Flatten', {}, {}, false],
])('%s: whether it can be replaced', async (name, config, weights, replaceable) => {
  const specs = Object.entries(weights).map(([own, shape]) => ({
    name: `one/${own}`,
    shape,
    dtype: 'float32',
  }));
  const length = specs.reduce((sum, { shape }) => sum + 4 * shape.reduce((a, b) => a * b), 0);
  const topology = single(name, { ...config, ...(specs.length > 0 && { use_bias: false }) });
  const model = kerasModel(
    { path: 'm', outputs: [], constants: {}, replacements: [] },
    { topology: topology as Record<string, unknown> },
    [{ weights: specs, bytes: new Uint8Array(length) }],
  );
  expect((await model.values([1, 8, 8, 1])).at(-1)).toMatchObject({ operator: name, replaceable });
});
