import { describe, expect, test } from 'vitest';
import { avgPool } from '../../src/layers/avg_pool.ts';
import { lpPool } from '../../src/layers/lp_pool.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import { complaints, noise, outputOf, picture, rowsOf } from '../support/layers/output.ts';
import { paddingNames, poolCases } from '../support/layers/pooling.ts';

describe.each(backendsThere)('lp_pool on $name', (backend) => {
  test.each(paddingNames)(
    'gives the p-norm of each window, for every size, window and stride, %s',
    (padding) => {
      for (const [i, { height, width, options }] of poolCases(lpPool, padding).entries()) {
        const p = [1, 2, 3, 2.5, 7, 32][i % 6]!;
        const image = noise([height, width, 2], i);
        const wanted = layerOracles.lp_pool(gridOf(image), { ...options, p });
        const found = outputOf(backend, lpPool, image, { ...options, p });
        expect(found, JSON.stringify({ height, width, options, p })).toEqual(wanted);
      }
    },
  );

  test('is the sum of sizes, a length, and nearly the largest size as p grows', () => {
    const image = picture([
      [3, -4],
      [0, 0],
    ]);
    const norm = (p: number) => rowsOf(outputOf(backend, lpPool, image, { p }))[0]![0]!;
    expect(norm(1)).toBe(7);
    expect(norm(2)).toBe(5);
    expect(norm(3)).toBe(Math.fround(Math.cbrt(27 + 64)));
    expect(norm(32)).toBe(Math.fround(4 * (1 + 0.75 ** 32) ** (1 / 32)));
  });

  test('lies between the maximum and the maximum times the p-th root of the window', () => {
    const image = noise([12, 12, 1], 'between');
    const size = picture(outputOf(backend, lpPool, image, { pool_size: 1, p: 1 }));
    for (const p of [1, 1.5, 2, 4, 32]) {
      const most = outputOf(backend, maxPool, size, { pool_size: 3 }).flat(2);
      const norms = outputOf(backend, lpPool, image, { pool_size: 3, p }).flat(2);
      for (const [i, norm] of norms.entries()) {
        expect(norm).toBeGreaterThanOrEqual(most[i]! * (1 - 1e-6));
        expect(norm).toBeLessThanOrEqual(most[i]! * 9 ** (1 / p) * (1 + 1e-6));
      }
    }
  });

  test('counts padding as 0, unlike a mean', () => {
    const ones = noise([3, 3, 1], 'ones', () => 1);
    const root = Math.fround(Math.SQRT2);
    expect(rowsOf(outputOf(backend, lpPool, ones))).toEqual([
      [2, root],
      [root, 1],
    ]);
    expect(rowsOf(outputOf(backend, avgPool, ones))).toEqual([
      [1, 1],
      [1, 1],
    ]);
    expect(rowsOf(outputOf(backend, lpPool, ones, { padding: 'circular' }))).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  test('keeps small values and large ones apart from 0 and infinity', () => {
    for (const p of [1, 2, 3, 8, 16])
      for (const size of [1e-15, 1e15]) {
        const found = outputOf(backend, lpPool, picture([[size, -size]]), {
          pool_size: [1, 2],
          p,
        })[0]![0]![0]!;
        expect(found / (size * 2 ** (1 / p))).toBeCloseTo(1, 6);
      }
  });
});

test.each([
  [{ p: 0.5 }, 'p', 'expected a finite number from 1 to 32'],
  [{ p: 33 }, 'p', 'expected a finite number from 1 to 32'],
  [{ norm: 2 }, 'norm', 'unknown key "norm"; allowed: p, padding, pool_size, strides'],
])('lp_pool refuses %j at %s', (given, path, message) => {
  expect(complaints(lpPool, given)).toEqual([[path, message]]);
});
