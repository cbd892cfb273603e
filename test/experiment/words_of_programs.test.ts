import { expect, test } from 'vitest';
import {
  file,
  refusalOf,
  right,
  testTypedFiles,
  withImage,
  withPool,
} from '../support/experiment/typed_files.ts';

// Layers as programs of Keras and PyTorch write them, pasted into a file.

const layers = (...items: string[]) =>
  withPool(['layers:', ...items.map((item) => `  - ${item}`)].join('\n'));
const KERAS = 'a trained layer is part of a model: write { type: model, path: model.json }';
const TORCH =
  'a trained layer is part of a model: write { type: model, path: model.onnx }, as torch.onnx.export';

/** A layer, and what the message says. Its activation has no kind here. */
const elsewhere: [string, string][] = [
  ['Conv2D(8, 3, activation="gelu")', KERAS],
  ['Conv2D(8, 3, activation=tf.nn.gelu)', KERAS],
  ['layers.Conv2D(filters=8, kernel_size=3, activation="tanh")', KERAS],
  ['Activation("gelu")', KERAS],
  ['Dense(10, activation="swish")', KERAS],
  ['{ type: Activation, activation: gelu }', KERAS],
  ['{ type: conv2d, kernel: random, activation: gelu }', KERAS],
  ['Activation: gelu', KERAS],
  ['Conv2D: { filters: 8, kernel_size: 3, activation: swish }', KERAS],
  ['Reshape((28, 28, 1))', KERAS],
  ['Add()', KERAS],
  ['nn.AdaptiveAvgPool2d((7, 7))', TORCH],
  ['nn.Upsample(scale_factor=2, mode="bicubic")', TORCH],
  ['nn.Conv2d(1, 8, 3), nn.GELU()', TORCH],
  ['torchvision.models.resnet18()', TORCH],
];

test.each(elsewhere)('%s is part of a model', (layer, said) => {
  const message = refusalOf(layers(layer));
  expect(message).toContain(`; ${said}`);
  expect(message).not.toMatch(/did you mean|write relu|write gelu/);
});

test('a list of layers in one text, with one that has no kind here, is a model in a list', () => {
  expect(refusalOf(withPool('layers: nn.Sequential(nn.Conv2d(1, 8, 3), nn.GELU())'))).toContain(
    'a trained layer is part of a model: write layers: [{ type: model, path: model.onnx }]',
  );
});

const max3 = layers('{ type: max_pool, pool_size: 3 }');

/** Conditions, and the expectations to write. */
const claims = (
  [
    ['len(classes) == 1', '{ metric: classes, equals: 1 }'],
    ['not (match_rate < 0.9)', '{ metric: match_rate, min: 0.9 }'],
    ['match_rate == pytest.approx(0.9)', '{ metric: match_rate, equals: 0.9, within: 0.01 }'],
    ['abs(match_rate - 0.9) < 0.05', '{ metric: match_rate, equals: 0.9, within: 0.05 }'],
    [
      'match_rate >= 0.9 and classes == 1',
      '{ metric: match_rate, min: 0.9 }, { metric: classes, equals: 1 }',
    ],
    ['match_rate != 0', '{ metric: match_rate, min: 0.01 }'],
    ['match_rate mindestens 0,9', '{ metric: match_rate, min: 0.9 }'],
    ['match_rate en az %90', '{ metric: match_rate, min: 0.9 }'],
    ['classes höchstens 4', '{ metric: classes, max: 4 }'],
    ['classes is not 1', '{ metric: classes, min: 2 }'],
  ] as const
).map(([wrong, meant]): [string, string, string] => [
  file(`expect:\n  - ${wrong}`),
  `write ${meant}`,
  file(`expect: [${meant}]`),
]);

