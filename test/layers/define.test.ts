import { describe, expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import { run } from '../../src/index.ts';
import { argmax } from '../../src/layers/argmax.ts';
import { defineLayer } from '../../src/layers/define.ts';
import { maxPool } from '../../src/layers/max_pool.ts';

const base = { title: 'Mine.', options: options({}), pools: false, tolerance: 0 };
const apply = maxPool.loops!.apply;
const twoByTwo = { size: [2, 2], strides: [2, 2], padding: 'valid' } as const;

describe('a layer with the names of version 0.1', () => {
  test('gets today’s, and no other', () => {
    const kind = defineLayer({
      ...base,
      local: true,
      window: () => twoByTwo,
      apply: (_, x) => x,
      plain: (x) => x,
      bounded: true,
      heavy: true,
      beyond: () => 7,
      forgetsPlace: true,
      adaptive: () => ({ byChannel: true, unlessTies: false }),
      decides: true,
      ties: () => 3,
      margin: () => 0.5,
    });
    expect(Object.keys(kind).sort()).toEqual(
      ['apply', 'choices', 'classifies', 'equivariant', 'invariant', 'loops', 'options'].concat([
        'pools',
        'title',
        'tolerance',
        'window',
      ]),
    );
    expect(kind.loops).toMatchObject({ nonexpansive: true, computeBound: true });
    expect(kind.window!({})).toEqual({ ...twoByTwo, paddingValue: 7 });
    expect(kind).toMatchObject({ invariant: true, classifies: true });
    expect(kind.equivariant!({})).toEqual({ byChannel: true, unlessTies: false });
    expect(kind.choices!({ shape: [1, 1, 1], data: new Float32Array(1) }, {})).toEqual({
      ties: 3,
      margin: 0.5,
    });
  });

  test('keeps the facts of a kind that it was spread from, but for those that it names', () => {
    const plain = () => ({ shape: [1, 1, 1] as const, data: new Float32Array(1) });
    const kind = defineLayer({ ...maxPool, plain });
    expect(kind.loops).toEqual({ ...maxPool.loops, apply: plain });
    expect(defineLayer({ ...maxPool, bounded: false }).loops).toEqual({
      apply,
      byChannel: true,
      nonexpansive: false,
    });
    const image = { shape: [1, 1, 2] as const, data: Float32Array.of(1, 2) };
    const { ties, margin } = defineLayer({ ...argmax, ties: () => 9 }).choices!(image, {});
    expect([ties, margin]).toEqual([9, Number.NaN]);
  });

  test('whose window is not local states its shape and its strides by it', () => {
    const kind = defineLayer({ ...base, local: false, window: () => twoByTwo, apply: (_, x) => x });
    expect(kind.window).toBeUndefined();
    expect(kind.strides!({})).toEqual([2, 2]);
    expect(kind.shape!([5, 7, 3], {})).toEqual([2, 3, 3]);
    expect(kind.shape!([1, 7, 3], {})).toBe('has a window of 2×2, larger than the 1×7 that is left');
    const own = defineLayer({
      ...base,
      local: false,
      window: () => twoByTwo,
      shape: () => [1, 1, 1],
      apply: (_, x) => x,
    });
    expect(own.shape!([4, 4, 1], {})).toEqual([1, 1, 1]);
  });

  test('runs as it is, in a plain object too', async () => {
    let asked = 0;
    const kind = {
      ...base,
      local: true,
      window: () => ({ size: [1, 1], strides: [1, 1], padding: 'valid' }) as const,
      apply: () => {
        throw new Error('It has loops.');
      },
      plain(x: Parameters<typeof apply>[0]) {
        asked++;
        return { shape: x.shape, data: x.data.map((value) => 2 * value) };
      },
      decides: true,
    };
    const image = { type: 'pixels', rows: [[1, 2]] } as const;
    const { table } = await run(
      { image, shift: { x: [0, 1] }, trials: 'all', layers: ['twice'] },
      { layers: { twice: kind } },
    );
    expect(asked).toBeGreaterThan(0);
    expect(table.rows.map(({ layer, classes }) => [layer, classes])).toEqual([
      ['pixels', 2],
      ['twice', 2],
    ]);
  });
});

test('a layer without such names is taken as it is, and the same for the same', () => {
  const kind = { ...base, shape: () => [1, 1, 1] as const, apply: maxPool.apply };
  expect(defineLayer(kind)).toBe(kind);
  const earlier = { ...kind, local: false };
  expect(defineLayer(earlier)).toBe(defineLayer(earlier));
});
