import { expect, test } from 'vitest';
import { defineLayer } from '../../../src/layers/define.ts';
import { maxPool } from '../../../src/layers/max_pool.ts';
import { toCsv } from '../../../src/results/table_csv.ts';
import type { Result } from '../../../src/run/run.ts';
import { backendsThere } from '../../support/backends.ts';
import { runFile } from '../../support/running.ts';
import { strictWorld } from '../../support/strict.ts';

const noise = { type: 'noise', size: [13, 18], channels: 2 };
const dot = (...at: number[][]) => ({ type: 'dots', size: 16, at });

/** Stacks that go through in copies: from the beginning, or from where padding is read. */
const experiments: Record<string, object> = {
  'exact, from the beginning': {
    image: noise,
    shift: { max: 2, fill_mode: 'reflect' },
    layers: [{ type: 'max_pool', pool_size: 3, strides: 2 }, 'relu', { type: 'max_pool', pool_size: 2 }],
  },
  'exact, from the middle': {
    image: dot([8, 8]),
    against: dot([8, 8], [8, 10]),
    shift: { max: 3 },
    layers: ['max_pool', 'max_pool', { type: 'max_pool', pool_size: 3, strides: 1 }, 'max_pool'],
  },
  'close, from the beginning': {
    image: dot([8, 8]),
    against: dot([8, 8], [8, 9]),
    shift: { max: 3 },
    layers: ['global_avg_pool'],
    compare: { type: 'close', relative: 0.5 },
  },
  'close, from the middle': {
    image: noise,
    against: noise,
    shift: { y: [1, 3], x: [-4, 0], fill_mode: 'nearest' },
    layers: [{ type: 'avg_pool', padding: 'valid' }, { type: 'avg_pool', pool_size: 3, strides: 1 }, 'relu'],
    compare: { type: 'close', relative: 0.05, absolute: 0.001 },
  },
};

const csvOf = ({ table, shifts }: Result) => toCsv(table) + toCsv(shifts!);

test.each(
  Object.entries(experiments).flatMap(([name, file]) =>
    backendsThere.map((on) => [name, on.name, file, on] as const),
  ),
)('%s: however little memory there is, the tables are the same, on %s', async (_, __, file, backend) => {
  strictWorld();
  const tensors = backend.tf.memory().numTensors;
  const whole = { trials: 'all', steps: 'all', tables: ['summary', 'shifts'], ...file };
  for (const copies of [false, true]) {
    const expected = csvOf(await runFile(whole, { backend, copies }));
    // 1 byte keeps no output and runs one image at a time; 10,000 keep a few and run two or three.
    for (const memory of [1, 10_000, 2 ** 20]) {
      expect(csvOf(await runFile(whole, { backend, copies, memory })), `${memory} bytes`).toBe(expected);
    }
  }
  expect(backend.tf.memory().numTensors).toBe(tensors);
});

/** A max pool that says how many images at a time it was asked for. */
function counted() {
  const batches: number[] = [];
  const kind = defineLayer({
    ...maxPool,
    apply(tf, x, options) {
      batches.push(x.shape[0]);
      return maxPool.apply(tf, x, options);
    },
  });
  return { batches, kinds: { layers: { my_pool: kind } } };
}

test('a batch takes no more memory than a quarter of what was given, or else is one image', async () => {
  const file = { image: { type: 'noise', size: 32 }, shift: { max: 1 }, trials: 'all', pool: 'my_pool' };
  const run = async (memory: number) => {
    const { batches, kinds } = counted();
    await runFile(file, { kinds, memory, copies: true });
    return batches;
  };
  // An image and its output have 32² + 16² values, 5,120 bytes together.
  expect(await run(4 * 5120 * 2)).toEqual([2, 2, 2, 2, 1]);
  expect(await run(4 * 5120 * 9)).toEqual([9]);
  expect(await run(1)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1]);
});

test('of outputs with the same bits only the first goes on to the next layer', async () => {
  const { batches, kinds } = counted();
  // A dot that moves over 7×7 places falls into 4×4 cells of the first pool, then 3×3, then 2×2.
  const file = { image: dot([6, 6]), shift: { max: 3 }, trials: 'all', pool: { type: 'my_pool', depth: 3 } };
  const { table } = await runFile(file, { kinds, copies: true });
  expect(table.rows.map(({ classes }) => classes)).toEqual([49, 16, 9, 4]);
  expect(batches).toEqual([49, 16, 9]);
});

test('what a shared pass has merged goes on as one copy', async () => {
  const { batches, kinds } = counted();
  const padded = { type: 'my_pool', pool_size: 3, strides: 1 };
  const file = { image: dot([6, 6]), shift: { max: 3 }, trials: 'all', layers: ['max_pool', padded, padded] };
  const { table } = await runFile(file, { kinds });
  expect(table.rows.map(({ classes }) => classes)).toEqual([49, 16, 16, 16]);
  expect(batches).toEqual([16, 16]);
});
