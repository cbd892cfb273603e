import { expect, test } from 'vitest';
import { chooseVariants } from '../../../src/cli/arguments/choose_variants.ts';
import { readFile } from '../../support/running.ts';

const experiment = readFile({
  image: 'circle',
  shift: { max: 1 },
  pool: 'max_pool',
  sweep: { 'shift.max': [1, 2], seed: [3, 4] },
});
const seeds = (...wanted: string[]) => chooseVariants(experiment, wanted).map(({ values }) => values);

test('those that have all of the values, in order', () => {
  expect(seeds()).toHaveLength(4);
  expect(seeds('seed=4')).toEqual([
    { 'shift.max': 1, seed: 4 },
    { 'shift.max': 2, seed: 4 },
  ]);
  expect(seeds('seed=4', 'shift.max=1', 'seed=4')).toEqual([{ 'shift.max': 1, seed: 4 }]);
});

test('two values of one key are a mistake: no variant has both', () => {
  expect(() => seeds('seed=3', 'shift.max=1', 'seed=4')).toThrow(
    '--variant seed=4: seed is 3 already; give each key once.',
  );
});
