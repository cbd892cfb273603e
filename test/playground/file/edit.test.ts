import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseExperiment } from '../../../src/index.ts';
import { edited, fieldText, valueOfField, valueOfText } from '../../../src/playground/file/edit.ts';
import { bothInOne, layersOfText, secondText, textOfLayers } from '../../../src/playground/file/second.ts';
import { project } from '../../support/files.ts';

const file = `# what it is
image: circle # round
shift: { max: 3 }
pool: { type: max_pool, depth: 4 }
`;

describe('a change of the file', () => {
  test('keeps comments and all else', () => {
    expect(edited(file, { edit: 'set', path: ['shift', 'max'], value: 4 })).toBe(file.replace('3', '4'));
    expect(edited(file, { edit: 'set', path: ['seed'], value: 7 })).toBe(`${file}seed: 7\n`);
  });

  test('writes a kind that is its name alone as an object, so that it can have options', () => {
    const text = edited(file, { edit: 'set', path: ['image', 'radius'], value: 20 })!;
    expect(valueOfText(text)).toMatchObject({ image: { type: 'circle', radius: 20 } });
    expect(text).toContain('# what it is');
  });

  test('takes an option away, and a key that is not there stays so', () => {
    const text = edited(file, { edit: 'set', path: ['pool', 'depth'], value: undefined })!;
    expect(valueOfText(text)).toMatchObject({ pool: { type: 'max_pool' } });
    expect(edited(file, { edit: 'set', path: ['seed'], value: undefined })).toBe(file);
  });

  test('ends the sweep of the key that it sets, as --set does, and leaves other keys swept', () => {
    const swept = `${file}sweep:\n  shift.max: [1, 2]\n  pool.type: [max_pool, avg_pool]\n`;
    const one = edited(swept, { edit: 'set', path: ['shift', 'max'], value: 4 })!;
    expect(valueOfText(one)!.sweep).toEqual({ 'pool.type': ['max_pool', 'avg_pool'] });
    const none = edited(one, { edit: 'set', path: ['pool', 'type'], value: 'lp_pool' })!;
    expect(valueOfText(none)).not.toHaveProperty('sweep');
  });

  test('adds, moves and removes layers, also in a repeated group', () => {
    const text = 'layers:\n  - relu # first\n  - repeat: { times: 2, layers: [max_pool] }\n';
    const added = edited(text, {
      edit: 'insert',
      list: ['layers', 1, 'repeat', 'layers'],
      at: 1,
      value: 'abs',
    })!;
    expect(valueOfText(added)!.layers).toEqual([
      'relu',
      { repeat: { times: 2, layers: ['max_pool', 'abs'] } },
    ]);
    const moved = edited(added, { edit: 'move', list: ['layers'], from: 0, to: 1 })!;
    expect(valueOfText(moved)!.layers).toEqual([
      { repeat: { times: 2, layers: ['max_pool', 'abs'] } },
      'relu',
    ]);
    expect(moved).toContain('# first');
    const removed = edited(moved, { edit: 'remove', list: ['layers'], at: 0 })!;
    expect(valueOfText(removed)!.layers).toEqual(['relu']);
  });

  test('is refused where the text cannot be read', () => {
    expect(edited('image: [', { edit: 'set', path: ['seed'], value: 1 })).toBeUndefined();
    expect(valueOfText('- a')).toBeUndefined();
  });
});

test.each(
  [
    1,
    -0.5,
    true,
    'same',
    '10%',
    [1, 2],
    [
      [32, 16],
      [32, 18],
    ],
    { type: 'edge' },
    'a: b',
  ].map((value) => [value] as const),
)('a field shows %j as a text that gives the same value back', (value) => {
  expect(valueOfField(fieldText(value))).toEqual({ value });
});

describe('a second stack', () => {
  test('has the layers that the pool of the file is short for', () => {
    expect(layersOfText(file)).toEqual([{ repeat: { times: 4, layers: ['max_pool'] } }]);
    expect(layersOfText('layers: [relu, max_pool]')).toEqual(['relu', 'max_pool']);
    expect(layersOfText('pool: { type: max_pool, strides: 3 }')).toEqual([{ type: 'max_pool', strides: 3 }]);
  });

  const second = textOfLayers([{ repeat: { times: 4, layers: ['avg_pool'] } }]);

  test('sees the image and the shifts of the file', () => {
    const { variants } = parseExperiment(secondText({ text: file, second }));
    expect(variants[0]!.layers.map(({ name }) => name)).toEqual(Array(4).fill('avg_pool'));
    expect(variants[0]!.shift.max).toBe(3);
  });

  test('and the first one are one file, as a sweep of layers', () => {
    const { variants } = parseExperiment(bothInOne({ text: file, second }));
    expect(variants.map(({ values, layers }) => [values.layers, layers[0]!.name])).toEqual([
      ['first', 'max_pool'],
      ['second', 'avg_pool'],
    ]);
  });
});

const shipped = readdirSync(join(project, 'experiments'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.yaml'),
);

test.each(shipped)('an edit of %s changes what it sets, and no other value', (name) => {
  const text = readFileSync(join(project, 'experiments', name), 'utf8');
  const described = edited(text, { edit: 'set', path: ['description'], value: 'other' })!;
  expect(valueOfText(described)).toEqual({ ...valueOfText(text), description: 'other' });
});
