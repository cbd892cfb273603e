import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/core/error.ts';
import { defineLayer } from '../../src/layers/define.ts';
import { relu } from '../../src/layers/relu.ts';
import { toCsv } from '../../src/results/table_csv.ts';
import { type Result, run } from '../../src/run/run.ts';
import { backendsThere, whichAreThere } from '../support/backends.ts';
import { runFile } from '../support/running.ts';
import { strictWorld } from '../support/strict.ts';

const dots = (...at: number[][]) => ({ type: 'dots', size: 16, at });
const csvOf = ({ table, shifts }: Result) => toCsv(table) + (shifts ? toCsv(shifts) : '');

const exact: Record<string, object> = {
  'the lesson, drawn at random': {
    image: 'circle',
    shift: { max: 3, distribution: 'rounded', fill_mode: 'nearest' },
    pool: { type: 'max_pool', depth: 5 },
    tables: ['summary', 'shifts'],
  },
  'noise with padding inside the stack': {
    image: { type: 'noise', size: [21, 34], channels: 3 },
    shift: { y: [-2, 5], x: [1, 4], fill_mode: 'reflect' },
    trials: 'all',
    steps: 'all',
    layers: [
      { type: 'max_pool', pool_size: [3, 2], strides: [2, 1] },
      'relu',
      { type: 'max_pool', padding: 'circular' },
    ],
    tables: ['summary', 'shifts'],
  },
  'a second image, over a sweep': {
    image: dots([7, 7]),
    against: dots([7, 7], [7, 9]),
    shift: { max: 2 },
    trials: 'all',
    pool: { type: 'max_pool', depth: 3 },
    sweep: { 'shift.fill_mode': ['constant', 'wrap'], 'pool.padding': ['same', 'circular'] },
  },
};

describe.each(Object.entries(exact))('an exact stack, %s', (_, file) => {
  test(`gives the same bytes on every backend: ${whichAreThere}`, async () => {
    strictWorld();
    const results: Result[] = [];
    for (const backend of backendsThere) results.push(await runFile(file, { backend }));
    for (const result of results) {
      expect(csvOf(result)).toBe(csvOf(results[0]!));
      expect(result.digest).toBe(results[0]!.digest);
      expect(result.backend).toBeUndefined();
    }
  });

  test('gives the same bytes shift by shift, and whether anybody watches or not', async () => {
    const [plain, copies] = [await runFile(file), await runFile(file, { copies: true })];
    const watched = await runFile(file, { progress: () => {} });
    expect(csvOf(copies)).toBe(csvOf(plain));
    expect(csvOf(watched)).toBe(csvOf(plain));
  });
});

test('an inexact stack counts the same on every backend, and says which one it was', async () => {
  strictWorld();
  const file = { image: 'circle', shift: { max: 3 }, trials: 'all', pool: { type: 'avg_pool', depth: 4 } };
  const counts = [];
  for (const backend of backendsThere) {
    const { table, backend: name } = await runFile(file, { backend });
    expect(name).toBe(backend.name);
    counts.push(table.rows.map(({ compare, classes, matches }) => ({ compare, classes, matches })));
  }
  for (const count of counts) expect(count).toEqual(counts[0]);
  expect(counts[0]![4]).toEqual({ compare: 'close(1e-5)', classes: 49, matches: 1 });
});

test('the table of shifts has every drawn shift once, in the order dy, then dx; the reference only if drawn', async () => {
  const of = async (y: number[], x: number[]) => {
    const file = { image: 'circle', shift: { y, x }, trials: 'all', pool: 'max_pool', tables: ['shifts'] };
    return (await runFile(file)).shifts!.rows.map(({ step, dy, dx }) => [step, dy, dx]);
  };
  const square = [
    [-1, 0],
    [-1, 1],
    [0, 0],
    [0, 1],
  ];
  expect(await of([-1, 0], [0, 1])).toEqual(
    [0, 1].flatMap((step) => square.map((shift) => [step, ...shift])),
  );
  expect(await of([2, 2], [-1, 1])).toEqual([0, 1].flatMap((step) => [-1, 0, 1].map((dx) => [step, 2, dx])));
});

test('a table of hundreds of thousands of shifts is no larger a matter', async () => {
  const file = {
    image: { type: 'dots', size: 2 },
    shift: { y: [0, 399], x: [0, 329] },
    trials: 'all',
    pool: 'max_pool',
    tables: ['shifts'],
  };
  expect((await runFile(file)).shifts!.rows).toHaveLength(2 * 400 * 330);
});

test('progress is told after every row, up to the number of variants', async () => {
  const told: [number, number][] = [];
  const file = { image: 'circle', shift: { max: 1 }, pool: 'max_pool', sweep: { trials: [1, 2, 3] } };
  await runFile(file, { progress: (done, of) => told.push([done, of]) });
  expect(told).toEqual([0.5, 1, 1.5, 2, 2.5, 3].map((done) => [done, 3]));
});

