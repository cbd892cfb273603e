import { describe, expect, test } from 'vitest';
import { lines, refusalOf, testTypedFiles } from '../support/experiment/typed_files.ts';

// Layers of PyTorch, Keras, TensorFlow and JAX with their arguments, and layers as papers write them.

const layers = (text: string) => lines('image: circle', 'shift: { max: 3 }', `layers:\n  - ${text}`);
const listed = (text: string) => lines('image: circle', 'shift: { max: 3 }', `layers: [${text}]`);

/** What somebody wrote, and the layers that it means. */
const exact: [written: string, meant: string][] = [
  // Windows of 2 that lie side by side begin at the same cells, with a last one that is cut.
  ['AvgPool2d(2, ceil_mode=True)', '{ type: avg_pool, pool_size: 2, padding: same }'],
  ['F.avg_pool2d(x, 2, ceil_mode=True)', '{ type: avg_pool, pool_size: 2, padding: same }'],
  ['nn.MaxPool2d(2, 2, return_indices=True)', '{ type: max_pool, pool_size: 2, strides: 2 }'],
  ['nn.MaxPool2d(2).cuda()', '{ type: max_pool, pool_size: 2 }'],
  [
    'nn.Conv2d(1, 8, 3, padding=1, padding_mode="circular")',
    '{ type: conv2d, kernel: random, filters: 8, kernel_size: 3, padding: circular }',
  ],
  [
    'nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)',
    '{ type: upsample, size: 2, interpolation: bilinear }',
  ],
  ['layers.GlobalAveragePooling2D(keepdims=True)', 'global_avg_pool'],
  ['layers.ReLU(negative_slope=0.1)', '{ type: leaky_relu, negative_slope: 0.1 }'],
  [
    'tf.nn.max_pool(x, [1, 2, 2, 1], [1, 2, 2, 1], "SAME")',
    '{ type: max_pool, pool_size: [2, 2], strides: [2, 2], padding: same }',
  ],
  // Flax and Equinox move windows by one cell where no stride is said.
  ['nn.avg_pool(x, (2, 2))', '{ type: avg_pool, pool_size: [2, 2], strides: 1, padding: valid }'],
  ['eqx.nn.MaxPool2d(kernel_size=2)', '{ type: max_pool, pool_size: 2, strides: 1, padding: valid }'],
  [
    'hk.MaxPool(window_shape=2, strides=2, padding="SAME")',
    '{ type: max_pool, pool_size: 2, strides: 2, padding: same }',
  ],
  ['antialiased_cnns.BlurPool(8, stride=2)', '{ type: blur_pool, strides: 2, filter: 4 }'],
  ['torch.flatten(x, 1)', 'flatten'],
  ['x ** 2', 'square'],
  ['x[:, :, ::2, ::2]', '{ type: subsample, strides: 2 }'],
  ['maxpool/2', '{ type: max_pool, strides: 2 }'],
  ['conv3-64', '{ type: conv2d, kernel: random, filters: 64, kernel_size: 3 }'],
  ['3×3 conv, 64', '{ type: conv2d, kernel: random, filters: 64, kernel_size: 3 }'],
  ['2x2 max-pool, stride 2', '{ type: max_pool, pool_size: 2, strides: 2 }'],
  ['max pool (2x2)', '{ type: max_pool, pool_size: 2 }'],
  ['max pooling', 'max_pool'],
];

/** Several layers in one call, from the inside out. */
const several: [written: string, meant: string][] = [
  ['F.max_pool2d(F.relu(x), 2)', 'relu, { type: max_pool, pool_size: 2 }'],
  [
    'nn.Sequential(nn.MaxPool2d(2, ceil_mode=True), nn.ReLU())',
    '{ type: max_pool, pool_size: 2, padding: same }, relu',
  ],
];

/** What no option here says, and the layer without it. */
const near: [written: string, meant: string, lacking: string][] = [
  [
    'nn.MaxPool2d(3, stride=2, padding=1, dilation=1, ceil_mode=True)',
    '{ type: max_pool, pool_size: 3, strides: 2, padding: same }',
    'no option here is ceil_mode=true',
  ],
  [
    'nn.MaxPool2d(2, stride=2, dilation=2)',
    '{ type: max_pool, pool_size: 2, strides: 2 }',
    'no option here is dilation=2',
  ],
  [
    'nn.AvgPool2d(2, divisor_override=3)',
    '{ type: avg_pool, pool_size: 2 }',
    'no option here is divisor_override=3',
  ],
  [
    'nn.AvgPool2d(3, 2, 1)',
    '{ type: avg_pool, pool_size: 3, strides: 2, padding: same }',
    'no word here pads such windows as PyTorch does',
  ],
  ['layers.ReLU(max_value=6)', 'relu', 'no option here is max_value=6'],
];

describe('a layer of another library', () => {
  testTypedFiles([
    ...exact.map(([written, meant]): [string, string, string] => [
      layers(written),
      `write ${meant}; allowed: `,
      listed(meant),
    ]),
    ...several.map(([written, meant]): [string, string, string] => [
      layers(written),
      `write ${meant}, which are 2 items of the list; allowed: `,
      listed(meant),
    ]),
    ...near.map(([written, meant, lacking]): [string, string, string] => [
      layers(written),
      `write ${meant}, which is near: ${lacking}; allowed: `,
      listed(meant),
    ]),
    [
      layers('nn.Upsample(size=(8, 8))'),
      'write { type: upsample, size: 2 }, where size says how many times as large the output is;',
      listed('{ type: upsample, size: 2 }'),
    ],
  ]);
});

test('a call is not answered with the last name in it', () => {
  expect(refusalOf(layers('nn.Sequential(Foo(2), nn.ReLU())'))).not.toContain('write relu');
});
