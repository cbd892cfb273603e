import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf, oracles } from '../support/engine/oracle.ts';
import { applied, negative, paddingNames, paddingTotal, poolCases } from '../support/layers/pooling.ts';

describe.each(backendsThere)('max_pool on $name', (backend) => {
  test.each(paddingNames)('gives the largest value under each window, %s', (padding) => {
    for (const one of poolCases(maxPool, padding)) {
      const image = negative(one);
      const expected = oracles.max_pool!(gridOf(image), one.options);
      expect(applied(backend, maxPool, image, one.options), JSON.stringify(one)).toEqual(expected);
    }
  });

  test('on a small picture', () => {
    const picture = { shape: [3, 3, 1] as const, data: Float32Array.of(1, -2, 3, -4, 5, -6, 7, -8, -9) };
    const pool = (options: object) =>
      applied(backend, maxPool, picture, v.parse(maxPool.options, options)).map((row) => row.flat());
    expect(pool({})).toEqual([
      [5, 3],
      [7, -9],
    ]);
    expect(pool({ padding: 'valid' })).toEqual([[5]]);
    expect(pool({ padding: 'valid', strides: 1 })).toEqual([
      [5, 5],
      [7, 5],
    ]);
    expect(pool({ padding: 'circular' })).toEqual([
      [5, 3],
      [7, 7],
    ]);
    expect(pool({ pool_size: [1, 3], strides: [2, 1] })).toEqual([
      [1, 3, 3],
      [7, 7, -8],
    ]);
    expect(pool({ pool_size: 1, strides: 2 })).toEqual([
      [1, 3],
      [7, -9],
    ]);
  });
});

test('the cases have 0 to 4 cells of padding on either axis', () => {
  const cases = poolCases(maxPool, 'same');
  const down = cases.map(({ height, options }) =>
    paddingTotal(height, options.pool_size[0], options.strides[0]),
  );
  const across = cases.map(({ width, options }) =>
    paddingTotal(width, options.pool_size[1], options.strides[1]),
  );
  for (const totals of [down, across]) expect([...new Set(totals)].sort()).toEqual([0, 1, 2, 3, 4]);
  expect(cases.some(({ options: { pool_size, strides } }) => strides[0] > pool_size[0])).toBe(true);
});
