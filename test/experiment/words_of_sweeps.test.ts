import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../src/experiment/read.ts';
import { file, refusalOf, testTypedFiles } from '../support/experiment/typed_files.ts';

// Values to try, as W&B, Optuna, Hydra, Ray, NNI and NumPy write them.

const sweep = (text: string) => file(`sweep: { ${text} }`);
const depths = (text: string): [string, string, string] => [
  sweep(`pool.depth: ${text}`),
  'write pool.depth: [1, 2, 3].',
  sweep('pool.depth: [1, 2, 3]'),
];
const OTHER = 'expected a list of values, or an object that names them, not words of another program; write ';

const cases: [wrong: string, said: string, mended: string][] = [
  depths('{ values: [1, 2, 3] }'),
  depths('{ grid: [1, 2, 3] }'),
  depths('{ choices: [1, 2, 3] }'),
  depths('{ grid_search: [1, 2, 3] }'),
  depths('{ range: [1, 3] }'),
  depths('{ arange: [1, 4] }'),
  depths('{ linspace: [1, 3, 3] }'),
  depths('{ values: 1..3 }'),
  depths('{ suggest_int: [1, 3] }'),
  depths('{ type: int, low: 1, high: 3 }'),
  depths('{ type: categorical, choices: [1, 2, 3] }'),
  depths('{ distribution: int_uniform, min: 1, max: 3 }'),
  depths('{ _type: choice, _value: [1, 2, 3] }'),
  [
    sweep('shift.max: { distribution: q_uniform, min: 1, max: 3, q: 1 }'),
    `${OTHER}shift.max: [1, 2, 3].`,
    sweep('shift.max: [1, 2, 3]'),
  ],
  [sweep('seed: { values: [1, 2] }'), `${OTHER}seed: [1, 2].`, sweep('seed: [1, 2]')],
  [
    sweep('image: { values: [circle, noise] }'),
    `${OTHER}image: [circle, noise].`,
    sweep('image: [circle, noise]'),
  ],
  [
    file('sweep: { layers: { values: [[max_pool], [avg_pool]] } }').replace(/pool: .*\n/, ''),
    `${OTHER}layers: { max_pool: [max_pool], avg_pool: [avg_pool] }.`,
    file('sweep: { layers: { max_pool: [max_pool], avg_pool: [avg_pool] } }').replace(/pool: \{.*\n/, ''),
  ],
  ...[
    '[[max_pool], [avg_pool]]',
    '[{ max_pool: [max_pool] }, { avg_pool: [avg_pool] }]',
    '[{ name: max_pool, layers: [max_pool] }, { name: avg_pool, layers: [avg_pool] }]',
    '[max_pool, [avg_pool]]',
  ].map((stacks): [string, string, string] => [
    file(`sweep: { layers: ${stacks} }`).replace(/pool: .*\n/, ''),
    'write layers: { max_pool: [max_pool], avg_pool: [avg_pool] }.',
    file('sweep: { layers: { max_pool: [max_pool], avg_pool: [avg_pool] } }').replace(/pool: \{.*\n/, ''),
  ]),
  [
    sweep('shift.max: [[1, 2], 3]'),
    'write shift.max: { value1: [1, 2], value2: 3 }.',
    sweep('shift.max: { value1: [1, 2], value2: 3 }'),
  ],
  [
    sweep('image: [{ name: thin, type: circle, radius: 4 }, { name: wide, type: circle, radius: 6 }]'),
    'write image: { thin: { type: circle, radius: 4 }, wide: { type: circle, radius: 6 } }.',
    sweep('image: { thin: { type: circle, radius: 4 }, wide: { type: circle, radius: 6 } }'),
  ],
  [
    sweep('shift.max: [{ small: 1 }, { large: 3 }]'),
    'write shift.max: { small: 1, large: 3 }.',
    sweep('shift.max: { small: 1, large: 3 }'),
  ],
  [
    sweep('parameters: { pool.depth: { values: [1, 2] } }'),
    'write pool.depth: [1, 2], without parameters;',
    sweep('pool.depth: [1, 2]'),
  ],
  [sweep('method: grid, pool.depth: [1, 2]'), 'leave it out: every combination', sweep('pool.depth: [1, 2]')],
  [sweep('pool.depth: suggest_int(1, 3)'), 'write [1, 2, 3].', sweep('pool.depth: [1, 2, 3]')],
  [
    file('sweep:\n  pool.depth: trial.suggest_int("d", 1, 3)'),
    'write [1, 2, 3].',
    sweep('pool.depth: [1, 2, 3]'),
  ],
  [file('sweep:\n  pool.depth: tune.grid_search([1, 2])'), 'write [1, 2].', sweep('pool.depth: [1, 2]')],
  [file('sweep:\n  pool.depth: hp.choice("d", [1, 2])'), 'write [1, 2].', sweep('pool.depth: [1, 2]')],
  [sweep('image.radius: 10 20'), 'write [10, 20].', sweep('image.radius: [10, 20]')],
];

describe('a sweep in words of another program', () => {
  testTypedFiles(cases);
});

test.each([
  ['shift.max: { values: [1, 2] }', 'is one variant with the name values', '[1, 2]'],
  ['shift.max: { range: [1, 3] }', 'is one variant with the name range', '[1, 2, 3]'],
  ['pool.depth: { start: 1, stop: 3, num: 3 }', 'are variants with the names start, stop, num', '[1, 2, 3]'],
])('%s is valid as it was, and said to be no list', (text, are, list) => {
  const [key] = text.split(':');
  expect(parseExperiment(sweep(text)).notes).toEqual([
    `sweep: ${key} ${are}; for a variant of each value write ${key}: ${list}`,
  ]);
});

test.each(['shift.max: { low: 1, high: 3 }', 'shift.max: { small: 1, large: [2, 3] }', 'shift.max: [1, 2]'])(
  '%s names or lists its values',
  (text) => {
    expect(parseExperiment(sweep(text)).notes).toEqual([]);
  },
);

test('another mistake of a section is told as it is', () => {
  const wrong = sweep('shift.max: { values: [1, 2] }').replace('max: 3', 'max: 3, fil_mode: wrap');
  expect(refusalOf(wrong)).toContain('did you mean "fill_mode"?');
});
