import { describe, expect, test } from 'vitest';
import { type Experiment, parseSource } from '../../../src/experiment/parse.ts';
import { parseOverride } from '../../../src/experiment/text/override.ts';
import { parseYaml } from '../../../src/experiment/text/yaml.ts';

/** Reads a text, with values such as `shift.max=5` in place of its own. */
function read(text: string, ...set: string[]): Experiment {
  const overrides = set.map((one) => {
    const at = one.indexOf('=');
    return parseOverride(one.slice(0, at), one.slice(at + 1), `--set ${one}`);
  });
  return parseSource(parseYaml(text, 'x.yaml'), { name: 'x', overrides });
}

const valuesOf = ({ variants }: Experiment) => variants.map(({ values }) => values);
const base = 'image: circle\nshift: { max: 3 }\npool: max_pool\n';

describe('the variants of a sweep', () => {
  test('are every combination in the file’s order, the last key fastest', () => {
    const text = `${base}sweep:\n  shift.max: [2, 1]\n  seed: [b, a, 0]\n  pool.depth: [3]\n`;
    expect(valuesOf(read(text))).toEqual([
      { 'shift.max': 2, seed: 'b', 'pool.depth': 3 },
      { 'shift.max': 2, seed: 'a', 'pool.depth': 3 },
      { 'shift.max': 2, seed: 0, 'pool.depth': 3 },
      { 'shift.max': 1, seed: 'b', 'pool.depth': 3 },
      { 'shift.max': 1, seed: 'a', 'pool.depth': 3 },
      { 'shift.max': 1, seed: 0, 'pool.depth': 3 },
    ]);
    expect(read(base).variants).toHaveLength(1);
    expect(read(`${base}sweep: {}\n`).swept).toEqual([]);
  });

  test('are not of values that have no text', () => {
    expect(() => read(`${base}sweep: { seed: [{ toString: 1, valueOf: 1 }, { toString: 1 }] }\n`)).toThrow(
      'sweep.seed: expected single values, or an object that names them, not a list with an object; write seed: {',
    );
  });

  test('carry the names of named values, in the file’s order, however they look', () => {
    const text = `${base}sweep:\n  shift.max: { 10: 1, zero: 0, 2: [1, 2], 1.5: 3 }\n`;
    const { variants, swept } = read(text);
    expect(swept).toEqual([{ key: 'shift.max', name: 'shift.max', values: ['10', 'zero', '2', '1.5'] }]);
    expect(variants.map(({ settings }) => settings.shift.max)).toEqual([1, 0, [1, 2], 3]);
  });

  test('have columns named by their keys, with `sweep.` in front of a name of the table’s own', () => {
    const { swept, columns } = read(
      `${base}sweep: { trials: [1], compare: [exact], seed: [1], steps: [all], layers: { a: [relu] } }\n`,
    );
    const names = ['sweep.trials', 'sweep.compare', 'seed', 'steps', 'layers'];
    expect(swept.map(({ name }) => name)).toEqual(names);
    expect(columns.slice(0, 7).map(({ name }) => name)).toEqual(['experiment', ...names, 'step']);
    expect(columns.filter(({ name }) => name === 'trials' || name === 'compare')).toHaveLength(2);
  });

  test('differ in what is swept and in what follows from it, and in nothing else', () => {
    const { variants } = read(`${base}sweep: { image.size: [16, 32], pool.pool_size: [2, 3] }\n`);
    expect(variants.map(({ settings: { image, pool } }) => [image.radius, pool?.strides])).toEqual([
      [4, [2, 2]],
      [4, [3, 3]],
      [12, [2, 2]],
      [12, [3, 3]],
    ]);
    const rest = variants.map(({ settings: { image: _, pool: __, ...others } }) => others);
    expect(rest).toEqual(rest.map(() => rest[0]));
  });
});

