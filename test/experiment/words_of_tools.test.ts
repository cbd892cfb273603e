import { expect, test } from 'vitest';
import {
  file,
  lines,
  pool,
  refusalOf,
  right,
  testTypedFiles,
  withImage,
  withPool,
  withShift,
} from '../support/experiment/typed_files.ts';

// Files of people who come from CI, from test runners, from augmentation libraries, and with comments of other languages.

const CI = 'leave it out: it belongs to the file of your CI, where a step runs coincide check';
const swept = file('sweep: { shift.max: [1, 2] }');

testTypedFiles([
  // A matrix is a sweep; its keys may lack their section.
  [file('strategy: { matrix: { shift.max: [1, 2] } }'), 'write sweep: { shift.max: [1, 2] };', swept],
  [
    file('strategy: { fail-fast: false, matrix: { max: [1, 2] } }'),
    'write sweep: { shift.max: [1, 2] };',
    swept,
  ],
  [file('matrix: { max: [1, 2] }'), 'write sweep: { shift.max: [1, 2] };', swept],
  [file('parametrize: { shift/max: [1, 2] }'), 'write sweep: { shift.max: [1, 2] };', swept],
  [file('sweep: { matrix: { max: [1, 2] } }'), 'not a section; write shift.max: [1, 2].', swept],
  [
    file('sweep: { shift.max: [1, 2], exclude: [{ shift.max: 1 }] }'),
    'sweep.exclude: unknown key "exclude"; leave it out: every combination is a variant',
    swept,
  ],
  [file('sweep: { shift.max: range(1, 3) }'), 'write [1, 2].', swept],
  [file('sweep: { shift.max: range(3) }'), 'write [0, 1, 2].', file('sweep: { shift.max: [0, 1, 2] }')],
  [
    file('sweep: { shift.max: "linspace(1, 3, 3)" }'),
    'write [1, 2, 3].',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [file('sweep: { shift.max: "[1, 2]" }'), 'write [1, 2].', swept],
  // What an experiment has no use for.
  ...[
    'env: { A: 1 }',
    'needs: build',
    'on: push',
    'runs-on: ubuntu-latest',
    'strategy: { matrix: { os: [linux] } }',
    'matrix: { node: [20, 22] }',
  ].map((line): [string, string, string] => [file(line), `; ${CI}; allowed: `, right]),
  [file('steps: [{ uses: actions/checkout@v4 }]'), `; ${CI}.`, right],
  [file('command: pytest'), 'leave it out: an experiment computes layers and starts no other program', right],
  [file('skip: true'), 'leave it out: coincide run FILE runs the files that you name', right],
  [file('dtype: float16'), 'leave it out: layers are computed in float32', right],
  [file('kind: Experiment'), 'leave it out, or write it as a comment', right],
  [file('vars: { a: 1 }'), 'leave it out, and write the value where it is used', right],
  [
    lines('a: &a { max: 3 }', 'image: circle', 'shift: *a', pool),
    '1:1: unknown key "a"; leave it out, and write shift: { max: 3 };',
    right,
  ],
  // Steps that move pictures.
  [
    withShift('transform: A.ShiftScaleRotate(shift_limit=0.0625, p=0.5)'),
    'write shift: { max: 6.25% };',
    withShift('shift: { max: 6.25% }'),
  ],
  [
    withShift('transforms.Compose: [{ RandomCrop: { size: 32, padding: 4 } }]'),
    'write shift: { max: 4 };',
    withShift('shift: { max: 4 }'),
  ],
  [
    withShift('augmentations: [{ ShiftScaleRotate: { shift_limit: 0.125 } }]'),
    'write shift: { max: 12.5% };',
    withShift('shift: { max: 12.5% }'),
  ],
  [
    withShift('shift: { RandomCrop: { size: 32, padding: 4 } }'),
    'write max: 4;',
    withShift('shift: { max: 4 }'),
  ],
  [withShift('shift: RandomCrop(32, padding=4)'), 'write shift: { max: 4 };', withShift('shift: { max: 4 }')],
  [withShift('shift: { translate_percent: 0.1 }'), 'write max: 10%;', withShift('shift: { max: 10% }')],
  [withShift('shift: { shift_limit: [-0.1, 0.1] }'), 'write max: 10%;', withShift('shift: { max: 10% }')],
  [withShift('shift: { left: 3, right: 2 }'), 'write x: [-3, 2];', withShift('shift: { x: [-3, 2] }')],
  [withShift('shift: { up: 3 }'), 'write y: [-3, 0];', withShift('shift: { y: [-3, 0] }')],
  [withShift('shift: (2, 3)'), 'write shift: { max: [2, 3] };', withShift('shift: { max: [2, 3] }')],
  [
    withShift('shift: { max: 3, fill_mode: no }'),
    'write constant;',
    withShift('shift: { max: 3, fill_mode: constant }'),
  ],
  // Signs of YAML and of other languages.
  [`; a circle\n${right}`, '1:1: a comment begins with "#"; write # a circle.', `# a circle\n${right}`],
  [`-- a circle\n${right}`, '1:1: a comment begins with "#"; write # a circle.', `# a circle\n${right}`],
  [
    withShift('shift: {max: 3}# c'),
    '2:16: a comment needs a space in front of its "#"; write shift: {max: 3} # c.',
    right,
  ],
  [withShift('shift: max: 3 }'), 'needs braces; write { max: 3 }.', right],
  [
    withShift('shift: { max：3 }'),
    '2:13: the character U+FF1A is not the one that YAML needs here; write shift: { max: 3 }.',
    right,
  ],
  [withImage('image: `circle`'), 'a text cannot begin with "`"; write circle.', right],
  [withShift('shift: { max: $MAX }'), 'write the value itself, since nothing fills this in', right],
  [
    withPool('layers: [max_pool] * 2'),
    'write layers: [max_pool, max_pool].',
    withPool('layers: [max_pool, max_pool]'),
  ],
  [
    withPool('layers: [max_pool,, relu]'),
    '3:19: did not expect "," here; leave it out.',
    withPool('layers: [max_pool, relu]'),
  ],
  [withPool('pool: max_pool#4'), 'write max_pool # 4;', withPool('pool: max_pool # 4')],
  // Expectations of test runners.
  [
    file('expect: ["expect(match_rate).toBe(1)"]'),
    'write { metric: match_rate, equals: 1 };',
    file('expect: [{ metric: match_rate, equals: 1 }]'),
  ],
  [
    file('expect: ["expect(match_rate).toBeGreaterThan(0.9)"]'),
    'write { metric: match_rate, min: 0.9 };',
    file('expect: [{ metric: match_rate, min: 0.9 }]'),
  ],
  [
    file('expect: [{ metric: [match_rate, classes], min: 0 }]'),
    'write metric: match_rate, and an expectation for each of the others.',
    file('expect: [{ metric: match_rate, min: 0 }]'),
  ],
  [
    file('expect:', '  -'),
    'expect.0 has no value; write { metric: match_rate, min: 0.9 };',
    file('expect: [{ metric: match_rate, min: 0.9 }]'),
  ],
  [
    file('expect: [{ metric: match_rate, is: ">0.5" }]'),
    'write min: 0.5;',
    file('expect: [{ metric: match_rate, min: 0.5 }]'),
  ],
  [
    file('expect: [{ match_rate: [0.5, 1] }]'),
    'write { metric: match_rate, min: 0.5, max: 1 };',
    file('expect: [{ metric: match_rate, min: 0.5, max: 1 }]'),
  ],
  [
    file('expect: [{ name: invariant, metric: match_rate, min: 0 }]'),
    'leave it out, or write it as a comment, after #;',
    file('expect: [{ metric: match_rate, min: 0 }]'),
  ],
  [
    file('expect: [the match rate is 1]'),
    'write { metric: match_rate, equals: 1 };',
    file('expect: [{ metric: match_rate, equals: 1 }]'),
  ],
  // Shifts and images.
  [withShift('shift: []'), 'write shift: { max: 3 };', right],
  [withShift('shift: { max: { x: 3, y: 2 } }'), 'write max: [2, 3].', withShift('shift: { max: [2, 3] }')],
  [
    withImage('image: circle: { radius: 20 }'),
    'a kind with options needs braces; write { type: circle, radius: 20 }.',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [
    withImage('image: { type: circle, radius: [20, 20] }'),
    'write radius: 20.',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [
    withImage('image: { type: circle, size: 64, 64 }'),
    'write size: [64, 64];',
    withImage('image: { type: circle, size: [64, 64] }'),
  ],
  [
    withImage('image: { data: [[0, 1], [1, 0]] }'),
    'write { type: pixels, rows: [[0, 1], [1, 0]] }.',
    withImage('image: { type: pixels, rows: [[0, 1], [1, 0]] }'),
  ],
  [
    withImage('image: { type: pixels, rows: "0 1" }'),
    'write rows: [[0, 1]].',
    withImage('image: { type: pixels, rows: [[0, 1]] }'),
  ],
  [
    withImage('image: { type: dots, count: 2 }'),
    'write at: [[20, 20], [40, 44]], with',
    withImage('image: { type: dots, at: [[20, 20], [40, 44]] }'),
  ],
  [file('baseline: ignore'), 'write off;', file('baseline: off')],
  [
    lines('input_shape: [1, 32, 48]', 'shift: { max: 3 }', pool),
    'write image: { type: circle, size: [32, 48] };',
    withImage('image: { type: circle, size: [32, 48] }'),
  ],
]);

test('what a key holds that belongs at the top is not missed there as well', () => {
  const inner = right.replaceAll(/^(?=.)/gm, '  ');
  expect(refusalOf(`experiment:\n${inner}`).split('\n')).toEqual([
    expect.stringContaining(
      '1:1: unknown key "experiment"; write what it holds at the top of the file, without indentation',
    ),
  ]);
});

test.each([
  ['shuffle: true', 'write order: random;'],
  ['split: test', 'write path: pics/test;'],
  ['recursive: true', 'leave it out: the folders below are read too;'],
  ['batch_size: 8', 'leave it out: it has no meaning here;'],
  ['resize: 224x160', 'write resize: { size: [224, 160] };'],
])('a set of pictures with %s', (option, said) => {
  expect(refusalOf(withImage(`image: { type: folder, path: pics, ${option} }`))).toContain(said);
});

test('the kind of a set stands in the place of a type, its option beside it', () => {
  expect(refusalOf(withImage('image: { type: mnist }'))).toContain(
    'write idx, with images: train-images-idx3-ubyte beside it;',
  );
  expect(refusalOf(withImage('image: { type: file, path: [a.png, b.png] }'))).toContain(
    'write sweep: { image.path: [a.png, b.png] } at the top of the file.',
  );
});

test.each([
  ['{ src: cat.png }', 'write { type: file, path: cat.png }.'],
  ['Image.open("cat.png")', 'write { type: file, path: cat.png };'],
  ['ImageFolder("data")', 'write { type: folder, path: data };'],
  ['data/*.png', 'write { type: folder, path: data };'],
  [
    '"a.png, b.png"',
    'write { type: file, path: a.png }, and sweep: { image.path: [a.png, b.png] } at the top of the file;',
  ],
  [
    '[a.png, b.png]',
    'write image: { type: file, path: a.png }, and sweep: { image.path: [a.png, b.png] } at the top of the file.',
  ],
])('pictures as %s', (image, said) => {
  expect(refusalOf(withImage(`image: ${image}`))).toContain(said);
});

test('the severity of an expectation is no kind of another program', () => {
  expect(refusalOf(file('expect: [{ metric: match_rate, type: javascript, min: 0 }]'))).not.toContain(
    'level: ',
  );
  expect(refusalOf(file('expect: [{ metric: match_rate, type: warning, min: 0 }]'))).toContain(
    'write level: warn;',
  );
});
