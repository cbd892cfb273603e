import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/read.ts';
import { aliasOf } from '../../src/experiment/remedies/words/alias_of.ts';
import { aliases } from '../../src/experiment/remedies/words/aliases.ts';
import { builtinKinds } from '../../src/experiment/schema/kinds.ts';
import { experimentEntries } from '../../src/experiment/schema/schema.ts';

const pool = 'pool: { type: max_pool, depth: 4 }';
const layersOf = (list: string) => `image: circle\nshift: { max: 3 }\nlayers: [${list}]`;
const poolOf = (text: string) => `image: circle\nshift: { max: 3 }\npool: ${text}`;
const imageOf = (text: string) => `image: ${text}\nshift: { max: 3 }\n${pool}`;
const shiftOf = (text: string) => `image: circle\nshift: ${text}\n${pool}`;
const fileOf = (text: string) => `image: circle\nshift: { max: 3 }\n${pool}\n${text}`;
const claim = (text: string) => fileOf(`trials: all\nexpect: [${text}]`);

/** What somebody wrote, what a message says to write, and the file with that in it. */
const written: [string, string, string][] = [
  [layersOf('MaxPool2D'), 'unknown layer "MaxPool2D"; write max_pool; allowed:', layersOf('max_pool')],
  [layersOf('nn.MaxPool2d'), 'write max_pool; allowed:', layersOf('max_pool')],
  [layersOf('max'), 'write max_pool; allowed:', layersOf('max_pool')],
  [layersOf('avg'), 'write avg_pool; allowed:', layersOf('avg_pool')],
  [layersOf('blur'), 'write blur_pool; allowed:', layersOf('blur_pool')],
  [layersOf('GlobalAveragePooling2D'), 'write global_avg_pool; allowed:', layersOf('global_avg_pool')],
  [layersOf('AdaptiveAvgPool2d'), 'write global_avg_pool; allowed:', layersOf('global_avg_pool')],
  [layersOf('maxpool'), 'did you mean "max_pool"?', layersOf('max_pool')],
  [layersOf('ReLU'), 'did you mean "relu"?', layersOf('relu')],
  [
    layersOf('MaxPool2d(2)'),
    'write { type: max_pool, pool_size: 2 }; allowed:',
    layersOf('{ type: max_pool, pool_size: 2 }'),
  ],
  [
    layersOf('max_pool x4'),
    'write { repeat: { times: 4, layers: [max_pool] } }',
    layersOf('{ repeat: { times: 4, layers: [max_pool] } }'),
  ],
  [
    layersOf('Dropout, max_pool'),
    'leave it out: it changes nothing when a network predicts',
    layersOf('max_pool'),
  ],
  [
    layersOf('{ MaxPool2D: { pool_size: 3 } }'),
    'write { type: max_pool, pool_size: 3 }.',
    layersOf('{ type: max_pool, pool_size: 3 }'),
  ],
  [
    layersOf('{ type: max_pool, depth: 4 }'),
    'write { repeat: { times: 4, layers: [max_pool] } }; allowed:',
    layersOf('{ repeat: { times: 4, layers: [max_pool] } }'),
  ],
  [
    layersOf('{ repeat: 2, layers: [relu] }'),
    'write { repeat: { times: 2, layers: [relu] } }',
    layersOf('{ repeat: { times: 2, layers: [relu] } }'),
  ],
  [
    layersOf('{ type: max_pool, kernel_size: 3 }'),
    'write pool_size: 3; allowed:',
    layersOf('{ type: max_pool, pool_size: 3 }'),
  ],
  [
    layersOf('{ type: max_pool, stride: 2 }'),
    'did you mean "strides"?',
    layersOf('{ type: max_pool, strides: 2 }'),
  ],
  [layersOf('{ type: max_pool, name: pool1 }'), 'leave it out', layersOf('{ type: max_pool }')],
  [
    layersOf('{ type: conv2d, filters: 64, kernel_size: 3 }'),
    'layers.0.kernel is missing; write kernel: random',
    layersOf('{ type: conv2d, kernel: random, filters: 64, kernel_size: 3 }'),
  ],
  [
    layersOf('{ type: conv2d, kernel: edge, activation: relu }'),
    'write relu as a layer of its own, after this one; allowed:',
    layersOf('{ type: conv2d, kernel: edge }, relu'),
  ],
  [
    layersOf('{ type: conv2d, kernel: random, out_channels: 8 }'),
    'write filters: 8; allowed:',
    layersOf('{ type: conv2d, kernel: random, filters: 8 }'),
  ],
  ['image: circle\nshift: { max: 3 }\nlayers: max_pool', 'write layers: [max_pool].', layersOf('max_pool')],
  [
    poolOf('max_pool x4'),
    'write { type: max_pool, depth: 4 }; allowed:',
    poolOf('{ type: max_pool, depth: 4 }'),
  ],
  [
    poolOf('{ type: max_pool, times: 4 }'),
    'write depth: 4; allowed:',
    poolOf('{ type: max_pool, depth: 4 }'),
  ],
  [
    poolOf('{ type: max_pool, strides: (2,2) }'),
    'write strides: [2, 2].',
    poolOf('{ type: max_pool, strides: [2, 2] }'),
  ],
  [
    poolOf('{ type: max_pool, padding: zeros }'),
    'write same; allowed:',
    poolOf('{ type: max_pool, padding: same }'),
  ],
  [
    poolOf('{ type: max_pool, depth: "4" }'),
    'write 4, without quotes.',
    poolOf('{ type: max_pool, depth: 4 }'),
  ],
  [
    imageOf('{ path: cat.png }'),
    'image.type is missing; write { type: file, path: cat.png }.',
    imageOf('circle'),
  ],
  [imageOf('cat.png'), 'write { type: file, path: cat.png }; allowed:', imageOf('circle')],
  [imageOf('{ radius: 20 }'), 'write { type: circle, radius: 20 }.', imageOf('{ type: circle, radius: 20 }')],
  [
    imageOf('disk'),
    'write { type: circle, filled: true }; allowed:',
    imageOf('{ type: circle, filled: true }'),
  ],
  [
    imageOf('{ type: dots, positions: [[10, 10]] }'),
    'write at: [[10, 10]]; allowed:',
    imageOf('{ type: dots, at: [[10, 10]] }'),
  ],
  [
    imageOf('{ type: dots, at: [32, 16] }'),
    'write at: [[32, 16]].',
    imageOf('{ type: dots, at: [[32, 16]] }'),
  ],
  [imageOf('{ type: circle, filled: yes }'), 'write true.', imageOf('{ type: circle, filled: true }')],
  [imageOf('{ type: circle, radius: 20.5 }'), 'write 20 or 21.', imageOf('{ type: circle, radius: 20 }')],
  [
    imageOf('circle\n size: 32'),
    'this line is indented below a value; write image: { type: circle, size: 32 }.',
    imageOf('{ type: circle, size: 32 }'),
  ],
  [
    shiftOf('3'),
    'shift: expected an object, not 3; write shift: { max: 3 }; allowed:',
    shiftOf('{ max: 3 }'),
  ],
  [shiftOf('[2, 3]'), 'write shift: { max: [2, 3] }; allowed:', shiftOf('{ max: [2, 3] }')],
  [shiftOf('{ min: -3, max: 3 }'), 'write { max: 3 }; allowed:', shiftOf('{ max: 3 }')],
  [
    shiftOf('{ min: 0, max: 3 }'),
    'write { y: [0, 3], x: [0, 3] }; allowed:',
    shiftOf('{ y: [0, 3], x: [0, 3] }'),
  ],
  [shiftOf('{ max: "3" }'), 'write 3, without quotes.', shiftOf('{ max: 3 }')],
  [shiftOf('{ max: 3.5 }'), 'write 3 or 4, or add step: 0.5.', shiftOf('{ max: 3.5, step: 0.5 }')],
  [
    shiftOf('{ max: 3, fill: edge }'),
    'write fill_mode: nearest; allowed:',
    shiftOf('{ max: 3, fill_mode: nearest }'),
  ],
  [
    shiftOf('{ max: 3, fill_mode: zeros }'),
    'write constant; allowed:',
    shiftOf('{ max: 3, fill_mode: constant }'),
  ],
  [
    fileOf('repeat: 4'),
    'write layers: [{ repeat: { times: 4, layers: [max_pool] } }]; allowed:',
    layersOf('{ repeat: { times: 4, layers: [max_pool] } }'),
  ],
  [fileOf('n_trials: 9'), 'did you mean "trials"?', fileOf('trials: 9')],
  [fileOf('name: x'), 'write description: x; allowed:', fileOf('description: x')],
  [fileOf('metrics: [worst]'), 'write measures: [worst]; allowed:', fileOf('measures: [worst]')],
  [
    fileOf('metrics: [match_rate, cosine]'),
    'write measures: [], or leave it out: match_rate, cosine are in every table',
    fileOf('measures: []'),
  ],
  [
    fileOf('measures: [match_rate]'),
    'measures.0: match_rate is in every table; leave it out.',
    fileOf('measures: []'),
  ],
  [fileOf('measures: worst'), 'write measures: [worst].', fileOf('measures: [worst]')],
  [fileOf('samples: 9'), 'write trials: 9; allowed:', fileOf('trials: 9')],
  [fileOf('trials: exhaustive'), 'write all.', fileOf('trials: all')],
  [fileOf('trials: 1_000'), 'write 1000, without quotes.', fileOf('trials: 1000')],
  [fileOf('compare: approx'), 'write close; allowed:', fileOf('compare: close')],
  [
    fileOf('compare: { type: close, rtol: 0.1 }'),
    'write relative: 0.1; allowed:',
    fileOf('compare: { type: close, relative: 0.1 }'),
  ],
  [fileOf('steps: every'), 'write all; allowed:', fileOf('steps: all')],
  [fileOf('image.size: 32'), 'write image: { size: 32 }; allowed:', imageOf('{ type: circle, size: 32 }')],
  [fileOf('sweep: { shift.max: 1..4 }'), 'write [1, 2, 3, 4].', fileOf('sweep: { shift.max: [1, 2, 3, 4] }')],
  [
    fileOf('sweep: { shift.max: "range(1, 4)" }'),
    'write [1, 2, 3].',
    fileOf('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [fileOf('sweep: { shift.max: 3 }'), 'write [3].', fileOf('sweep: { shift.max: [3] }')],
  [fileOf('sweep: { depth: [1, 2] }'), 'write pool.depth; allowed:', fileOf('sweep: { pool.depth: [1, 2] }')],
  [
    claim('{ metric: invariance, equals: 1 }'),
    'write match_rate; allowed:',
    claim('{ metric: match_rate, equals: 1 }'),
  ],
  [
    claim('{ metric: match_rate, depth: 4, equals: 1 }'),
    'write at: { depth: 4 }; allowed:',
    claim('{ metric: match_rate, at: { depth: 4 }, equals: 1 }'),
  ],
  [
    claim('{ metric: match_rate, greater_than: 0.9 }'),
    'write min: 0.9; allowed:',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [claim('{ metric: match_rate, min: "90%" }'), 'write 0.9.', claim('{ metric: match_rate, min: 0.9 }')],
  [claim('{ metric: match_rate }'), 'for example min: 0.9.', claim('{ metric: match_rate, min: 0.9 }')],
  [
    claim('{ metric: match_rate, at: { pool.type: max_pool }, min: 1 }'),
    'leave it out: pool.type is not swept',
    claim('{ metric: match_rate, at: {}, min: 1 }'),
  ],
  [
    fileOf('expect: { match_rate: 1 }'),
    'write expect: [{ metric: match_rate, equals: 1 }].',
    fileOf('expect: [{ metric: match_rate, equals: 1 }]'),
  ],
  [
    fileOf('expect: { classes: { max: 9 } }'),
    'write expect: [{ metric: classes, max: 9 }].',
    fileOf('expect: [{ metric: classes, max: 9 }]'),
  ],
  [
    'resim: daire\nkaydırma: { max: 3 }\nhavuz: max_pool',
    'unknown key "resim"; write image: circle',
    'image: circle\nshift: { max: 3 }\npool: max_pool',
  ],
  ['- image: circle', 'one file holds one experiment: write its keys without "- ".', fileOf('')],
  [
    layersOf('{ max_pool: 4 }'),
    'write { repeat: { times: 4, layers: [max_pool] } }.',
    layersOf('{ repeat: { times: 4, layers: [max_pool] } }'),
  ],
  [
    layersOf('{ repeat: { n: 4, layers: [max_pool] } }'),
    'unknown key "n"; write times: 4;',
    layersOf('{ repeat: { times: 4, layers: [max_pool] } }'),
  ],
  [shiftOf('{ range: [-3, 3] }'), 'unknown key "range"; write { max: 3 };', shiftOf('{ max: 3 }')],
  [shiftOf('{ range: [-1, 3] }'), 'write { y: [-1, 3], x: [-1, 3] };', shiftOf('{ y: [-1, 3], x: [-1, 3] }')],
  [shiftOf('{ dx: 3, dy: 2 }'), 'unknown key "dx"; write max: [2, 3];', shiftOf('{ max: [2, 3] }')],
  [shiftOf('{ dx: 3 }'), 'unknown key "dx"; write x: [-3, 3];', shiftOf('{ x: [-3, 3] }')],
  [shiftOf('{ max: 3px }'), 'not "3px"; write 3, without a unit.', shiftOf('{ max: 3 }')],
  [
    claim('{ match_rate: 1 }'),
    'write { metric: match_rate, equals: 1 };',
    claim('{ metric: match_rate, equals: 1 }'),
  ],
  [
    claim('{ metric: match_rate, ">=": 0.1 }'),
    'unknown key ">="; write min: 0.1;',
    claim('{ metric: match_rate, min: 0.1 }'),
  ],
  [
    claim('match_rate <= 0.9'),
    'write { metric: match_rate, max: 0.9 };',
    claim('{ metric: match_rate, max: 0.9 }'),
  ],
  [
    fileOf('expect: match_rate == 1'),
    'write expect: [{ metric: match_rate, equals: 1 }].',
    fileOf('expect: [{ metric: match_rate, equals: 1 }]'),
  ],
  [fileOf('outputs: [shifts]'), 'unknown key "outputs"; write tables: [shifts];', fileOf('tables: [shifts]')],
  [
    'experiment:\n  image: circle\n  shift: { max: 3 }\n  pool: max_pool',
    'write what it holds at the top of the file, without indentation;',
    'image: circle\nshift: { max: 3 }\npool: max_pool',
  ],
  [
    layersOf('"nn.Conv2d(1, 8, 3, padding=1)"'),
    'write { type: conv2d, kernel: random, filters: 8, kernel_size: 3, padding: same }; allowed:',
    layersOf('{ type: conv2d, kernel: random, filters: 8, kernel_size: 3, padding: same }'),
  ],
  [
    layersOf(`"Conv2D(8, (3, 3), padding='same', activation='relu')"`),
    'write { type: conv2d, kernel: random, filters: 8, kernel_size: [3, 3], padding: same }, relu, which are 2 items of the list; allowed:',
    layersOf('{ type: conv2d, kernel: random, filters: 8, kernel_size: [3, 3], padding: same }, relu'),
  ],
  [
    layersOf('{ Conv2D: { filters: 8, kernel_size: 3, activation: relu } }'),
    'layers.0.type is missing; write { type: conv2d, kernel: random, filters: 8, kernel_size: 3, padding: valid }, relu, which are 2 items of the list.',
    layersOf('{ type: conv2d, kernel: random, filters: 8, kernel_size: 3, padding: valid }, relu'),
  ],
  [
    layersOf('{ MaxPool: 2 }'),
    'write { type: max_pool, pool_size: 2 }.',
    layersOf('{ type: max_pool, pool_size: 2 }'),
  ],
  [
    layersOf('{ class_name: MaxPooling2D, config: { name: pool1, pool_size: [2, 2], strides: [2, 2] } }'),
    'write { type: max_pool, pool_size: [2, 2], strides: [2, 2] }.',
    layersOf('{ type: max_pool, pool_size: [2, 2], strides: [2, 2] }'),
  ],
  [
    layersOf('{ MaxPool2d: { kernel_size: 3, stride: 2, padding: 1 } }'),
    'write { type: max_pool, pool_size: 3, strides: 2, padding: replicate }.',
    layersOf('{ type: max_pool, pool_size: 3, strides: 2, padding: replicate }'),
  ],
  // Where no word pads as PyTorch does, none is proposed, and none is lost silently.
  [
    layersOf('{ Conv2d: { filters: 8, kernel_size: 3, stride: 2, padding: 1 } }'),
    'write { type: conv2d, … }.',
    layersOf('{ type: conv2d, kernel: random, filters: 8, kernel_size: 3, strides: 2 }'),
  ],
  [layersOf('{ type: yolo }'), 'write boxes; allowed:', layersOf('max_pool')],
  [
    'image: circle\nshift: { max: 3 }\npooling: { kind: average, size: 2, depth: 3 }',
    'unknown key "pooling"; write pool: { type: avg_pool, pool_size: 2, depth: 3 }; allowed:',
    poolOf('{ type: avg_pool, pool_size: 2, depth: 3 }'),
  ],
  [shiftOf('3 px'), 'not "3 px"; write shift: { max: 3 }; allowed:', shiftOf('{ max: 3 }')],
  [shiftOf('±3'), 'write shift: { max: 3 }; allowed:', shiftOf('{ max: 3 }')],
  [shiftOf('-3..3'), 'write shift: { max: 3 }; allowed:', shiftOf('{ max: 3 }')],
  [shiftOf('0 to 3'), 'write shift: { y: [0, 3], x: [0, 3] }; allowed:', shiftOf('{ y: [0, 3], x: [0, 3] }')],
  [shiftOf('10 %'), 'write shift: { max: 10% }; allowed:', shiftOf('{ max: 10% }')],
  [
    'image: circle\ntranslate: 3\npool: max_pool',
    'unknown key "translate"; write shift: { max: 3 }; allowed:',
    shiftOf('{ max: 3 }'),
  ],
  [
    claim('match rate at depth 4 >= 90%'),
    'write { metric: match_rate, at: { depth: 4 }, min: 0.9 };',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 0.9 }'),
  ],
  [
    claim('"classes(depth=4) <= 5"'),
    'write { metric: classes, at: { depth: 4 }, max: 5 };',
    claim('{ metric: classes, at: { depth: 4 }, max: 5 }'),
  ],
  [
    claim('"at depth 4, invariance > .5"'),
    'write { metric: match_rate, at: { depth: 4 }, min: 0.5 };',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 0.5 }'),
  ],
  [
    fileOf('asserts: ["match_rate >= 0.5", { metric: classes, max: 50 }]'),
    'write expect: [{ metric: match_rate, min: 0.5 }, { metric: classes, max: 50 }]; allowed:',
    fileOf('expect: [{ metric: match_rate, min: 0.5 }, { metric: classes, max: 50 }]'),
  ],
  [
    fileOf('asserts: ["it should be fine"]'),
    'unknown key "asserts"; write expect; allowed:',
    fileOf('expect: []'),
  ],
  [
    fileOf('measures: { type: ranks, top: 3 }'),
    'write measures: [{ type: ranks, top: 3 }].',
    fileOf('measures: [{ type: ranks, top: 3 }]'),
  ],
  [fileOf('measures: [consistency]'), 'write pair_interval; allowed:', fileOf('measures: [pair_interval]')],
  [fileOf('measures: [mIoU]'), 'write aligned; allowed:', fileOf('measures: [aligned]')],
  [fileOf('measures: [flip_rate]'), 'write neighbour_rate; allowed:', fileOf('measures: [neighbour_rate]')],
  [fileOf('measures: [EQ-T]'), 'write psnr; allowed:', fileOf('measures: [psnr]')],
  [fileOf('measures: [robustness]'), 'write robust; allowed:', fileOf('measures: [robust]')],
  [
    imageOf('{ type: ring, size: 32 }'),
    'unknown image "ring"; write circle; allowed:',
    imageOf('{ type: circle, size: 32 }'),
  ],
];

function messageOf(text: string): string {
  try {
    parseExperiment(text);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error(`this was accepted:\n${text}`);
}

describe('a file written from memory', () => {
  test.each(written)(
    '%j is refused with the text to write, and that text is right',
    (wrong, remedy, right) => {
      expect(messageOf(wrong)).toContain(remedy);
      expect(() => parseExperiment(right)).not.toThrow();
    },
  );

  test('that misses a section under another name is not said to miss it', () => {
    expect(messageOf('resim: daire\nkaydırma: { max: 3 }\nhavuz: max_pool')).not.toContain('missing');
  });
});

describe('a layer in the words of Keras or PyTorch', () => {
  const size = fc.integer({ min: 1, max: 4 });
  const kerasPool = fc.record(
    {
      pool_size: fc.oneof(size, fc.tuple(size, size)),
      strides: size,
      padding: fc.constantFrom('same', 'valid'),
      name: fc.constant('pool_1'),
    },
    { requiredKeys: ['pool_size'] },
  );
  const torchPool = fc.record({ kernel_size: size, stride: size }, { requiredKeys: ['kernel_size'] });
  const conv = fc.record(
    {
      filters: size,
      kernel_size: fc.constantFrom(1, 3, 5),
      strides: size,
      activation: fc.constantFrom('relu', 'softmax', 'linear'),
      use_bias: fc.constant(false),
      data_format: fc.constant('channels_last'),
    },
    { requiredKeys: ['filters', 'kernel_size'] },
  );
  const layer = fc.oneof(
    fc.tuple(fc.constantFrom('MaxPooling2D', 'layers.AveragePooling2D', 'MaxPool2D'), kerasPool),
    fc.tuple(fc.constantFrom('nn.MaxPool2d', 'torch.nn.AvgPool2d'), torchPool),
    fc.tuple(fc.constantFrom('Conv2D', 'keras.layers.Conv2D', 'Convolution2D'), conv),
  );
  const value = (given: unknown): string =>
    Array.isArray(given) ? `(${given.join(', ')})` : typeof given === 'string' ? `'${given}'` : String(given);
  const forms = [
    (name: string, options: object) => JSON.stringify({ [name]: options }),
    (name: string, options: object) => JSON.stringify({ class_name: name, config: options }),
    (name: string, options: object) =>
      JSON.stringify(
        `${name}(${Object.entries(options)
          .map(([key, given]) => `${key}=${value(given)}`)
          .join(', ')})`,
      ),
  ];

  test('gets a text to write that is right, in every form', () => {
    fc.assert(
      fc.property(layer, fc.constantFrom(...forms), ([name, options], form) => {
        const message = messageOf(layersOf(form(name, options)));
        const [, text] =
          /; write (.*?)(?:, which are 2 items of the list)?(?:; allowed|\.$)/m.exec(message) ?? [];
        expect(text).not.toContain('…');
        expect(() => parseExperiment(layersOf(text!))).not.toThrow();
      }),
      { numRuns: 300 },
    );
  });
});

describe('the table of aliases', () => {
  const { images, layers, comparisons, measures } = builtinKinds;
  const names = {
    layer: Object.keys(layers),
    image: Object.keys(images),
    comparison: Object.keys(comparisons),
    metric: Object.values(measures).flatMap(({ columns }) => Object.keys(columns)),
    file: [...Object.keys(experimentEntries(builtinKinds)), 'sweep'],
  };
  const families = [
    ['layer', aliases.layer, names.layer],
    ['image', aliases.image, names.image],
    ['comparison', aliases.comparison, names.comparison],
    ['measure', aliases.measure, Object.keys(measures)],
    ['metric', aliases.metric, names.metric],
    ['file', aliases.keys.file, names.file],
  ] as const;

  test.each(families)('of %s leads to names that there are, from words that are none', (_, family, known) => {
    for (const [text, words] of Object.entries(family)) {
      if (/^\w+$/.test(text)) expect(known).toContain(text);
      for (const word of words.split(' ')) {
        expect(word).toMatch(/^[a-z0-9]+$/);
        expect(known, word).not.toContain(word);
      }
    }
  });

  test.each(families)('of %s gives each word one meaning', (_, family) => {
    const all = Object.values(family).flatMap((words) => words.split(' '));
    expect(all.filter((word, i) => all.indexOf(word) !== i)).toEqual([]);
  });

  test('finds a word with capitals, signs and prefixes, and offers only what is allowed', () => {
    for (const word of ['MaxPool2d', 'nn.MaxPool2d', 'tf.keras.layers.MaxPooling2D', 'max-pool-2d'])
      expect(aliasOf(word, aliases.layer)).toBe('max_pool');
    expect(aliasOf('kaydırma', aliases.keys.file)).toBe('shift');
    expect(aliasOf('MaxPool2d', aliases.layer, ['relu'])).toBeUndefined();
    expect(aliasOf('__proto__', aliases.layer)).toBeUndefined();
    expect(aliasOf('', aliases.layer)).toBeUndefined();
  });
});

test('no neighbours are offered for a number that is infinite', () => {
  expect(() => parseExperiment(fileOf('trials: 1e400'))).toThrow(/not Infinity\.$/);
});