describe('a swept part', () => {
  test('is put into a swept whole, in whichever order they stand', () => {
    const whole = 'image: { a: circle, b: { type: noise, size: 9 } }';
    for (const sweep of [`${whole}, image.size: [5, 7]`, `image.size: [5, 7], ${whole}`]) {
      const { variants } = read(`${base}sweep: { ${sweep} }\n`);
      for (const { values, settings } of variants) {
        expect(settings.image.type).toBe(values.image === 'a' ? 'circle' : 'noise');
        expect(settings.image.size).toEqual([values['image.size'], values['image.size']]);
      }
      expect(new Set(variants.map(({ values }) => JSON.stringify(values))).size).toBe(4);
    }
  });

  test('may be of something that the file writes in short, or not at all', () => {
    const [small] = read(
      'image: circle\nshift: { max: 3 }\nlayers: [max_pool]\nsweep: { layers.0.strides: [1] }',
    ).variants;
    expect(small!.settings.layers).toEqual([
      { type: 'max_pool', pool_size: [2, 2], strides: [1, 1], padding: 'same' },
    ]);
    const { variants } = read('sweep: { image.type: [circle, dots], shift.max: [1], pool.type: [avg_pool] }');
    expect(variants.map(({ image, layers }) => [image.name, layers[0]!.name])).toEqual([
      ['circle', 'avg_pool'],
      ['dots', 'avg_pool'],
    ]);
  });
});

describe('pool and layers', () => {
  const names = ({ variants }: Experiment) => variants.map(({ layers }) => layers.map(({ name }) => name));

  test('replace each other where one is swept', () => {
    expect(names(read(`${base}sweep: { layers: { a: [relu, avg_pool], b: [relu] } }`))).toEqual([
      ['relu', 'avg_pool'],
      ['relu'],
    ]);
    expect(
      names(read('image: circle\nshift: { max: 1 }\nlayers: [relu]\nsweep: { pool: [max_pool] }')),
    ).toEqual([['max_pool']]);
  });

  test('replace each other where one is set, in the file and in its sweep', () => {
    expect(names(read(base, 'layers=[relu]'))).toEqual([['relu']]);
    expect(names(read(`${base}sweep: { layers: { a: [relu, relu], b: [relu] } }`, 'pool=avg_pool'))).toEqual([
      ['avg_pool'],
    ]);
  });
});

describe('a value that is set', () => {
  test('takes its key out of the sweep', () => {
    const { variants, swept } = read(`${base}sweep: { shift.max: [1, 2], seed: [1, 2] }`, 'shift.max=3');
    expect(swept.map(({ key }) => key)).toEqual(['seed']);
    expect(variants.map(({ settings: { shift, seed } }) => [shift.max, seed])).toEqual([
      [3, 1],
      [3, 2],
    ]);
  });

  test('goes into a swept whole, and under a swept part', () => {
    const { variants } = read(`${base}sweep: { image: { a: circle, b: noise } }`, 'image.size=5');
    expect(variants.map(({ settings }) => settings.image.size)).toEqual([
      [5, 5],
      [5, 5],
    ]);
    const [only] = read(
      `${base}sweep: { image.size: [7] }`,
      'image={ type: noise, size: 5, channels: 2 }',
    ).variants;
    expect(only!.settings.image).toEqual({ type: 'noise', size: [7, 7], channels: 2 });
  });

  test('gives way to one that is set later', () => {
    expect(read(base, 'seed=1', 'seed=2').variants[0]!.seed).toBe(2);
    expect(read(base, 'description=a', 'description=b').description).toBe('b');
  });

  test('may be of anything in the file', () => {
    const file = `${base}sweep: { seed: [1, 2] }\nexpect:\n  - { metric: classes, at: { depth: 1 }, min: 1 }\n`;
    const set = [
      'description=Other.',
      'tables=[shifts]',
      'measures=[distances]',
      'expect.0.min=2',
      'sweep={}',
    ];
    const { description, tables, expect: expectations, swept, resolved } = read(file, ...set);
    expect({ description, tables, swept, measures: resolved.measures }).toEqual({
      description: 'Other.',
      tables: ['shifts'],
      swept: [],
      measures: ['distances'],
    });
    expect(expectations).toMatchObject([{ metric: 'classes', at: { depth: 1 }, min: 2 }]);
    const { variants } = read(file, 'sweep.shift.max={ 2: 1, 1: [0, 1] }', 'expect=[]');
    expect(variants.map(({ values }) => Object.values(values))).toEqual([
      [1, '2'],
      [1, '1'],
      [2, '2'],
      [2, '1'],
    ]);
  });
});
