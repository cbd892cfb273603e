import { describe } from 'vitest';
import {
  claim,
  file,
  image,
  lines,
  pool,
  shift,
  testTypedFiles,
  withImage,
  withPool,
  withShift,
} from '../support/experiment/typed_files.ts';

// Files that were begun and not finished, or written in a hurry: gaps, and signs of YAML that are not there.

const layers = (...below: string[]) => withPool(['layers:', ...below.map((one) => `  ${one}`)].join('\n'));
const two = layers('- max_pool', '- relu');

/** What somebody wrote, what the message says, and the file as it then says to write it. */
const cases: [string, string, string][] = [
  // A value that is to be filled in.
  [withPool('pool: ???'), 'write pool: max_pool', withPool('pool: max_pool')],
  [withPool('pool: <pool>'), 'write pool: max_pool', withPool('pool: max_pool')],
  [
    withPool('pool: { type: TODO, depth: 4 }'),
    'write max_pool; allowed',
    withPool('pool: { type: max_pool, depth: 4 }'),
  ],
  [withImage('image: ???'), 'write image: circle', withImage('image: circle')],
  [withImage('image: { type: ??? }'), 'write circle', withImage('image: { type: circle }')],
  [withShift('shift: ...'), 'write shift: { max: 3 }', withShift('shift: { max: 3 }')],
  [withShift('shift: { max: ??? }'), 'write 3', withShift('shift: { max: 3 }')],
  [layers('- tbd'), 'write max_pool', layers('- max_pool')],
  [file('compare: ???'), 'write compare: close, or leave it out', file('compare: close')],
  // A comparison without its type.
  [
    file('compare: { rtol: 1e-5, atol: 1e-8 }'),
    'write { type: close, relative: 0.00001, absolute: 1e-8 }',
    file('compare: { type: close, relative: 0.00001, absolute: 1e-8 }'),
  ],
  [
    file('compare: { atol: 0.1 }'),
    'write { type: close, absolute: 0.1 }',
    file('compare: { type: close, absolute: 0.1 }'),
  ],
  // Keys in one line.
  [
    lines(image, `${shift} ${pool}`),
    `write "${shift}" and "${pool}", each in a line of its own`,
    lines(image, shift, pool),
  ],
  [
    lines('image: circle, shift: { max: 3 } pool: max_pool'),
    'write "image: circle" and "shift: { max: 3 }" and "pool: max_pool"',
    lines('image: circle', 'shift: { max: 3 }', 'pool: max_pool'),
  ],
  [file('trials: 5 seed: 3'), 'write "trials: 5" and "seed: 3"', file('trials: 5', 'seed: 3')],
  [
    file('description: a circle seed: 3'),
    'write "a circle seed: 3"',
    file('description: "a circle seed: 3"'),
  ],
  [withShift('shift:{max:3}'), 'write shift: { max: 3 }', withShift('shift: { max: 3 }')],
  [lines('image:circle', 'shift:{max:3}', 'pool:max_pool'), 'write image: circle', lines(image, shift, pool)],
  // Dashes.
  [withPool('layers: - max_pool'), 'write layers: [max_pool]', withPool('layers: [max_pool]')],
  [layers('- max_pool', 'relu'), 'write "- relu" after 2 spaces', two],
  [
    layers('layer1: max_pool', 'layer2: relu'),
    'write layers: [max_pool, relu]',
    withPool('layers: [max_pool, relu]'),
  ],
  [
    layers('- conv2d filters: 8'),
    'write { type: conv2d, kernel: random, filters: 8 }',
    layers('- { type: conv2d, kernel: random, filters: 8 }'),
  ],
  // How far.
  [withShift('shift: { max: -4..4 }'), 'write 4.', withShift('shift: { max: 4 }')],
  [withShift('shift: { max: "<=3" }'), 'write 3.', withShift('shift: { max: 3 }')],
  [withShift('shift: { max: up to 3 }'), 'write 3.', withShift('shift: { max: 3 }')],
  [
    withImage('image: { type: circle, radius: r=20 }'),
    'write 20.',
    withImage('image: { type: circle, radius: 20 }'),
  ],
  [
    file('sweep: { shift: { max: 1..3 } }'),
    'write shift.max: [1, 2, 3]',
    file('sweep: { shift.max: [1, 2, 3] }'),
  ],
  [
    file('sweep:', '  - shift.max: [1, 2]', '  - pool.depth: [2, 3]'),
    'write sweep: { shift.max: [1, 2], pool.depth: [2, 3] }',
    file('sweep: { shift.max: [1, 2], pool.depth: [2, 3] }'),
  ],
  // Signs that are not those of YAML, or cannot be seen.
  [withShift('shift:\u200b { max: 3 }'), 'write shift: { max: 3 }', withShift('shift: { max: 3 }')],
  [
    withShift('shift: { max: 3，fill_mode: constant }'),
    'write { max: 3, fill_mode: constant }',
    withShift('shift: { max: 3, fill_mode: constant }'),
  ],
  // A claim about one of several rows.
  [
    claim('any(match_rate) > 0.5'),
    'write { metric: match_rate, min: 0.5, at: { depth: 1 } }, for one row: no expectation is about any of several',
    claim('{ metric: match_rate, min: 0.5, at: { depth: 1 } }'),
  ],
];

describe('a file that was begun and not finished', () => {
  testTypedFiles(cases);
});
