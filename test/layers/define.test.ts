import { describe, expect, test } from 'vitest';
import { options } from '../../src/core/options.ts';
import type { Shape } from '../../src/core/tensor.ts';
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
      ['apply', 'choices', 'classifies', 'equivariant', 'loops', 'options'].concat([
        'pools',
        'title',
        'tolerance',
        'window',
      ]),
    );
    expect(kind.loops).toMatchObject({ nonexpansive: true, computeBound: true });
    expect(kind.window!({})).toEqual({ ...twoByTwo, paddingValue: 7 });
    expect(kind.classifies).toBe(true);
    expect(kind.equivariant!({})).toBe('invariant');
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
      nonexpansive: false,
    });
    expect(defineLayer({ ...maxPool, bounded: false }).byChannel).toBe(true);
    const image = { shape: [1, 1, 2] as const, data: Float32Array.of(1, 2) };
    const { ties, margin } = defineLayer({ ...argmax, ties: () => 9 }).choices!(image, {});
    expect([ties, margin]).toEqual([9, Number.NaN]);
  });

  test('whose window is not local states its shape and its strides by it', () => {
    const kind = defineLayer({ ...base, local: false, window: () => twoByTwo, apply: (_, x) => x });
    expect(kind.window).toBeUndefined();
    expect(kind.shape!([5, 7, 3], {})).toEqual({ shape: [2, 3, 3], strides: [2, 2] });
    expect(kind.shape!([1, 7, 3], {})).toBe('has a window of 2×2, larger than the 1×7 that is left');
    const own = defineLayer({
      ...base,
      local: false,
      window: () => twoByTwo,
      shape: () => [1, 1, 1],
      apply: (_, x) => x,
    });
    expect(own.shape!([4, 4, 1], {})).toEqual({ shape: [1, 1, 1], strides: [2, 2] });
  });

  test('gets today’s for what two facts said that are one now', () => {
    const apply = maxPool.apply as never;
    const defined = (facts: object) => defineLayer({ ...base, apply, ...facts });
    const adaptive = () => ({ byChannel: true, unlessTies: false });
    expect(defined({ adaptive }).equivariant!({})).toEqual(adaptive());
    expect(defined({ invariant: true }).equivariant!({})).toBe('invariant');
    expect(defined({ invariant: false, equivariant: adaptive }).equivariant!({})).toEqual(adaptive());
    expect(defined({ loops: { ...maxPool.loops, byChannel: true } })).toMatchObject({ byChannel: true });
    expect(defined({ loops: { ...maxPool.loops, byChannel: true } }).loops).toEqual(maxPool.loops);
    expect(defined({ ...maxPool, mixesChannels: true }).byChannel).toBe(false);
    const half = ([height, width, channels]: Shape): Shape => [height / 2, width / 2, channels];
    const placed = defined({ shape: half, strides: () => [2, 2] });
    expect(placed.shape!([4, 6, 1], {})).toEqual({ shape: [2, 3, 1], strides: [2, 2] });
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