testTypedFiles([
  [
    file('expect: match_rate at depth 4 != 0'),
    'write expect: [{ metric: match_rate, at: { depth: 4 }, min: 0.01 }], or another min',
    file('expect: [{ metric: match_rate, at: { depth: 4 }, min: 0.01 }]'),
  ],
  [layers('{ type: Activation, activation: relu }'), 'write relu, without activation', layers('relu')],
  [layers('Activation: relu'), 'write relu', layers('relu')],
  [layers('x = MaxPooling2D()(x)'), 'write max_pool', layers('max_pool')],
  [layers('self.pool = nn.MaxPool2d(3)'), 'write { type: max_pool, pool_size: 3 }', max3],
  [layers('model.add(MaxPooling2D(3))'), 'write { type: max_pool, pool_size: 3 }', max3],
  [layers('MaxPooling2D(3, strides=None)'), 'write { type: max_pool, pool_size: 3 }', max3],
  [layers('max_pool 3x3'), 'write { type: max_pool, pool_size: 3 }', max3],
  [
    layers('max_pool, stride 1'),
    'write { type: max_pool, strides: 1 }',
    layers('{ type: max_pool, strides: 1 }'),
  ],
  [
    layers('nn.Upsample(scale_factor=3, mode="nearest")'),
    'write { type: upsample, size: 3, interpolation: nearest }',
    layers('{ type: upsample, size: 3, interpolation: nearest }'),
  ],
  [layers('AdaptiveMaxPooling2D(1)'), 'write global_max_pool', layers('global_max_pool')],
  [
    withPool('layers:\n- max_pool\n - relu'),
    'write max_pool, relu, which are 2 items of the list',
    withPool('layers: [max_pool, relu]'),
  ],
  [
    withPool('layers: 2 x [max_pool, relu]'),
    'write layers: [max_pool, relu, max_pool, relu]',
    withPool('layers: [max_pool, relu, max_pool, relu]'),
  ],
  [layers('nn.Softmax(dim=1)'), 'write softmax;', layers('softmax')],
  [
    layers('nn.LPPool2d(2, 3)'),
    'write { type: lp_pool, p: 2, pool_size: 3 };',
    layers('{ type: lp_pool, p: 2, pool_size: 3 }'),
  ],
  [
    layers('{ type: max_pool, size: 3x3 }'),
    'write pool_size: [3, 3];',
    layers('{ type: max_pool, pool_size: [3, 3] }'),
  ],
  [
    layers('{ type: repeat, times: 2, layers: [max_pool] }'),
    'write { repeat: { times: 2, layers: [max_pool] } }, in place of the whole;',
    layers('{ repeat: { times: 2, layers: [max_pool] } }'),
  ],
  // Two of three letters are another word.
  [right.replace('pool:', 'foo: 1\npool:'), 'unknown key "foo"; allowed: ', right],
  // Numbers behind the name of a layer.
  [
    layers('conv2d 3x3 64'),
    'write { type: conv2d, kernel: random, filters: 64, kernel_size: 3 };',
    layers('{ type: conv2d, kernel: random, filters: 64, kernel_size: 3 }'),
  ],
  [
    layers('conv 64 3 relu'),
    'write { type: conv2d, kernel: random, filters: 64, kernel_size: 3 }, relu, which are 2 items of the list;',
    layers('{ type: conv2d, kernel: random, filters: 64, kernel_size: 3 }', 'relu'),
  ],
  [
    layers('conv2d 64'),
    'write { type: conv2d, kernel: random, filters: 64 };',
    layers('{ type: conv2d, kernel: random, filters: 64 }'),
  ],
  [
    layers('{ conv2d: 64 }'),
    'write { type: conv2d, kernel: random, filters: 64 }.',
    layers('{ type: conv2d, kernel: random, filters: 64 }'),
  ],
  [
    withPool('layers: [max_pool 3 2]'),
    'write { type: max_pool, pool_size: 3, strides: 2 };',
    layers('{ type: max_pool, pool_size: 3, strides: 2 }'),
  ],
  [
    layers('max_pool 2x2 stride 2'),
    'write { type: max_pool, pool_size: 2, strides: 2 };',
    layers('{ type: max_pool, pool_size: 2, strides: 2 }'),
  ],
  [layers('dropout 0.5'), 'leave it out: it changes nothing', right],
  [layers('flatten 1'), 'did you mean "flatten"?', layers('flatten')],
  [withPool('pool: { type: max_pool, Tiefe: 4 }'), 'write depth: 4;', right],
  [file('trials: alle'), 'write all.', file('trials: all')],
  // Layers along one axis.
  [
    layers('nn.MaxPool1d(2)'),
    'write { type: max_pool, pool_size: [1, 2] };',
    layers('{ type: max_pool, pool_size: [1, 2] }'),
  ],
  [
    layers('MaxPooling1D'),
    'write { type: max_pool, pool_size: [1, 2] };',
    layers('{ type: max_pool, pool_size: [1, 2] }'),
  ],
  [
    layers('{ MaxPool1d: { kernel_size: 3, stride: 2, padding: 1 } }'),
    'write { type: max_pool, pool_size: [1, 3], strides: [1, 2], padding: replicate }.',
    layers('{ type: max_pool, pool_size: [1, 3], strides: [1, 2], padding: replicate }'),
  ],
  [
    layers('{ type: AvgPool1d, kernel_size: 2 }'),
    'write avg_pool, with pool_size: [1, 2] beside it;',
    layers('{ type: avg_pool, pool_size: [1, 2] }'),
  ],
  [
    layers('nn.Conv1d(1, 8, 3, padding=1)'),
    'write { type: conv2d, kernel: random, filters: 8, kernel_size: [1, 3], padding: same };',
    layers('{ type: conv2d, kernel: random, filters: 8, kernel_size: [1, 3], padding: same }'),
  ],
  [
    withPool('pool: MaxPool1d(2)'),
    'write { type: max_pool, pool_size: [1, 2] };',
    withPool('pool: { type: max_pool, pool_size: [1, 2] }'),
  ],
  // Layers as the values of others.
  [withPool('layers: { max_pool: relu }'), 'write layers: [max_pool, relu].', layers('max_pool', 'relu')],
  [
    withPool('layers: { max_pool: [relu, avg_pool] }'),
    'write layers: [max_pool, relu, avg_pool].',
    layers('max_pool', 'relu', 'avg_pool'),
  ],
  [
    withPool('layers: { max_pool: 3x3, relu: true }'),
    'write layers: [{ type: max_pool, pool_size: [3, 3] }, relu].',
    layers('{ type: max_pool, pool_size: [3, 3] }', 'relu'),
  ],
  // Tags of other readers of YAML.
  [withImage('image: !circle'), 'unknown tag !circle; write image: circle.', right],
  [
    withImage('image: !circle\n  radius: 20'),
    'write image: { type: circle, radius: 20 }.',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [withPool('layers: [!max_pool, !relu]'), 'write layers: [max_pool, relu].', layers('max_pool', 'relu')],
  [
    withImage('image: { type: noise, size: !!set {64, 64} }'),
    'write image: { type: noise, size: [64, 64] }, without the tag.',
    withImage('image: { type: noise, size: [64, 64] }'),
  ],
  [
    withPool('layers: !include layers.yaml'),
    'write the content of layers.yaml in its place: a file includes no other.',
    right,
  ],
  [file('seed: !env SEED'), 'write the value itself: nothing is filled in.', file('seed: 3')],
  [file('seed: !!python/object/apply:f\n- 3'), 'a file holds no objects of Python.', file('seed: 3')],
  // Conditions of programs.
  ...claims,
]);

test.each(['max_pool: nonsense', 'conv2d: nonsense, max_pool: relu'])(
  'layers: { %s } gets no text that leaves a part out',
  (text) => {
    expect(refusalOf(withPool(`layers: { ${text} }`))).toMatch(/expected a list of layers, not an object\.$/);
  },
);
