import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/read.ts';
import {
  claim,
  file,
  refusalOf,
  right,
  testTypedFiles,
  withImage,
  withPool,
  withShift,
} from '../support/experiment/typed_files.ts';

// Values in forms that other files have: shares, tuples, merge keys, lists cut at their commas, lines left open.

const image = (options: string) => withImage(`image: { ${options} }`);
const folder = (options: string) => image(`type: folder, path: photos, ${options}`);
const shift = (options: string) => withShift(`shift: { ${options} }`);
const pool = (options: string) => withPool(`pool: { ${options} }`);
const layers = (list: string) => withPool(`layers: ${list}`);
const sweep = (keys: string) => file(`sweep: { ${keys} }`);
const described = (text: string) => file(`description: ${text}`);

const nothing = pool('type: max_pool, pool_size: 1');
const noLayer = layers('[{ type: max_pool, pool_size: 1 }]');
const size64 = image('type: circle, size: [64, 64]');
const both = layers('[max_pool, relu]');
const repeated = layers('[{ repeat: { times: 4, layers: [max_pool] } }]');
const model = 'layers: [{ type: model, path: model.onnx }]';
/** What a model or a picture would be in a file that brings none. */
const needsFile = right;

/** What somebody wrote, what the message says, and the file as it then says to write it. */
const cases: [wrong: string, said: string, mended: string][] = [
  // No pool at all.
  [withPool('pool: none'), 'write { type: max_pool, pool_size: 1 };', nothing],
  [withPool('pool: false'), 'write pool: { type: max_pool, pool_size: 1 }, which changes nothing.', nothing],
  [withPool('pool: []'), 'write pool: { type: max_pool, pool_size: 1 }, which changes nothing.', nothing],
  [pool('type: none'), 'write max_pool, with pool_size: 1 beside it;', nothing],
  [pool('type: max_pool, depth: 0'), 'write 1, with pool_size: 1 beside it,', nothing],
  [layers('[]'), 'write layers: [{ type: max_pool, pool_size: 1 }], which changes nothing.', noLayer],
  [layers('none'), 'write layers: [{ type: max_pool, pool_size: 1 }].', noLayer],
  [layers('[none]'), 'write { type: max_pool, pool_size: 1 };', noLayer],
  // Calls in a list of one line: their commas are those of the list.
  [
    layers('[MaxPool2d(2, 2), relu]'),
    'unknown layer "MaxPool2d(2"; write { type: max_pool, pool_size: 2, strides: 2 };',
    layers('[{ type: max_pool, pool_size: 2, strides: 2 }, relu]'),
  ],
  [layers('[MaxPool2d(2, 2, 0), relu]'), 'not 2; leave it out: it is a part of MaxPool2d(2, 2, 0).', both],
  [
    layers("[relu, Conv2D(8, (3, 3), padding='same')]"),
    `unknown layer "(3"; leave it out: it is a part of Conv2D(8, (3, 3), padding='same');`,
    layers('[relu, { type: conv2d, kernel: random, filters: 8, kernel_size: [3, 3], padding: same }]'),
  ],
  // Claims by the names of their metrics.
  [
    claim('{ match_rate: ">= 0.9" }'),
    'write { metric: match_rate, min: 0.9 };',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    claim('{ match_rate: { at_least: 0.9, depth: 1 } }'),
    'write { metric: match_rate, min: 0.9, at: { depth: 1 } };',
    claim('{ metric: match_rate, min: 0.9, at: { depth: 1 } }'),
  ],
  [
    file('thresholds: { match_rate: 0.9 }'),
    'write expect: [{ metric: match_rate, min: 0.9 }];',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [file('baseline: true'), 'not true; write same.', file('baseline: same')],
  [
    file('baseline: { no_worse: true }'),
    'write significant.',
    file('baseline: { no_worse: significant }\ntables: [summary, shifts]'),
  ],
  [
    file('against: roll'),
    'write compare: roll at the top of the file, in place of against;',
    file('compare: roll'),
  ],
  [file('description: [a, b]'), 'write "a, b".', described('"a, b"')],
  // Numbers that are out of their range.
  [shift('max: .inf'), 'not Infinity; write 3, or another number of pixels.', shift('max: 3')],
  [shift('max: 3, step: 0'), 'not 0; write 1, for shifts by whole pixels.', shift('max: 3, step: 1')],
  [pool('type: max_pool, pool_size: 0'), 'not 0; write 1, the smallest.', nothing],
  [
    pool('type: max_pool, depth: 5000'),
    'not 5000; write 1000, the largest.',
    pool('type: max_pool, depth: 1'),
  ],
  [
    layers('[{ type: conv2d, kernel: 3x3 }]'),
    'write random, with kernel_size: [3, 3] beside it;',
    layers('[{ type: conv2d, kernel: random, kernel_size: [3, 3] }]'),
  ],
  [image('type: circle, color: red'), 'write value: 1;', image('type: circle, value: 1')],
  [shift('max: 3, fill_value: .nan'), 'not NaN; write 0.', shift('max: 3, fill_value: 0')],
  [
    file('compare: { type: close, relative: -0.01 }'),
    'not -0.01; write 0.01.',
    file('compare: { type: close, relative: 0.01 }'),
  ],
  // Parts without a value, and parts that are not there.
  [
    shift('max:'),
    'shift.max has no value; expected a finite number of at least 0, a percentage such as 10%, or two as [y, x]; write 3.',
    shift('max: 3'),
  ],
  [image('type: circle, size:'), 'write 64.', image('type: circle, size: 64')],
  [pool('type: max_pool, pool_size:'), 'write 2, or leave it out.', pool('type: max_pool, pool_size: 2')],
  [
    layers('[max_pool, ~]'),
    'layers.1 has no value; expected the name of a layer, or an object with type; write max_pool.',
    layers('[max_pool, max_pool]'),
  ],
  [
    claim('{ min: 0.9 }'),
    'expect.0.metric is missing; write metric: match_rate.',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    layers('[{ repeat: { times: 2 } }]'),
    'layers is missing; write layers: [max_pool].',
    layers('[{ repeat: { times: 2, layers: [max_pool] } }]'),
  ],
  [
    withImage('image: pixels'),
    'image.rows is missing; write rows: [[0, 1], [1, 0]].',
    image('type: pixels, rows: [[0, 1], [1, 0]]'),
  ],
  // Parts that are wrong as a whole.
  [withShift('shift: [3]'), 'not [3]; write shift: { max: 3 };', shift('max: 3')],
  [
    shift('step: 1'),
    'expected one of max, ranges y and x, radius, and list; write max: 3.',
    shift('step: 1, max: 3'),
  ],
  [shift('max: 3, y: [0, 1], x: [0, 1]'), 'write max: 3 alone, or the others without it.', shift('max: 3')],
  [
    file('tables: []'),
    'expected at least one table, not []; write tables: [summary].',
    file('tables: [summary]'),
  ],
  [file('baseline: [same]'), 'write baseline: same.', file('baseline: same')],
  [file('trials: al'), 'not "al"; write all.', file('trials: all')],
  [file('seed: true'), 'not true; write a number, such as 1.', file('seed: 1')],
  [image('type: 5'), 'expected the name of an image, not 5; write circle.', image('type: circle')],
  [image('type: circle, size: [32, 32, 32]'), 'write size: [32, 32].', image('type: circle, size: [32, 32]')],
  [
    image('type: circle, center: [31.25, 31]'),
    'write center: [31.5, 31], or filled: true beside it.',
    image('type: circle, center: [31.5, 31]'),
  ],
  [
    claim('match_rate at depth 1 is 1'),
    'write { metric: match_rate, at: { depth: 1 }, equals: 1 };',
    claim('{ metric: match_rate, at: { depth: 1 }, equals: 1 }'),
  ],
  [
    claim('{ metric: match_rate, at: { depth: [0, 1] }, min: 0 }'),
    'write depth: 0, and an expectation for each of the others.',
    claim('{ metric: match_rate, at: { depth: 0 }, min: 0 }'),
  ],
  [
    layers('[{ type: max_pool, pool_size: 100, padding: valid }]'),
    'larger than the 64×64 that is left; write padding: same, or fewer layers before it.',
    layers('[{ type: max_pool, pool_size: 100, padding: same }]'),
  ],
  [
    'image: circle\nshift: { max: 6000 }\npool: max_pool\ntrials: all\n',
    'more than the 100,000,000 allowed; write trials: 1000, or a smaller range.',
    'image: circle\nshift: { max: 6000 }\npool: max_pool\ntrials: 1000\n',
  ],
  // How other libraries prepare pictures.
  [folder('resize: { shorter: 256, filter: bilinear_antialias }'), 'write bilinear;', needsFile],
  [folder('resize: { size: 32, interpolation: 3 }'), 'write filter: bicubic;', needsFile],
  [folder('resize: { shortest_edge: 256 }'), 'write shorter: 256;', needsFile],
  [folder('resize: { longer: 256 }'), 'write size: [224, 224], or another height and width:', needsFile],
  [folder('crop: { size: 32 }'), 'not an object; write crop: 32.', needsFile],
  [folder('crop: { height: 32, width: 48 }'), 'not an object; write crop: [32, 48].', needsFile],
  [folder('channels: 3'), 'not 3; write rgb.', needsFile],
  [folder('std: 0'), 'not 0; write 1, or leave it out.', needsFile],
  [folder('mean: [0.5, 0.5, 0.5]'), 'not [0.5, 0.5, 0.5]; write channels: rgb beside it.', needsFile],
  [
    folder('mean: imagenet'),
    'write mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], channels: rgb, as torchvision has them.',
    needsFile,
  ],
  [folder('range: 0-255'), 'write [0, 255].', needsFile],
  [folder('range: uint8'), 'write [0, 255].', needsFile],
  [folder('orient: auto'), 'not "auto"; write true.', needsFile],
  [folder('labels: labels.csv'), 'write folders, with the pictures of each class in a folder', needsFile],
  [folder('background: white'), 'write embed: { size: 64, background: 1 };', needsFile],
  [folder('embed: 64'), 'not 64; write embed: { size: 64 };', needsFile],
  [folder('frame: 64'), 'write shift: { max: 3, frame: 64 };', needsFile],
  // Values too long to paste.
  [
    layers('[{ repeat: 1 }]'),
    'write { times: 1, layers: [max_pool] };',
    layers('[{ repeat: { times: 1, layers: [max_pool] } }]'),
  ],
  // Shares of the shifts.
  [file('trials: 50%'), 'write all, which takes every shift once, or a number', file('trials: all')],
  [file('trials: 0.5'), 'write all, which takes every shift once, or a number', file('trials: 1000')],
  [file('trials: 0'), 'write all, which takes every shift once, or a number', file('trials: all')],
  [file('trials: 1 000'), 'not "1 000"; write 1000.', file('trials: 1000')],
  [file('trials: 1000 shifts'), 'write 1000, without a unit.', file('trials: 1000')],
  [
    claim('{ metric: max_abs, max: 30 dB }'),
    'write 30, without a unit.',
    claim('{ metric: max_abs, max: 30 }'),
  ],
  // Merge keys, and parts that are named at the top.
  [
    'image: circle\nshift: { max: 3 }\npool:\n  <<: *p\n  depth: 4\nbase: &p { type: max_pool }\n',
    '4:3: merge keys (<<) are not part of YAML 1.2; write the keys out.',
    right,
  ],
  [
    'base: &p { type: max_pool, depth: 1 }\nimage: circle\nshift: { max: 3 }\npool:\n  <<: *p\n  depth: 4\n',
    '5:3: merge keys (<<) are not part of YAML 1.2; write the keys out: { type: max_pool, depth: 4 }.',
    right,
  ],
  [
    'image: &c { type: circle, radius: 9 }\nshift: { max: 3 }\npool: max_pool\nagainst: { <<: [*c], radius: 8 }\n',
    'write the keys out: { type: circle, radius: 8 }.',
    file('against: { type: circle, radius: 8 }'),
  ],
  [
    'x-pool: &p { type: max_pool, depth: 4 }\nimage: circle\nshift: { max: 3 }\npool: *p\n',
    'unknown key "x-pool"; leave it out, and write { type: max_pool, depth: 4 } where it is used;',
    right,
  ],
  // Brackets, commas and quotes that are missing, or others.
  [pool('type: max_pool depth: 4'), 'write { type: max_pool, depth: 4 }.', right],
  [withPool('pool: { type: max_pool, depth: 4'), 'write { type: max_pool, depth: 4 }.', right],
  [withPool('pool: { type: "max_pool, depth: 4 }'), 'expected " at its end; write "max_pool".', right],
  [withPool('pool: type: max_pool'), 'needs braces; write { type: max_pool }.', pool('type: max_pool')],
  [pool('type= max_pool'), 'write { type: max_pool }.', pool('type: max_pool')],
  [withShift('shift: (max: 3)'), 'an object in one line needs braces; write { max: 3 }.', right],
  [shift('max: 3; fill_mode: wrap'), 'write { max: 3, fill_mode: wrap }.', shift('max: 3, fill_mode: wrap')],
  [shift('list: [[0, 0] [1, 1]]'), 'write { list: [[0, 0], [1, 1]] }.', shift('list: [[0, 0], [1, 1]]')],
  [
    '{ "image": "circle" "shift": { "max": 3 }, "pool": "max_pool" }\n',
    'write { "image": "circle", "shift": { "max": 3 }, "pool": "max_pool" }.',
    '{ "image": "circle", "shift": { "max": 3 }, "pool": "max_pool" }\n',
  ],
  ['{ image: circle, shift: { max: 3 }, pool: max_pool\n', 'pool: max_pool }.', right],
  ['"image": "circle",\nshift: { max: 3 }\npool: max_pool\n', 'write "image": "circle".', right],
  [
    '   image: circle\n  shift: { max: 3 }\n  pool: max_pool\n',
    'write "image: circle" after 2 spaces',
    right,
  ],
  [withPool('pool\n  type: max_pool'), 'a key must be on one line; write pool:.', pool('type: max_pool')],
  [
    withPool('pool:\n  type: max_pool\n  depth 4'),
    'expected a colon and a space after a key; write depth: 4.',
    right,
  ],
  [
    layers('\n  - type: max_pool\n    pool_size: 2\n   strides: 2'),
    'must begin in the same column; write "strides: 2" after 4 spaces.',
    layers('\n  - type: max_pool\n    pool_size: 2\n    strides: 2'),
  ],
  [described('*important*'), 'unknown alias *important*; write "*important*".', described('"*important*"')],
  [described('@home'), 'write "@home".', described('"@home"')],
  [described('- a list'), 'write "- a list".', described('"- a list"')],
  [described('[draft] circle'), 'write "[draft] circle".', described('"[draft] circle"')],
  [described('"a "circle""'), `write 'a "circle"'.`, described(`'a "circle"'`)],
  [described('{x}'), 'write "{ x }".', described('"{ x }"')],
  ['image: circle\nimage: dots\nshift: { max: 3 }\npool: max_pool\n', 'keep one of them.', right],
  // Tuples, and pairs in other forms.
  [image('type: circle, size: (64, 64)'), 'write size: [64, 64].', size64],
  [image('type: circle, shape: [64, 64, 1]'), 'write size: [64, 64];', size64],
  [
    image('type: circle, width: 48, height: 64'),
    'write size: [64, 48];',
    image('type: circle, size: [64, 48]'),
  ],
  [image('type: circle, center: 32'), 'write center: [32, 32].', image('type: circle, center: [32, 32]')],
  [
    image('type: circle, center: { x: 30, y: 32 }'),
    'not an object; write [32, 30].',
    image('type: circle, center: [32, 30]'),
  ],
  [
    image('type: dots, at: [(1, 2), (3, 4)]'),
    'write at: [[1, 2], [3, 4]].',
    image('type: dots, at: [[1, 2], [3, 4]]'),
  ],
  [image('type: dots, at: 1, 2'), 'write at: [[1, 2]];', image('type: dots, at: [[1, 2]]')],
  [
    image('type: dots, at: [[100, 1]]'),
    'write [63, 1], or a larger size.',
    image('type: dots, at: [[63, 1]]'),
  ],
  [shift('list: (0,1), (1,0)'), 'write list: [[0, 1], [1, 0]].', shift('list: [[0, 1], [1, 0]]')],
  [shift('list: [1, 2]'), 'write list: [[1, 2]].', shift('list: [[1, 2]]')],
  [
    shift('list: [1, 2, 3]'),
    'write list: [[0, 1], [0, 2], [0, 3]].',
    shift('list: [[0, 1], [0, 2], [0, 3]]'),
  ],
  [shift('list: [{ dy: 0, dx: 1 }]'), 'not an object; write [0, 1].', shift('list: [[0, 1]]')],
  [shift('x: [-3..3]'), 'not "-3..3"; write x: [-3, 3].', shift('x: [-3, 3]')],
  [shift('horizontal: 3'), 'write x: [-3, 3];', shift('x: [-3, 3]')],
  [shift('x: –3'), 'write x: [-3, 3]', shift('x: [-3, 3]')],
  [shift('y: three'), 'write y: [-3, 3]', shift('y: [-3, 3]')],
  [shift('x: ３'), 'write x: [-3, 3]', shift('x: [-3, 3]')],
  [shift('from: -3, to: 3'), 'write { max: 3 };', right],
  [shift('max: 3, step: 0,5'), 'write step: 0.5, with a point;', shift('max: 3, step: 0.5')],
  [shift('max: 3, std: 2'), 'leave it out: every shift of the range is as likely;', right],
  [shift('max: 3, n: 100'), 'write trials: 100 at the top of the file', file('trials: 100')],
  [shift('path: line'), 'write horizontal;', shift('max: 3, path: horizontal')],
  [withShift('shift: true'), 'not true; write shift: { max: 3 };', right],
  [
    withShift('shift: RandomTranslation(0.1, 0.2)'),
    'write shift: { max: [10%, 20%] };',
    shift('max: [10%, 20%]'),
  ],
  [
    withShift('augmentation: { width_shift_range: 3, height_shift_range: 2 }'),
    'write shift: { x: [-3, 3], y: [-2, 2] };',
    shift('x: [-3, 3], y: [-2, 2]'),
  ],
  [shift('max: 3, doldurma: sarma'), 'write fill_mode: wrap;', shift('max: 3, fill_mode: wrap')],
  // Images.
  [withImage('image: cat.jfif'), 'write { type: file, path: cat.jfif };', needsFile],
  [withImage('image: cat.jpe'), 'write { type: file, path: cat.jpe };', needsFile],
  [withImage('image: cat.webp'), 'path: cat.png }, with the picture saved as PNG;', needsFile],
  [image('file: cat.png'), 'write { type: file, path: cat.png }.', needsFile],
  [image('type: folder'), 'write path: pictures, a folder of pictures.', needsFile],
  [image('type: file'), 'write path: cat.png, the file of a picture.', needsFile],
  [image('type: folder, path: p, labels: false'), 'not false; write none.', needsFile],
  [image('type: circle, diameter: 40'), 'write radius: 20;', image('type: circle, radius: 20')],
  [image('type: circle, thickness: 2'), 'leave it out: an outline is one pixel wide;', right],
  [image('type: circle, colour: white'), 'write value: 1;', image('type: circle, value: 1')],
  [image('type: noise, channels: RGB'), 'not "RGB"; write 3.', image('type: noise, channels: 3')],
  [image('type: noise, mean: 0'), 'leave it out: the values are uniform from 0 to 1;', image('type: noise')],
  [
    image('type: pixels, rows: [0, 1]'),
    'write rows: [[0, 1]].',
    withImage('image: { type: pixels, rows: [[0, 1]] }').replace('depth: 4', 'depth: 1'),
  ],
  [
    withImage('image: [[0, 1], [1, 0]]'),
    'write image: { type: pixels, rows: [[0, 1], [1, 0]] }.',
    withImage('image: { type: pixels, rows: [[0, 1], [1, 0]] }').replace('depth: 4', 'depth: 1'),
  ],
  [
    image('type: pixels, rows: ["01", "10"]'),
    'write rows: [[0, 1], [1, 0]].',
    withImage('image: { type: pixels, rows: [[0, 1], [1, 0]] }').replace('depth: 4', 'depth: 1'),
  ],
  [
    withImage('image: circle radius=20'),
    'write { type: circle, radius: 20 };',
    image('type: circle, radius: 20'),
  ],
  [file('against: none'), 'leave it out: without it there is one image;', right],
  [file('against: [dots]'), 'write against: dots.', file('against: dots')],
  // Layers.
  [
    layers('\n  - max_pool: 2x3'),
    'write { type: max_pool, pool_size: [2, 3] }.',
    layers('[{ type: max_pool, pool_size: [2, 3] }]'),
  ],
  [
    layers('[{ conv2d: 3x3 }]'),
    'write { type: conv2d, kernel: random, kernel_size: [3, 3] }.',
    layers('[{ type: conv2d, kernel: random, kernel_size: [3, 3] }]'),
  ],
  [layers('[{ name: max_pool }]'), 'write max_pool.', layers('[max_pool]')],
  [layers('{ max_pool: 4 }'), 'write layers: [{ repeat: { times: 4, layers: [max_pool] } }].', repeated],
  [layers('[max_pool 4]'), 'write { repeat: { times: 4, layers: [max_pool] } };', repeated],
  [
    layers('[{ times: 4, layers: [max_pool] }]'),
    'write { repeat: { times: 4, layers: [max_pool] } }.',
    repeated,
  ],
  [layers('[{ repeat: 4, layers: [max_pool] }]'), 'not 4; write { times: 4, layers: [max_pool] };', repeated],
  [layers('[{ repeat: { times: 4, layers: max_pool } }]'), 'write layers: [max_pool].', repeated],
  [layers('[{ repeat: { n: 4, layers: [max_pool] } }]'), 'write times: 4;', repeated],
  [layers('\n- max_pool\n - relu'), 'write max_pool, relu, which are 2 items of the list;', both],
  [layers('[max_pool relu]'), 'write max_pool, relu, which are 2 items of the list;', both],
  [layers('[max_pool; relu]'), 'write max_pool, relu, which are 2 items of the list;', both],
  [layers('(max_pool, relu)'), 'write layers: [max_pool, relu].', both],
  [layers('[model.onnx]'), 'write { type: model, path: model.onnx };', needsFile],
  [layers('[{ type: onnx, path: m.onnx }]'), 'layers.0.type: unknown layer "onnx"; write model;', needsFile],
  [withPool('model: { path: model.onnx }'), `write ${model};`, needsFile],
  [withPool('network: resnet18'), `write ${model}, with the network exported as ONNX;`, needsFile],
  [withPool('pool: max_pool 4'), 'write { type: max_pool, depth: 4 };', right],
  [pool('max_pool: 4'), 'write { type: max_pool, depth: 4 }.', right],
  [pool('type: max_pool, levels: 4'), 'write depth: 4;', right],
  [pool('type: max_pool, depth: all'), 'write 4, since each depth up to it has a row.', right],
  [withPool('pool:\n  - type: max_pool\n    depth: 4'), 'write pool: { type: max_pool, depth: 4 }.', right],
  // What is compared and measured.
  [
    file('compare: close(1e-4)'),
    'write { type: close, relative: 0.0001 };',
    file('compare: { type: close, relative: 0.0001 }'),
  ],
  [
    file('compare: { close: 0.1 }'),
    'write { type: close, relative: 0.1 }.',
    file('compare: { type: close, relative: 0.1 }'),
  ],
  [file('tables: shifts.csv'), 'write tables: [shifts].', file('tables: [shifts]')],
  [file('preprocess: { mean: 0.5 }'), 'write preprocess: torchvision.', needsFile],
  [file('preprocess: normalize'), 'write torchvision;', needsFile],
  [file('baseline: no_worse'), 'write { no_worse: significant };', needsFile],
  [file('baseline: { tolerance: 2% }'), 'write no_worse_by: 0.02;', file('baseline: { no_worse_by: 0.02 }')],
  [file('verbose: true'), 'leave it out: --verbose of coincide run says more;', right],
  // Expectations.
  [
    file('expect: true'),
    'write expect: [{ metric: match_rate, min: 0.9 }].',
    claim('{ metric: match_rate, min: 0.9 }'),
  ],
  [
    claim('{ metric: match_rate, at: last, min: 1 }'),
    'write at: { depth: 1 }, or another',
    claim('{ metric: match_rate, at: { depth: 1 }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, at: { depth: last }, min: 1 }'),
    'not "last"; write 4.',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, at: { depth: 9 }, min: 1 }'),
    'not 9; write 4.',
    claim('{ metric: match_rate, at: { depth: 4 }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, at: { layer: MaxPool2d }, min: 1 }'),
    'write max_pool.',
    claim('{ metric: match_rate, at: { layer: max_pool }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, at: [{ depth: 1 }], min: 1 }'),
    'write at: { depth: 1 }.',
    claim('{ metric: match_rate, at: { depth: 1 }, min: 1 }'),
  ],
  [
    claim('{ metric: match_rate, min: 0.9, max: 0.1 }'),
    'write min: 0.1, max: 0.9.',
    claim('{ metric: match_rate, min: 0.1, max: 0.9 }'),
  ],
  [
    claim('{ metrics: [match_rate, classes], min: 1 }'),
    'write metric: match_rate, and an expectation for each',
    claim('{ metric: match_rate, min: 1 }'),
  ],
  // Sweeps.
  [sweep('shift: [1, 2]'), 'not shift; write shift.max: [1, 2].', sweep('shift.max: [1, 2]')],
  [sweep('shift_max: [1, 2]'), 'write shift.max;', sweep('shift.max: [1, 2]')],
  [sweep('shift.max: 1, 2, 3'), 'not "1, 2, 3"; write [1, 2, 3].', sweep('shift.max: [1, 2, 3]')],
  [sweep('shift.max: range(1, 4)'), 'not "range(1, 4)"; write [1, 2, 3].', sweep('shift.max: [1, 2, 3]')],
  [
    sweep('shift.max: [1..3]'),
    'write sweep: { shift.max: [1, 2, 3] } at the top',
    sweep('shift.max: [1, 2, 3]'),
  ],
  [
    sweep('pool.type: max_pool | avg_pool'),
    'write [max_pool, avg_pool].',
    sweep('pool.type: [max_pool, avg_pool]'),
  ],
  [
    sweep('pool.type: max_pool, avg_pool'),
    'write [max_pool, avg_pool].',
    sweep('pool.type: [max_pool, avg_pool]'),
  ],
  [file('sweep:\n  - shift.max: [1, 2]'), 'write sweep: { shift.max: [1, 2] }.', sweep('shift.max: [1, 2]')],
  [
    file('sweep: [{ key: shift.max, values: [1, 2] }]'),
    'write sweep: { shift.max: [1, 2] }.',
    sweep('shift.max: [1, 2]'),
  ],
  [sweep('shift.max: [1, 1]'), '1 is listed twice; leave one of them out.', sweep('shift.max: [1]')],
  [
    withPool('layers: [max_pool]\nsweep: { layers[0].strides: [1, 2] }'),
    'write layers.0.strides.',
    withPool('layers: [max_pool]\nsweep: { layers.0.strides: [1, 2] }'),
  ],
  [
    file('compare_to: avg_pool'),
    'write sweep: { pool.type: [max_pool, avg_pool] }, and compare_to: { pool.type: avg_pool } in an expectation;',
    file(
      'sweep: { pool.type: [max_pool, avg_pool] }',
      'expect: [{ metric: classes, at: { pool.type: max_pool }, compare_to: { pool.type: avg_pool } }]',
    ),
  ],
];

describe('a file with values in another form', () => {
  testTypedFiles(cases);
});

test('is told each mistake once', () => {
  expect(refusalOf(sweep('shift.max: 1, 2, 3')).split('\n')).toHaveLength(1);
  expect(refusalOf(layers('[{ type: model, file: m.onnx }]')).split('\n')).toHaveLength(1);
});

test('a pool of one cell, which is proposed for none, changes nothing', () => {
  const { variants } = parseExperiment(nothing);
  expect(variants[0]!.rows.map(({ height, width }) => [height, width])).toEqual([
    [64, 64],
    [64, 64],
  ]);
});
