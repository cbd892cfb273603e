import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { avgPool } from '../../src/layers/avg_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf, oracles } from '../support/engine/oracle.ts';
import { applied, negative, paddingNames, poolCases } from '../support/layers/pooling.ts';

describe.each(backendsThere)('avg_pool on $name', (backend) => {
  test.each(paddingNames)('gives the mean of the values under each window, %s', (padding) => {
    for (const one of poolCases(avgPool, padding)) {
      const image = negative(one);
      const expected = oracles.avg_pool!(gridOf(image), one.options);
      const found = applied(backend, avgPool, image, one.options);
      const what = JSON.stringify(one);
      expect(
        found.map((row) => row.length),
        what,
      ).toEqual(expected.map((row) => row.length));
      const wanted = expected.flat(2);
      // All values are between -2 and -1, so a float32 sum of 25 of them errs by less than 25 units in the last place.
      for (const [i, value] of found.flat(2).entries())
        expect(Math.abs(value - wanted[i]!), what).toBeLessThan(25 * 2 ** -23);
    }
  });

  test('on a small picture, where every mean is exact', () => {
    const picture = { shape: [3, 3, 1] as const, data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) };
    const pool = (options: object) =>
      applied(backend, avgPool, picture, v.parse(avgPool.options, options)).map((row) => row.flat());
    expect(pool({})).toEqual([
      [3, 4.5],
      [7.5, 9],
    ]);
    expect(pool({ padding: 'valid' })).toEqual([[3]]);
    expect(pool({ padding: 'circular' })).toEqual([
      [3, 3.5],
      [4.5, 5],
    ]);
    expect(pool({ pool_size: 1, strides: 2 })).toEqual([
      [1, 3],
      [7, 9],
    ]);
  });
});
