import { expect, test } from 'vitest';
import { refusalOf } from '../support/experiment/typed_files.ts';

const numbers = Array.from({ length: 200 }, (_, i) => i);

/** Values that are too long to paste, and parts that are not there. */
const values: readonly [name: string, value: unknown][] = [
  ['numbers', numbers],
  ['texts', numbers.map((i) => `word${i}`)],
  ['pairs', numbers.map((i) => [i, i + 1, i + 2])],
  ['a text', 'word '.repeat(100)],
  ['a path', `${'folder/'.repeat(60)}cat.png`],
  ['an object', Object.fromEntries(numbers.map((i) => [`key${i}`, i]))],
  ['an object of sizes', { size: numbers, height: numbers, width: 'w'.repeat(300) }],
  ['an object in a list', [{ repeat: 1 }, { repeat: 'w'.repeat(300) }, { type: numbers }]],
  ['a true', true],
  ['a fraction', 0.3],
  ['nothing', null],
];

const whole: Readonly<Record<string, unknown>> = {
  description: 'a circle',
  seed: 1,
  trials: 10,
  preprocess: 'torchvision',
  image: { type: 'circle', size: 64, radius: 20, value: 1, filled: true, center: [31.5, 31.5] },
  against: { type: 'circle', size: 64 },
  shift: {
    max: 3,
    y: 1,
    x: 1,
    list: [[0, 1]],
    path: 'diagonal',
    step: 1,
    fill_mode: 'wrap',
    fill_value: 0,
    frame: 64,
  },
  pool: { type: 'max_pool', pool_size: 2, strides: 2, padding: 'same', depth: 2 },
  layers: [
    { type: 'conv2d', kernel: 'random', filters: 2, kernel_size: 3 },
    { repeat: { times: 2, layers: ['relu'] } },
  ],
  compare: { type: 'close', relative: 0.1 },
  steps: 'all',
  measures: [{ type: 'psnr', peak: 1 }],
  tables: ['summary'],
  sweep: { 'shift.max': [1, 2] },
  expect: [{ metric: 'match_rate', min: 0, at: { depth: 1 }, compare_to: { 'pool.type': 'max_pool' } }],
  baseline: { no_worse_by: 0.1 },
};
const pictures = {
  type: 'folder',
  path: 'photos',
  size: 32,
  resize: { shorter: 32, filter: 'bilinear' },
  crop: 32,
  channels: 'rgb',
  range: [0, 1],
  mean: 0,
  std: 1,
  orient: true,
  embed: { size: 64, background: 0 },
  classes: 'classes.txt',
  labels: 'folders',
};

/** Every place of a value in an object or a list, at any depth, with unknown keys beside. */
function* placesIn(value: unknown): Generator<(string | number)[]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const at = Array.isArray(value) ? Number(key) : key;
    yield [at];
    for (const rest of placesIn(item)) yield [at, ...rest];
  }
  if (!Array.isArray(value))
    for (const key of ['background', 'frame', 'min', 'translate', 'width']) yield [key];
}

function replaced(value: unknown, [key, ...rest]: readonly (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const parts = value as Record<string | number, unknown>;
  const item = replaced(parts[key], rest, by);
  return Array.isArray(value) ? value.with(Number(key), item) : { ...parts, [key]: item };
}

test.each(values)('%s in the place of any value leads to no word of JavaScript in a message', (_, long) => {
  for (const file of [whole, { ...whole, image: pictures }])
    for (const place of placesIn(file)) {
      const said = refusalOf(`${JSON.stringify(replaced(file, place, long))}\n`);
      expect(said, place.join('.')).not.toMatch(/\bundefined\b|\[object |NaN/);
    }
});
