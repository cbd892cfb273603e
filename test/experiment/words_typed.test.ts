import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/read.ts';
import { refusalOf, testTypedFiles } from '../support/experiment/typed_files.ts';

// Files typed from other lists, networks, languages and keyboards.

const file = (
  text: string,
  { image = 'image: circle', shift = 'shift: { max: 3 }', pool = 'pool: max_pool' } = {},
) => [image, shift, pool, text].filter((line) => line !== '').join('\n');
const shift = (text: string) => file('', { shift: text });
const pool = (text: string) => file('', { pool: text });
const layers = (text: string) => pool(`layers: ${text}`);
const claim = (text: string) => file(`expect: [${text}]`);
const right = file('');
const repeated = layers('[{ repeat: { times: 4, layers: [max_pool] } }]');

/** What somebody wrote, what the message says, and the file as it then says to write it. */
const cases: [wrong: string, said: string, mended: string][] = [
  // Pairs and lists that lack something, and multiples of a step.
  [shift('shift: { list: [[1, 2], [3]] }'), 'write [3, 0]', shift('shift: { list: [[1, 2], [3, 0]] }')],
  [shift('shift: { y: [3] }'), 'write y: [-3, 3]', shift('shift: { y: [-3, 3] }')],
  [shift('shift: { list: [] }'), 'write list: [[0, 1], [1, 0]]', shift('shift: { list: [[0, 1], [1, 0]] }')],
  [shift('shift: { max: 3, step: 0.7 }'), 'write 2.8 or 3.5.', shift('shift: { max: 2.8, step: 0.7 }')],
  [shift('shift: { max: 2.5, step: 2 }'), 'write 2 or 4.', shift('shift: { max: 4, step: 2 }')],
  // Lists of layers in one text.
  [layers('max_pool x 4'), 'write layers: [{ repeat: { times: 4, layers: [max_pool] } }]', repeated],
  [layers('4x max_pool'), 'write layers: [{ repeat: { times: 4, layers: [max_pool] } }]', repeated],
  [layers('[4 * max_pool]'), 'write { repeat: { times: 4, layers: [max_pool] } }', repeated],
  [layers('max_pool -> relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('max_pool, relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('\n  max_pool\n  relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('\n  -max_pool\n  -relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('\n  • max_pool\n  • relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('\n  1. max_pool\n  2. relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [layers('\n  0: max_pool\n  1: relu'), 'write layers: [max_pool, relu].', layers('[max_pool, relu]')],
  [
    layers('conv2d + relu'),
    'write layers: [{ type: conv2d, kernel: random }, relu].',
    layers('[{ type: conv2d, kernel: random }, relu]'),
  ],
  [
    layers('nn.Sequential(nn.ReLU(), nn.MaxPool2d(2, stride=(2, 2)))'),
    'write layers: [relu, { type: max_pool, pool_size: 2, strides: [2, 2] }].',
    layers('[relu, { type: max_pool, pool_size: 2, strides: [2, 2] }]'),
  ],
  [
    layers('\n  - MaxPool2d(kernel_size=3, stride=2, padding=1, dilation=1, ceil_mode=False)'),
    'write { type: max_pool, pool_size: 3, strides: 2, padding: replicate };',
    layers('[{ type: max_pool, pool_size: 3, strides: 2, padding: replicate }]'),
  ],
  [layers('\n  - (0): ReLU()'), 'write relu.', layers('[relu]')],
  [layers('[{ type: max_pool, repeat: 4 }]'), 'write { repeat: { times: 4, layers: [max_pool] } }', repeated],
  [
    layers('[sobel]'),
    'write { type: conv2d, kernel: sobel_x }',
    layers('[{ type: conv2d, kernel: sobel_x }]'),
  ],
  [
    layers('[{ type: conv2d, kernel: [1, 2, 1] }]'),
    'not 1; write kernel: [[1, 2, 1]].',
    layers('[{ type: conv2d, kernel: [[1, 2, 1]] }]'),
  ],
  // A function takes the tensor first; a layer that we lack is no near one.
  [
    layers('\n  - F.max_pool2d(x, 2)'),
    'write { type: max_pool, pool_size: 2 }',
    layers('[{ type: max_pool, pool_size: 2 }]'),
  ],
  [layers('\n  - F.relu(x)'), 'write relu;', layers('[relu]')],
  [layers('\n  - F.adaptive_avg_pool2d(x, 1)'), 'write global_avg_pool;', layers('[global_avg_pool]')],
  [
    layers('\n  - tf.nn.max_pool2d(x, 2, 2, "SAME")'),
    'write { type: max_pool, pool_size: 2, strides: 2, padding: same }',
    layers('[{ type: max_pool, pool_size: 2, strides: 2, padding: same }]'),
  ],
  ...[
    'nn.GELU()',
    'nn.SiLU()',
    'nn.ReLU6()',
    'nn.PReLU()',
    'torch.nn.LayerNorm([8, 8])',
    'nn.GroupNorm(4, 8)',
    'nn.TransformerEncoderLayer(d_model=64, nhead=8)',
    'F.gelu(x)',
    'BatchNorm2d(8)',
    '{ type: nn.InstanceNorm2d, num_features: 8 }',
    'nn.BatchNorm2d: { num_features: 8 }',
  ].map((layer): [string, string, string] => [
    layers(`\n  - ${layer}`),
    'a trained layer is part of a model: write { type: model, path: model.onnx }, as torch.onnx.export makes it',
    right,
  ]),
  [layers('\n  - nn.Flatten(start_dim=1)'), 'write flatten;', layers('[flatten]')],
  [
    layers('\n  - nn.Upsample(scale_factor=2)'),
    'write { type: upsample, size: 2 }',
    layers('[{ type: upsample, size: 2 }]'),
  ],
  [
    layers('\n  - AvgPool2d(2, count_include_pad=False)'),
    'write { type: avg_pool, pool_size: 2 }',
    layers('[{ type: avg_pool, pool_size: 2 }]'),
  ],
  [shift('shift: { max: 3, fill: [0, 128] }'), 'write fill_value: [0, 128]', right],
  [layers('\n  - BatchNormalization()'), 'write { type: model, path: model.json };', right],
  [layers('\n  - gelu'), 'write { type: model, path: model.json };', right],
  [pool('pools: [max_pool, relu]'), 'write layers: [max_pool, relu]', layers('[max_pool, relu]')],
  [pool('pools: max_pool'), 'did you mean "pool"?', right],
  // Words of albumentations, OpenCV and torchvision.
  [
    shift('shift: { max: 3, fill: 128 }'),
    'write fill_value: 128',
    shift('shift: { max: 3, fill_value: 128 }'),
  ],
  [
    shift('shift: { max: 3, fill: BORDER_REFLECT_101 }'),
    'write fill_mode: reflect',
    shift('shift: { max: 3, fill_mode: reflect }'),
  ],
  [
    shift('shift: { max: 3, step: 0.5, interpolation: InterpolationMode.BILINEAR }'),
    'write bilinear',
    shift('shift: { max: 3, step: 0.5, interpolation: bilinear }'),
  ],
  [
    shift('shift: { max: 3, step: 0.5, interpolation: cv2.INTER_CUBIC }'),
    'write bicubic',
    shift('shift: { max: 3, step: 0.5, interpolation: bicubic }'),
  ],
  [shift('shift: { shift_limit: 0.0625 }'), 'write max: 6.25%', shift('shift: { max: 6.25% }')],
  [file('', { image: 'image: camera' }), 'write { type: file, path: cat.png }', right],
  // A key of the top that is indented.
  [
    file('', { shift: '  shift: { max: 3 }' }),
    '2:3: a key at the top begins its line; write "shift: { max: 3 }" without spaces before it.',
    right,
  ],
  // A call with several arguments is one layer, no list of its parts.
  [layers("\n  - Dense(10, activation='softmax')"), 'a trained layer is part of a model', repeated],
  [layers('\n  - Foo(1, 2)'), 'unknown layer "Foo(1, 2)"; allowed: ', repeated],
  [layers(`\n  - ${'('.repeat(3000)}a b${')'.repeat(3000)}`), 'unknown layer "((((', repeated],
  [
    layers('\n  - AvgPool2d(kernel_size=3, stride=2, padding=1)'),
    'write { type: avg_pool, pool_size: 3, strides: 2, padding: same }, which is near: no word here pads such windows as PyTorch does;',
    layers('[{ type: avg_pool, pool_size: 3, strides: 2, padding: same }]'),
  ],
  [
    layers('\n  - nn.Conv2d(1, 64, kernel_size=7, stride=2, padding=(3, 3), bias=False)'),
    'write { type: conv2d, kernel: random, filters: 64, kernel_size: 7, strides: 2, padding: same }, which is near',
    layers('[{ type: conv2d, kernel: random, filters: 64, kernel_size: 7, strides: 2, padding: same }]'),
  ],
  [layers('\n  - nn.AdaptiveAvgPool2d((1, 1))'), 'write global_avg_pool;', layers('[global_avg_pool]')],
  [layers("\n  - Activation('softmax')"), 'write softmax;', layers('[softmax]')],
  [
    layers('[{ type: max_pool, pool_size: (2, 2), strides: (2, 2) }]'),
    'a pair has square brackets; write { type: max_pool, pool_size: [2, 2], strides: [2, 2] }.',
    layers('[{ type: max_pool, pool_size: [2, 2], strides: [2, 2] }]'),
  ],
  // Keys one by one in a list.
  [
    file('', { image: 'image:\n  - type: circle\n  - radius: 20' }),
    'write image: { type: circle, radius: 20 }.',
    file('', { image: 'image: { type: circle, radius: 20 }' }),
  ],
  [
    shift('shift:\n  - max: 3\n  - fill_mode: wrap'),
    'write shift: { max: 3, fill_mode: wrap };',
    shift('shift: { max: 3, fill_mode: wrap }'),
  ],
  [
    pool('pool:\n  - type: max_pool\n  - depth: 4'),
    'write pool: { type: max_pool, depth: 4 }.',
    pool('pool: { type: max_pool, depth: 4 }'),
  ],
  // Padding in numbers.
  [
    pool('pool: { type: max_pool, kernel_size: 3, stride: 2, padding: 1 }'),
    'not 1; write replicate, which does what padding=1 does in PyTorch.',
    pool('pool: { type: max_pool, pool_size: 3, strides: 2, padding: replicate }'),
  ],
  [
    pool('pool: { type: avg_pool, pool_size: 3, strides: 2, padding: [1, 1] }'),
    'write same, which is near: no word here pads such windows by [1, 1] on each side, as PyTorch does.',
    pool('pool: { type: avg_pool, pool_size: 3, strides: 2, padding: same }'),
  ],
  [
    pool('pool: { type: max_pool, pool_size: 3, strides: 2, ceil_mode: true }'),
    'write padding: same, which is near: its windows may begin before the image too;',
    pool('pool: { type: max_pool, pool_size: 3, strides: 2, padding: same }'),
  ],
  [
    pool('pool: { type: avg_pool, count_include_pad: true }'),
    'leave it out: padding counts in no mean here;',
    pool('pool: avg_pool'),
  ],
  // Shifts.
  [shift('shift: max=3'), 'write shift: { max: 3 };', right],
  [shift('shift: { max=3 }'), 'write max: 3, with a colon and a space;', right],
  [shift('shift: random'), 'write shift: { max: 3 };', right],
  [
    shift('shift: [[0, 1], [1, 0]]'),
    'write shift: { list: [[0, 1], [1, 0]] };',
    shift('shift: { list: [[0, 1], [1, 0]] }'),
  ],
  [
    shift('shift: { x: -3..3, y: [0, 0] }'),
    'not "-3..3"; write [-3, 3].',
    shift('shift: { x: [-3, 3], y: [0, 0] }'),
  ],
  [shift('shift: { y: 0 }'), 'not 0; write y: [0, 0].', shift('shift: { y: [0, 0] }')],
  [
    shift('shift: { max: 3, wrap: true }'),
    'write fill_mode: wrap;',
    shift('shift: { max: 3, fill_mode: wrap }'),
  ],
  [
    shift('shift: { max: 3, diagonal: true }'),
    'write path: diagonal;',
    shift('shift: { max: 3, path: diagonal }'),
  ],
  [
    file('perturbation: { type: translation, max_shift: 3 }', { shift: '' }),
    'write shift: { max: 3 };',
    right,
  ],
  // Numbers.
  [shift('shift: { max: −3 }'), 'not "−3"; write 3.', right],
  [
    shift('shift: { max: 1-3 }'),
    'write sweep: { shift.max: [1, 2, 3] } at the top of the file.',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [
    claim('{ metric: match_rate, equals: 3/8 }'),
    'not "3/8"; write 0.375.',
    claim('{ metric: match_rate, equals: 0.375 }'),
  ],
  [
    claim('{ metric: match_rate, equals: 0.5 ± 0.1 }'),
    'write 0.5, and within: 0.1 beside it.',
    claim('{ metric: match_rate, equals: 0.5, within: 0.1 }'),
  ],
  [
    file('expect:\n  - metric: match_rate\n    min: 0,9'),
    'not "0,9"; write 0.9, with a point.',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    file('expect:\n  - metric: match_rate\n    min: 0,125'),
    'not "0,125"; write 0.125, with a point.',
    claim('{ metric: match_rate, min: 0.125 }'),
  ],
  [shift('shift:\n  max: 1,5'), 'write [1, 5], or 1.5 with a point.', shift('shift: { max: [1, 5] }')],
  [shift('shift: { max: 3, step: ½ }'), 'not "½"; write 0.5.', shift('shift: { max: 3, step: 0.5 }')],
  // No number is proposed that nobody wrote.
  [shift('shift: { max: 3² }'), 'two as [y, x], not "3²".', right],
  [
    claim('{ metric: match_rate, at: depth 1, min: 0 }'),
    'write at: { depth: 1 }.',
    claim('{ metric: match_rate, at: { depth: 1 } , min: 0.1 }'),
  ],
  [file('trials: "*"'), 'write all.', file('trials: all')],
  [file('tables: summary, shifts'), 'write tables: [summary, shifts].', file('tables: [summary, shifts]')],
  // Parts without a value.
  [file('', { image: 'image:' }), 'write image: circle.', right],
  [shift('shift:'), 'write shift: { max: 3 };', right],
  [pool('layers:'), 'write layers: [max_pool].', layers('[max_pool]')],
  [file('seed: ~'), 'write seed: 0, or leave it out.', file('seed: 0')],
  // Other languages.
  [file('', { image: 'bild: kreis' }), 'unknown key "bild"; write image: circle;', right],
  [file('', { image: 'image: cercle' }), 'did you mean "circle"?', right],
  [shift('verschiebung: { max: 3 }'), 'write shift: { max: 3 };', right],
  [shift('décalage: { max: 3 }'), 'write shift: { max: 3 };', right],
  [pool('schichten: [max_pool]'), 'write layers: [max_pool];', layers('[max_pool]')],
  [pool('pool: maks_havuz'), 'write max_pool;', right],
  [
    pool('pool: { type: max_pool, derinlik: 4 }'),
    'write depth: 4;',
    pool('pool: { type: max_pool, depth: 4 }'),
  ],
];

describe('a file typed in another form', () => {
  testTypedFiles(cases);
});

test('a list of layers in one text is proposed as a list that is valid, however it is separated', () => {
  const names = [
    'max_pool',
    'relu',
    'nn.MaxPool2d(2)',
    'MaxPooling2D((2, 2))',
    'avg_pool x 2',
    'nothing_known',
  ];
  const separator = fc.constantFrom(', ', ',', ' -> ', '->', ' → ', ' + ', ' | ', '; ', '\n  - ', '\n  • ');
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...names), { minLength: 2, maxLength: 5 }),
      separator,
      (items, between) => {
        const message = refusalOf(layers(JSON.stringify(items.join(between))));
        const [, proposed] = /; write (layers: .*)\.$/.exec(message) ?? [];
        expect(proposed === undefined).toBe(items.includes('nothing_known'));
        if (proposed === undefined) return;
        const { variants } = parseExperiment(pool(proposed));
        expect(variants[0]!.layers).toHaveLength(
          items.length + items.filter((item) => item.endsWith('x 2')).length,
        );
      },
    ),
  );
});
