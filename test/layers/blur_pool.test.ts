import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { blurPool } from '../../src/layers/blur_pool.ts';
import { subsample } from '../../src/layers/subsample.ts';
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

interface Published {
  inputs: Record<string, number[][]>;
  cases: { input: string; filter: number; profile: string; values: number[][] }[];
}

const published: Published = JSON.parse(
  readFileSync(new URL('../fixtures/blurpool.json', import.meta.url), 'utf8'),
);

describe.each(backendsThere)('blur_pool on $name', (backend) => {
  test.each(published.cases)(
    'gives for $input what the package of the profile $profile gives, filter $filter',
    ({ input, filter, profile, values }) => {
      const image = picture(published.inputs[input]!);
      // All their values are sums of few powers of two, so that no order of adding rounds.
      expect(rowsOf(outputOf(backend, blurPool, image, { filter, profile }))).toEqual(values);
    },
  );

  test('gives the known values for the identity of five rows', () => {
    const identity = picture([0, 1, 2, 3, 4].map((y) => [0, 1, 2, 3, 4].map((x) => (x === y ? 1 : 0))));
    expect(rowsOf(outputOf(backend, blurPool, identity))).toEqual([
      [0.5, 0.125, 0],
      [0.125, 0.375, 0.125],
      [0, 0.125, 0.5],
    ]);
    expect(rowsOf(outputOf(backend, blurPool, identity, { profile: 'kornia' }))).toEqual([
      [0.3125, 0.0625, 0],
      [0.0625, 0.375, 0.0625],
      [0, 0.0625, 0.3125],
    ]);
  });

  test('gives what plain loops give, for every size, filter, stride and border', () => {
    let compared = 0;
    for (const { height, width, options } of blurCases()) {
      const step = stepOf(blurPool, [height, width, 2], options);
      if (typeof step === 'string') continue;
      const image = noise([height, width, 2], `${height} ${width}`);
      const wanted = layerOracles.blur_pool(gridOf(image), options);
      const found = outputOf(backend, blurPool, image, options);
      expectGrid(found, wanted, blurPool.tolerance, JSON.stringify({ height, width, options }));
      expect([found.length, found[0]!.length, 2]).toEqual(step.shape);
      compared++;
    }
    expect(compared).toBeGreaterThan(500);
  });

  test('keeps a flat image flat, but where zeros are blurred in', () => {
    const flat = noise([9, 8, 2], 'flat', () => 3);
    for (const filter of [1, 2, 3, 4, 5, 6, 7]) {
      for (const border of [{}, { profile: 'timm' }, { padding: 'valid' }, { padding: 'circular' }])
        expect(new Set(outputOf(backend, blurPool, flat, { filter, ...border }).flat(2))).toEqual(
          new Set([3]),
        );
      const corner = outputOf(backend, blurPool, flat, { filter, profile: 'kornia' })[0]![0]!;
      if (filter < 3) expect(corner).toEqual([3, 3]);
      else expect(corner[0]).toBeLessThan(2.5);
    }
  });

  test('of one tap keeps every so many-th cell', () => {
    const image = noise([7, 9, 3], 'tap');
    for (const profile of ['adobe', 'kornia'])
      expect(outputOf(backend, blurPool, image, { filter: 1, strides: [2, 3], profile })).toEqual(
        outputOf(backend, subsample, image, { strides: [2, 3] }),
      );
  });
});

describe('blur_pool', () => {
  test('halves a side, rounded up, whatever the filter', () => {
    for (const filter of [1, 2, 3, 4, 5, 6, 7])
      for (const n of [8, 9, 10, 11]) {
        const half = Math.ceil(n / 2);
        expect(stepOf(blurPool, [n, 8, 1], { filter })).toMatchObject({ shape: [half, 4, 1] });
      }
  });

  test('is refused where a border cannot be reflected without its edge', () => {
    for (const { height, width, options } of blurCases()) {
      const { filter, strides, profile, padding } = options;
      if (padding !== 'profile' || profile === 'kornia') continue;
      const needed = strides.map((stride) =>
        profile === 'adobe' ? Math.ceil((filter - 1) / 2) : Math.floor((filter + stride - 2) / 2),
      );
      const step = stepOf(blurPool, [height, width, 2], options);
      if (typeof step === 'string' && step.startsWith('has a window')) continue;
      const fits = needed[0]! < height && needed[1]! < width;
      expect(typeof step, JSON.stringify({ height, width, options })).toBe(fits ? 'object' : 'string');
    }
  });

  test.each([
    [
      [3, 9],
      { filter: 7 },
      'cannot reflect 3 rows where 3 are left; take profile: kornia or a smaller filter',
    ],
    [
      [9, 2],
      { filter: 3, strides: [1, 4], profile: 'timm' },
      'cannot reflect 2 columns where 2 are left; take profile: kornia or a smaller filter',
    ],
    [[3, 9], { filter: 4, padding: 'valid' }, 'has a window of 4×4, larger than the 3×9 that is left'],
  ] as const)('over %j with %j says why it is refused', ([height, width], given, why) => {
    expect(stepOf(blurPool, [height, width, 1], given)).toBe(why);
  });

  test.each([
    [{ filter: 8 }, 'filter', 'expected a whole number from 1 to 7'],
    [{ profile: 'adob' }, 'profile', 'unknown value "adob"; did you mean "adobe"?'],
    [{ padding: 'same' }, 'padding', 'unknown value "same"; allowed: circular, profile, valid'],
    [{ pool_size: 2 }, 'pool_size', 'unknown key "pool_size"; allowed: filter, padding, profile, strides'],
  ])('refuses %j at %s', (given, path, message) => {
    expect(complaints(blurPool, given)).toEqual([[path, message]]);
  });
});
