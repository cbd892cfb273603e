import { describe, expect, test } from 'vitest';
import { type Experiment, parseObject } from '../../../src/experiment/parse.ts';

const read = (file: object): Experiment =>
  parseObject({ image: { type: 'circle', size: 16 }, shift: { max: 1 }, ...file }, { name: 'x' });
const variant = (file: object) => read(file).variants[0]!;
const names = (file: object) => variant(file).layers.map(({ name }) => name);

describe('pool', () => {
  test('is its layer, depth times', () => {
    const options = { pool_size: [3, 3], strides: [2, 2], padding: 'same', type: 'avg_pool' };
    const { layers } = variant({ pool: { type: 'avg_pool', pool_size: 3, strides: 2, depth: 3 } });
    expect(layers.map((layer) => layer.options)).toEqual([options, options, options]);
    expect(names({ pool: 'max_pool' })).toEqual(['max_pool']);
  });
});

describe('repeat', () => {
  test('repeats its layers, inside itself too', () => {
    const inner = { repeat: { times: 2, layers: ['relu', { type: 'avg_pool', strides: 1 }] } };
    expect(
      names({ layers: ['max_pool', { repeat: { times: 2, layers: [inner, 'max_pool'] } }, 'relu'] }),
    ).toEqual(
      'max_pool relu avg_pool relu avg_pool max_pool relu avg_pool relu avg_pool max_pool relu'.split(' '),
    );
    expect(names({ layers: [{ repeat: { times: 1, layers: ['relu'] } }] })).toEqual(['relu']);
  });

  test('may make a thousand layers, and no more', () => {
    const times = (n: number, layers: unknown[]) => ({ repeat: { times: n, layers } });
    expect(names({ layers: [times(999, ['relu']), 'max_pool'] })).toHaveLength(1000);
    expect(names({ layers: [times(10, [times(10, [times(10, ['relu'])])])] })).toHaveLength(1000);
    const most = 'layers: expected at most 1,000 layers, repeats written out.';
    expect(() => read({ layers: [times(1000, ['relu']), 'max_pool'] })).toThrow(most);
    expect(() => read({ layers: [times(1000, [times(1000, [times(1000, ['relu'])])])] })).toThrow(most);
    expect(() => read({ layers: Array(1001).fill('relu') })).toThrow(
      'layers: expected at most 1,000 layers, not 1,001.',
    );
  });
});

describe('steps', () => {
  const rows = (file: object) =>
    variant(file).rows.map(({ step, layer, depth, height, channels }) => [
      step,
      layer,
      depth,
      height,
      channels,
    ]);
  const layers = ['relu', 'max_pool', 'relu', 'relu', 'avg_pool', 'relu'];

  test('pools: the image, each layer that pools, and the last have a row', () => {
    expect(rows({ layers })).toEqual([
      [0, 'circle', 0, 16, 1],
      [2, 'max_pool', 1, 8, 1],
      [5, 'avg_pool', 2, 4, 1],
      [6, 'relu', 2, 4, 1],
    ]);
    expect(rows({ layers })).toEqual(rows({ layers, steps: 'pools' }));
  });

  test('pools: a last layer that pools has one row', () => {
    expect(rows({ layers: ['relu', 'max_pool'] }).map(([step]) => step)).toEqual([0, 2]);
  });

  test('all: every step has a row', () => {
    expect(rows({ layers, steps: 'all' }).map(([step, , depth]) => [step, depth])).toEqual([
      [0, 0],
      [1, 0],
      [2, 1],
      [3, 1],
      [4, 1],
      [5, 2],
      [6, 2],
    ]);
  });

  test('a row names the comparison and the swept values too', () => {
    const { variants } = read({ pool: 'max_pool', sweep: { seed: [1], compare: ['exact', 'close'] } });
    expect(variants.map((one) => one.rows[1])).toEqual([
      {
        seed: 1,
        'sweep.compare': 'exact',
        step: 1,
        layer: 'max_pool',
        depth: 1,
        height: 8,
        width: 8,
        channels: 1,
        compare: 'exact',
      },
      {
        seed: 1,
        'sweep.compare': 'close',
        step: 1,
        layer: 'max_pool',
        depth: 1,
        height: 8,
        width: 8,
        channels: 1,
        compare: 'close(1e-5)',
      },
    ]);
  });
});

describe('compare', () => {
  test('is exact where every layer is, else close', () => {
    expect(variant({ layers: ['relu', 'max_pool'] }).compare.name).toBe('exact');
    expect(variant({ layers: ['relu', 'avg_pool'] }).compare.name).toBe('close');
    expect(variant({ layers: ['avg_pool'], compare: 'exact' }).compare.name).toBe('exact');
  });
});