describe('a value that is not finite', () => {
  const zeroByZero = defineLayer({ ...relu, title: '0 / 0', apply: (tf, x) => tf.div(x, x) });
  const huge = defineLayer({ ...relu, title: 'x · 1e30', apply: (tf, x) => tf.mul(x, 1e30) });
  const kinds = { layers: { zero_by_zero: zeroByZero, huge } };
  const failure = (step: string, value: string, place: string, shift: string) =>
    new UserError(
      `step ${step} gives ${value} at ${place}, channel 0 for the shift (${shift}); every value must be a finite float32.`,
      { kind: 'run' },
    );
  const file = { image: dots([0, 0]), shift: { max: 1 }, trials: 'all' };

  test.each(
    backendsThere.flatMap((backend) =>
      [false, true].map((copies) => [backend.name, copies, backend] as const),
    ),
  )('is an error that names the step, on %s, with copies: %s', async (_, copies, backend) => {
    strictWorld();
    const run = (...layers: unknown[]) => runFile({ ...file, layers }, { backend, copies, kinds });
    const tensors = backend.tf.memory().numTensors;
    await expect(run('zero_by_zero')).rejects.toThrow(
      failure('1 (zero_by_zero)', 'NaN', 'row 0, column 1', '0, 0'),
    );
    await expect(run('max_pool', 'huge', 'huge')).rejects.toThrow(
      failure('3 (huge)', 'Infinity', 'row 0, column 0', '0, 0'),
    );
    expect(backend.tf.memory().numTensors).toBe(tensors);
  });

  test('that only a shift brings forth is found, and the shift named', async () => {
    const reciprocal = defineLayer({ ...relu, title: '1 / x', apply: (tf, x) => tf.div(1, x) });
    const line = { type: 'pixels', rows: [[1, 2, 3]] };
    for (const copies of [false, true]) {
      const shift = { x: [0, 1], y: [0, 0], fill_value: 0 };
      const run = runFile(
        { image: line, shift, trials: 'all', layers: ['reciprocal'] },
        { copies, kinds: { layers: { reciprocal } } },
      );
      await expect(run).rejects.toThrow(failure('1 (reciprocal)', 'Infinity', 'row 0, column 0', '0, 1'));
    }
  });

  test('may be the mean of values that are', async () => {
    const image = { type: 'circle', size: 4, radius: 9, filled: true, value: 3.4e38 };
    const run = runFile({ image, shift: { max: 0 }, trials: 1, pool: 'avg_pool' });
    await expect(run).rejects.toThrow(failure('1 (avg_pool)', 'Infinity', 'row 0, column 0', '0, 0'));
  });
});

describe('a reader is warned', () => {
  const warningsOf = async (file: object) =>
    (await runFile({ shift: { max: 1 }, pool: 'max_pool', ...file })).warnings;
  const blank = 'the image has no set pixel, so nothing can be seen to move';
  const saturated = 'an unshifted output holds a single value: a constant map matches trivially';

  test('of an image without a set pixel', async () => {
    expect(await warningsOf({ image: dots() })).toEqual([`${blank}.`]);
  });

  test('of a map that has filled up, or was uniform from the beginning', async () => {
    expect(await warningsOf({ image: 'circle', pool: { type: 'max_pool', depth: 5 } })).toEqual([
      `${saturated}.`,
    ]);
    expect(await warningsOf({ image: { type: 'pixels', rows: [[2, 2]] } })).toEqual([`${saturated}.`]);
  });

  test('of a seed that stands for several', async () => {
    const seed = (text: string) =>
      `the seed is the text "${text}"; for a seed each write sweep: { seed: [0, 1, 2] }.`;
    expect(await warningsOf({ image: 'circle', sweep: { seed: ['0:2'] } })).toEqual([seed('0:2')]);
    expect(await warningsOf({ image: 'circle', seed: 'range(3)' })).toEqual([seed('range(3)')]);
    expect(await warningsOf({ image: 'circle', seed: '0,1, 2' })).toEqual([seed('0,1, 2')]);
    expect(await warningsOf({ image: 'circle', seed: '2026-12-02' })).toEqual([]);
    expect(await warningsOf({ image: 'circle', seed: 'one, two' })).toEqual([]);
  });

  test.each(['???', 'TODO', ' ', '<seed>'])('of a seed that is to be filled in: %j', async (seed) => {
    expect(await warningsOf({ image: 'circle', seed })).toEqual([
      `the seed is the text "${seed}"; write a number, as in seed: 0.`,
    ]);
  });

  test('of the values of a sweep in words of another program', async () => {
    const warning = (which: string) =>
      `sweep: ${which}; for a variant of each value write shift.max: [1, 2].`;
    const image = { type: 'circle', size: 16 };
    expect(await warningsOf({ image, sweep: { 'shift.max': { values: [1, 2] } } })).toContain(
      warning('shift.max is one variant with the name values'),
    );
    expect(await warningsOf({ image, sweep: { 'shift.max': { start: 1, stop: 2, num: 2 } } })).toContain(
      warning('shift.max are variants with the names start, stop, num'),
    );
  });

  test('and told which variants it is about, three by name', async () => {
    const radius = { image: 'circle', sweep: { 'image.radius': [9, 1, 0] } };
    expect(await warningsOf(radius)).toEqual([`${blank} (image.radius 1; image.radius 0).`]);
    const depths = {
      image: { type: 'circle', size: 32 },
      sweep: { 'pool.depth': [1, 4, 5, 3], seed: [0, 1] },
    };
    expect(await warningsOf(depths)).toEqual([
      `${saturated} (pool.depth 4, seed 0; pool.depth 4, seed 1; pool.depth 5, seed 0; 1 more).`,
    ]);
  });

  test('of nothing else: an output of one value has nothing to hide', async () => {
    expect(await warningsOf({ image: 'circle' })).toEqual([]);
    expect(await warningsOf({ image: 'circle', pool: 'global_avg_pool' })).toEqual([]);
  });
});

test('an object with the key of a parsed experiment is read as a file would be', async () => {
  const file = { image: 'circle', shift: { max: 1 }, pool: 'max_pool', variants: [{ seed: 1 }] };
  await expect(run(file as never)).rejects.toThrow('unknown key "variants"');
});
