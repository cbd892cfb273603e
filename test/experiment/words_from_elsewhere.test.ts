import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/read.ts';
import {
  claim,
  image,
  lines,
  pool,
  refusalOf,
  right,
  shift,
  testTypedFiles,
  withImage,
  withPool,
  withShift,
} from '../support/experiment/typed_files.ts';

// Files that came from another program: dumps of networks, TOML, templates, code, and habits of their authors.

const pooling = (config: string) => `{ "class_name": "MaxPooling2D", "config": { ${config} } }`;
const dump = `{ "class_name": "Sequential", "config": { "name": "s", "layers": [{ "class_name": "InputLayer", "config": {} }, ${pooling('"name": "m", "trainable": true, "pool_size": [2, 2], "data_format": "channels_last"')}] } }`;
const dumped = withPool('layers: [{ type: max_pool, pool_size: [2, 2] }]');

const cases: [wrong: string, said: string, mended: string][] = [
  // Braces without spaces.
  [
    withImage('image: {type:circle, radius:20}'),
    '1:9: a space belongs after the colon; write { type: circle, radius: 20 }',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [withShift('shift: {max:3}'), 'write { max: 3 }', right],
  [
    withPool('layers: [{repeat: {times:4, layers: [max_pool]}}]'),
    'write [{ repeat: { times: 4, layers: [max_pool] } }]',
    withPool('layers: [{ repeat: { times: 4, layers: [max_pool] } }]'),
  ],
  // Networks as other programs write them.
  [withPool(`layers:\n  ${dump}`), 'write layers: [{ type: max_pool, pool_size: [2, 2] }]', dumped],
  [withPool(`layers:\n  - ${dump}`), 'write { type: max_pool, pool_size: [2, 2] }', dumped],
  [
    withPool(`layers:\n  - ${pooling('"pool_size": [2, 2]')}`),
    'write { type: max_pool, pool_size: [2, 2] }',
    dumped,
  ],
  [
    dump,
    '1:1: this is a network of Keras, no experiment; write layers: [{ type: max_pool, pool_size: [2, 2] }], with image and shift',
    dumped,
  ],
  [
    withPool('layers:\n  Sequential(\n    (0): ReLU()\n    (1): MaxPool2d(kernel_size=2)\n  )'),
    '4:3: this is a network as PyTorch prints it; write layers: [relu, { type: max_pool, pool_size: 2 }]',
    withPool('layers: [relu, { type: max_pool, pool_size: 2 }]'),
  ],
  [
    withPool('layers: tf.keras.Sequential([MaxPool2D(2)] * 2)'),
    'write layers: [{ type: max_pool, pool_size: 2 }, { type: max_pool, pool_size: 2 }]',
    withPool('layers: [{ type: max_pool, pool_size: 2 }, { type: max_pool, pool_size: 2 }]'),
  ],
  [
    withPool('layers: [{ type: conv2d, kernel: random }, ReLU(inplace=True)]'),
    'write relu',
    withPool('layers: [{ type: conv2d, kernel: random }, relu]'),
  ],
  [
    withPool('layers:\n  - Conv2d(1, 8, kernel_size=(3, 3), stride=(1, 1))'),
    'write { type: conv2d, kernel: random, filters: 8, kernel_size: [3, 3], strides: [1, 1], padding: valid }',
    withPool(
      'layers:\n  - { type: conv2d, kernel: random, filters: 8, kernel_size: [3, 3], strides: [1, 1], padding: valid }',
    ),
  ],
  [withPool('pool: max_pool(depth=4)'), 'write { type: max_pool, depth: 4 }', right],
  [
    withPool('layers:\n  type: max_pool\n  repeat: 4'),
    'write layers: [{ repeat: { times: 4, layers: [max_pool] } }]',
    withPool('layers: [{ repeat: { times: 4, layers: [max_pool] } }]'),
  ],
  // Other languages.
  [
    'image = "circle"\n[shift]\nmax = 3 # pixels\n[pool]\ntype = "max_pool"\ndepth = 4\n',
    'write { image: circle, shift: { max: 3 }, pool: { type: max_pool, depth: 4 } }',
    right,
  ],
  [
    '[shift]\nmax = 3\n[image]\ntype = "circle"\n[pool]\ntype = "max_pool"\n',
    'write { shift: { max: 3 }, image: { type: circle }, pool: { type: max_pool } }',
    '{ shift: { max: 3 }, image: { type: circle }, pool: { type: max_pool } }',
  ],
  [
    "image = dict(type='circle')\nshift = dict(max=3)\npool = 'max_pool'\n",
    'write { image: { type: circle }, shift: { max: 3 }, pool: max_pool }',
    '{ image: { type: circle }, shift: { max: 3 }, pool: max_pool }',
  ],
  [`import coincide\n${right}`, 'this line is of a program; remove it', right],
  ['<experiment/>\n', 'this is HTML or XML', right],
  ['{ "nbformat": 4, "cells": [] }', 'this is a notebook, no experiment', right],
  [
    '{ "modelTopology": {}, "weightsManifest": [] }',
    'a model of TensorFlow.js, no experiment; write layers: [{ type: model, path: model.json }]',
    right,
  ],
  [
    '{\n  /* small */\n  "image": "circle",\n  "shift": { "max": 3 }, "pool": "max_pool" // one\n}\n',
    '2:3: a comment begins with "#", and JSON has none; write # small',
    '{\n  # small\n  "image": "circle",\n  "shift": { "max": 3 }, "pool": "max_pool" # one\n}\n',
  ],
  [withImage('image: circle // outline'), 'write circle # outline', withImage('image: circle  # outline')],
  [withShift('shift: { max: "3 /* px */" }'), 'write 3 # px', withShift('shift: { max: 3 }  # px')],
  // Templates and tags.
  [
    withImage('image: {{ image }}'),
    '1:9: nothing fills in {{ image }}; write the value itself: image: circle',
    right,
  ],
  [withShift('shift: { max: {{ max }} }'), 'write the value itself: max: 3', right],
  [withShift('shift: { max: "$(MAX)" }'), 'write the value itself', right],
  [lines(image, '{% if x %}', shift, pool), 'nothing fills in {% if x %}; remove it', right],
  [withImage('image: !ruby/object:Circle circle'), 'write image: circle, without the tag', right],
  [
    withShift('shift: !!python/tuple [3, 3]'),
    'write shift: [3, 3], without the tag',
    withShift('shift: { max: [3, 3] }'),
  ],
  // Lines and columns.
  [
    withShift('shift:\n\tmax: 3'),
    '3:1: a tab cannot indent; write "max: 3" after 2 spaces',
    withShift('shift:\n  max: 3'),
  ],
  [
    ` ${right}`,
    '1:1: the keys at the top must begin in the same column; write "image: circle" without spaces before it',
    right,
  ],
  [
    withPool('layers:\n  - type: max_pool\n  pool_size: 2'),
    'write "pool_size: 2" after 4 spaces',
    withPool('layers:\n  - type: max_pool\n    pool_size: 2'),
  ],
  [withPool('pool: max_pool, depth: 4'), 'write { type: max_pool, depth: 4 }', right],
  [
    lines(right, "description: 'It's a test'"),
    'write description: "It\'s a test"',
    lines(right, 'description: "It\'s a test"'),
  ],
  [`${right}---\n`, 'expected one document, not several; remove the "---" at its end', right],
  [`<<<<<<< HEAD\n${right}=======\n>>>>>>> b\n`, '1:1: there is a merge conflict here; keep one side', right],
  // Numbers.
  [withShift('shift: { max: ±3 }'), 'write 3, which is ±3', right],
  [withShift('shift: [-3, 3]'), 'write shift: { max: 3 }', right],
  [withShift('shift: { max: three }'), 'write 3', right],
  [withShift('shift: { width_shift_range: 0.1 }'), 'write max: 10%', withShift('shift: { max: 10% }')],
  [withShift('shift: { max: “3” }'), 'write 3', right],
  [
    withImage('image: { type: circle, size: 64*64 }'),
    'write [64, 64]',
    withImage('image: { type: circle, size: [64, 64] }'),
  ],
  [withImage('image: { type: circle, radius: 50% }'), 'write the number itself, without %', right],
  [
    withImage('image: circle(radius=20)'),
    'write { type: circle, radius: 20 }',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [withImage('image: torch.rand(1, 64, 64)'), 'write noise', withImage('image: noise')],
  [
    withImage('image: { type: circle, center: middle }'),
    'leave it out: the middle is the center by itself',
    right,
  ],
  // Sections around what belongs at the top.
  [
    lines('model:', '  layers: [max_pool]', image, shift),
    'write layers: [max_pool] at the top of the file',
    lines('layers: [max_pool]', image, shift),
  ],
  [lines('experiments:', `  - { ${image}, ${shift} }`), 'write each of them to a file of its own', right],
  // Expectations.
  [
    claim('{ metric: match_rate, between: [0.1, 0.2] }'),
    'write min: 0.1, max: 0.2',
    claim('{ metric: match_rate, min: 0.1, max: 0.2 }'),
  ],
  [
    claim('{ metric: match_rate, equals: [0.1, 0.2] }'),
    'write min: 0.1, max: 0.2, in place of equals',
    claim('{ metric: match_rate, min: 0.1, max: 0.2 }'),
  ],
  [
    claim('{ metric: match_rate, approx: 0.5 }'),
    'write equals: 0.5, within: 0.01',
    claim('{ metric: match_rate, equals: 0.5, within: 0.01 }'),
  ],
  [
    claim('{ metric: match_rate, equals: ≈ 0.5 }'),
    'write 0.5, and within: 0.01 beside it',
    claim('{ metric: match_rate, equals: 0.5, within: 0.01 }'),
  ],
  [
    claim('{ metric: match_rate, equals: ~0.5 }'),
    'write 0.5, and within: 0.01 beside it',
    claim('{ metric: match_rate, equals: 0.5, within: 0.01 }'),
  ],
  [
    claim('{ metric: match_rate, "!=": 0.5 }'),
    'leave it out: an expectation says what must hold',
    claim('{ metric: match_rate, max: 0.4 }'),
  ],
  [
    claim('match_rate ≈ 0.5'),
    'write { metric: match_rate, equals: 0.5, within: 0.01 }',
    claim('{ metric: match_rate, equals: 0.5, within: 0.01 }'),
  ],
  [
    claim('match_rate between 0.1 and 0.2'),
    'write { metric: match_rate, min: 0.1, max: 0.2 }',
    claim('{ metric: match_rate, min: 0.1, max: 0.2 }'),
  ],
  [
    claim('0.1 < match_rate < 0.2'),
    'write { metric: match_rate, min: 0.1, max: 0.2 }',
    claim('{ metric: match_rate, min: 0.1, max: 0.2 }'),
  ],
  [
    claim('assert match_rate >= 0.9'),
    'write { metric: match_rate, min: 0.9 }',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    claim('match_rate: 0.9'),
    'unknown key "match_rate"; write { metric: match_rate, equals: 0.9 }',
    claim('{ metric: match_rate, equals: 0.9 }'),
  ],
  [
    lines(image, shift, pool, 'expect: { match_rate: ">= 0.9" }'),
    'write expect: [{ metric: match_rate, min: 0.9 }]',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    lines(image, shift, pool, 'sweep: { shift.max: "np.arange(1, 4)" }'),
    'write [1, 2, 3]',
    lines(image, shift, pool, 'sweep: { shift.max: [1, 2, 3] }'),
  ],
  [lines(right, 'measures: all'), 'leave it out: the usual measures are in every table', right],
];

testTypedFiles(cases);

test.each([
  ['a text with the signs of other languages', `${right}description: a // b /* c */ {{ d }} ~ x = 1\n`],
  ['a text over lines that looks like TOML', `${right}description: |\n  [shift]\n  max = 3\n`],
  ['names with colons', `${right}sweep: { pool: { a:b: max_pool, c: avg_pool } }\n`],
  ['JSON without spaces', '{"image":"circle","shift":{"max":3},"pool":"max_pool"}'],
  ['braces in JSON style', withImage('image: {"type":"circle"}')],
])('%s stays valid', (_, text) => {
  expect(refusalOf(text)).toBe('');
  expect(parseExperiment(text).variants.length).toBeGreaterThan(0);
});
