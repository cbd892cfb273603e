import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { options } from '../../../src/core/options.ts';
import { defineLayer } from '../../../src/layers/define.ts';
import type { LayerKind } from '../../../src/layers/kind.ts';
import { layers as registry } from '../../../src/layers/registry.ts';
import { isExact, type Layer, outline } from '../../../src/layers/stack/stack.ts';

function layer(name: keyof typeof registry, given: object = {}): Layer {
  const kind: LayerKind = registry[name];
  return { name, kind, options: v.parse(kind.options, given) };
}

const image = { name: 'circle', shape: [64, 64, 1] as const };

describe('the outline of a stack', () => {
  test('is the lesson’s: four pools, 64 → 32 → 16 → 8 → 4', () => {
    const pool = layer('max_pool');
    expect(outline(image, [pool, pool, pool, pool])).toMatchObject([
      { index: 0, name: 'circle', depth: 0, shape: [64, 64, 1] },
      ...[32, 16, 8, 4].map((n, i) => ({
        index: i + 1,
        name: 'max_pool',
        layer: pool,
        depth: i + 1,
        shape: [n, n, 1],
        axes: [
          { size: n, before: 0, after: 0 },
          { size: n, before: 0, after: 0 },
        ],
      })),
    ]);
  });

  test('of no layers is the image, which has no layer', () => {
    const steps = outline(image, []);
    expect(steps).toMatchObject([{ index: 0, name: 'circle', depth: 0, shape: [64, 64, 1] }]);
    expect(steps).not.toMatchObject([{ layer: expect.anything() }]);
  });

  test('counts as depth only the layers that pool, and keeps the channels', () => {
    const steps = outline({ name: 'noise', shape: [9, 7, 3] }, [
      layer('relu'),
      layer('avg_pool', { pool_size: [2, 3], strides: [2, 1] }),
      layer('relu'),
      layer('global_avg_pool'),
    ]);
    expect(Array.isArray(steps) && steps.map(({ name, depth, shape }) => [name, depth, shape])).toEqual([
      ['noise', 0, [9, 7, 3]],
      ['relu', 0, [9, 7, 3]],
      ['avg_pool', 1, [5, 7, 3]],
      ['relu', 1, [5, 7, 3]],
      ['global_avg_pool', 2, [1, 1, 3]],
    ]);
  });

  test('names the first step whose window is larger than what is left, on either axis', () => {
    const valid = (pool_size: number | number[]) => layer('max_pool', { pool_size, padding: 'valid' });
    expect(outline(image, [valid(8), valid(8), valid(2)])).toEqual({
      layer: 2,
      step: 3,
      mistake: {
        problem: 'has a window of 2×2, larger than the 1×1 that is left',
        remedy: 'write padding: same, or fewer layers before it',
      },
    });
    expect(outline(image, [valid([64, 65])])).toEqual({
      layer: 0,
      step: 1,
      mistake: {
        problem: 'has a window of 64×65, larger than the 64×64 that is left',
        remedy: 'write padding: same, or fewer layers before it',
      },
    });
    expect(outline(image, [valid([65, 1])])).toEqual({
      layer: 0,
      step: 1,
      mistake: {
        problem: 'has a window of 65×1, larger than the 64×64 that is left',
        remedy: 'write padding: same, or fewer layers before it',
      },
    });
    expect(outline(image, [valid(64)])).toHaveLength(2);
    expect(outline(image, [layer('max_pool', { pool_size: 65 })])).toHaveLength(2);
  });

  test('is refused to a kind that states neither a window nor a shape', () => {
    const kind = defineLayer({
      title: 'Nothing.',
      options: options({}),
      pools: false,
      local: false,
      tolerance: 0,
      apply: (_, x) => x,
    });
    expect(outline(image, [{ name: 'mine', kind, options: {} }])).toMatchObject({
      mistake: { problem: 'states neither a window nor a shape' },
    });
  });
});

test('a stack is exact if every one of its layers is', () => {
  expect(isExact([])).toBe(true);
  expect(isExact([layer('max_pool'), layer('relu')])).toBe(true);
  expect(isExact([layer('max_pool'), layer('avg_pool'), layer('relu')])).toBe(false);
  expect(isExact([layer('global_avg_pool')])).toBe(false);
});
