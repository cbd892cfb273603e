import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { blurPool } from '../../src/layers/blur_pool.ts';
import { maxBlurPool } from '../../src/layers/max_blur_pool.ts';
import { maxPool } from '../../src/layers/max_pool.ts';
import { backendsThere } from '../support/backends.ts';
import { gridOf } from '../support/engine/oracle.ts';
import { blurCases } from '../support/layers/blurring.ts';
import { layerOracles } from '../support/layers/oracles.ts';
import {
  complaints,
  expectGrid,
  noise,
  outputOf,
  picture,
  rowsOf,
  stepOf,
} from '../support/layers/output.ts';

describe.each(backendsThere)('max_blur_pool on $name', (backend) => {
  test('gives what plain loops give, for every size, filter, stride and border', () => {
    let compared = 0;
    for (const { height, width, options } of blurCases()) {
      const step = stepOf(maxBlurPool, [height, width, 2], options);
      if (typeof step === 'string') continue;
      const image = noise([height, width, 2], `${height} ${width}`);
      const wanted = layerOracles.max_blur_pool(gridOf(image), options);
      const found = outputOf(backend, maxBlurPool, image, options);
      expectGrid(found, wanted, maxBlurPool.tolerance, JSON.stringify({ height, width, options }));
      expect([found.length, found[0]!.length, 2]).toEqual(step.shape);
      compared++;
    }
    expect(compared).toBeGreaterThan(400);
  });

  test.each([
    [{}, 'valid'],
    [{ filter: 5, profile: 'timm' }, 'valid'],
    [{ filter: 7, strides: [1, 3], profile: 'kornia' }, 'valid'],
    [{ filter: 4, padding: 'valid' }, 'valid'],
    [{ filter: 4, padding: 'circular' }, 'circular'],
  ])('with %j is max_pool of 2 by 1, %s, and then blur_pool', (given, padding) => {
    const image = noise([9, 12, 3], 'two');
    const largest = outputOf(backend, maxPool, image, { pool_size: 2, strides: 1, padding });
    expect(outputOf(backend, maxBlurPool, image, given)).toEqual(
      outputOf(backend, blurPool, picture(largest), given),
    );
  });

  test('on a dot, drawn', () => {
    const dot = picture([
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 16, 0, 0],
      [0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0],
    ]);
    // The maximum is a block of four at rows and columns 1 and 2 of 4×4, then [1, 2, 1] / 4 on either axis.
    expect(rowsOf(outputOf(backend, maxBlurPool, dot, { strides: 1 }))).toEqual([
      [4, 6, 6, 4],
      [6, 9, 9, 6],
      [6, 9, 9, 6],
      [4, 6, 6, 4],
    ]);
    expect(rowsOf(outputOf(backend, maxBlurPool, dot))).toEqual([
      [4, 6],
      [6, 9],
    ]);
  });
});

describe('max_blur_pool', () => {
  test('halves a side that is one shorter, rounded up, whatever the filter', () => {
    for (const filter of [1, 2, 3, 4, 5, 6, 7])
      for (const n of [8, 9, 10, 11]) {
        const step = stepOf(maxBlurPool, [n, 9, 1], { filter });
        expect(step).toMatchObject({ shape: [Math.ceil((n - 1) / 2), 4, 1], depth: 1 });
      }
  });

  test('is refused where a border cannot be reflected, one row and column after the maximum', () => {
    const filled = (height: number) => stepOf(maxBlurPool, [height, 9, 1], { filter: 7 });
    expect(filled(5)).toMatchObject({ shape: [2, 4, 1] });
    expect(filled(4)).toBe(
      'cannot reflect 3 rows where 3 are left; take profile: kornia or a smaller filter',
    );
    expect(stepOf(maxBlurPool, [4, 9, 1], { filter: 7, profile: 'kornia' })).toMatchObject({
      shape: [2, 4, 1],
    });
    expect(stepOf(maxBlurPool, [3, 9, 1], { padding: 'valid' })).toBe(
      'has a window of 4×4, larger than the 3×9 that is left',
    );
  });

  test('takes the options of blur_pool, and the window of the maximum', () => {
    expect(complaints(maxBlurPool, { depth: 2 })).toEqual([
      ['depth', 'unknown key "depth"; allowed: filter, padding, pool_size, profile, strides'],
    ]);
  });

  test('of another window is max_pool by 1 and then blur_pool, on every backend and in loops', () => {
    const image = noise([11, 12, 3], 'window');
    for (const [pool_size, strides] of [
      [3, 2],
      [
        [1, 4],
        [3, 2],
      ],
    ]) {
      const shape = stepOf(maxBlurPool, [11, 12, 3], { pool_size, strides });
      for (const backend of backendsThere) {
        const largest = outputOf(backend, maxPool, image, { pool_size, strides: 1, padding: 'valid' });
        const found = outputOf(backend, maxBlurPool, image, { pool_size, strides });
        expect(found).toEqual(outputOf(backend, blurPool, picture(largest), { strides }));
        expect(shape).toMatchObject({ shape: [found.length, found[0]!.length, 3] });
        const options = v.parse(maxBlurPool.options, { pool_size, strides });
        const { data } = maxBlurPool.loops!.apply(image, options, [1, 1]);
        for (const [i, value] of found.flat(2).entries()) {
          expect(Math.abs(data[i]! - value)).toBeLessThan(1e-5);
        }
        expect(data.length).toBe(found.flat(2).length);
      }
    }
  });
});
