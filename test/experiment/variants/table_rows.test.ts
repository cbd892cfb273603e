import { expect, test } from 'vitest';
import { parseObject } from '../../../src/experiment/parse.ts';

const read = (file: object) =>
  parseObject(
    { image: { type: 'circle', size: 64 }, pool: { type: 'max_pool', depth: 3 }, ...file },
    {
      name: 'test',
    },
  );

/** At four steps each: 4 · (2 max + 1)² rows. */
const swept = (max: number[]) => ({ sweep: { 'shift.max': max }, trials: 'all' });

test('the rows of all variants count together, in the tables beside the summary', () => {
  const tables = ['summary', 'shifts'];
  // 4 (1401² + 709²) = 9,861,928; with 401² more, 10,505,132.
  expect(read({ ...swept([700, 354]), tables }).variants).toHaveLength(2);
  expect(() => read({ ...swept([700, 354, 200]), tables })).toThrow(
    'tables.1: shifts has up to 10,505,132 rows, more than the 10,000,000 allowed for all variants together',
  );
  expect(read(swept([700, 354, 200])).variants).toHaveLength(3);
});

test('fewer trials than shifts draw at most so many', () => {
  const file = { sweep: { seed: [0, 1, 2] }, shift: { max: 700 }, tables: ['summary', 'shifts'] };
  expect(read({ ...file, trials: 800_000 }).variants).toHaveLength(3);
  expect(() => read({ ...file, trials: 850_000 })).toThrow('shifts has up to 10,200,000 rows');
});
