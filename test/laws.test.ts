import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Image } from '../src/core/tensor.ts';
import type { Cell } from '../src/results/columns.ts';
import { toCsv } from '../src/results/table_csv.ts';
import { backendsThere, whichAreThere } from './support/backends.ts';
import { randomStack } from './support/engine/stacks.ts';
import { outputsOf, runFile } from './support/running.ts';
import { strictWorld } from './support/strict.ts';

/** Its content moved down and right by whole cells, round the torus. */
function rolled({ shape: [height, width, channels], data }: Image, down: number, right: number): number[] {
  const from = (i: number, by: number, n: number) => (((i - by) % n) + n) % n;
  return Array.from({ length: data.length }, (_, i) => {
    const [y, x, c] = [Math.floor(i / width / channels), Math.floor(i / channels) % width, i % channels];
    return data[(from(y, down, height) * width + from(x, right, width)) * channels + c]!;
  });
}

test(`on a torus, a shift by a multiple of the total stride rolls the reference, on ${whichAreThere}`, async () => {
  strictWorld();
  const pair = (max: number) => fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max }));
  const stacks = fc.record({
    pools: fc.array(fc.record({ pool_size: pair(5), strides: pair(3) }), { minLength: 1, maxLength: 3 }),
    rest: pair(4),
    channels: fc.integer({ min: 1, max: 2 }),
    by: fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3, max: 3 })),
    backend: fc.constantFrom(...backendsThere),
    copies: fc.boolean(),
  });
  const property = fc.asyncProperty(stacks, async ({ pools, rest, channels, by, backend, copies }) => {
    const total = [0, 1].map((axis) => pools.reduce((product, { strides }) => product * strides[axis]!, 1));
    const [dy, dx] = [0, 1].map((axis) => by[axis]! * total[axis]!) as [number, number];
    const file = {
      image: { type: 'noise', size: [0, 1].map((axis) => rest[axis]! * total[axis]!), channels },
      shift: { y: [dy, dy], x: [dx, dx], fill_mode: 'wrap' },
      trials: 'all',
      layers: pools.map((options) => ({ type: 'max_pool', padding: 'circular', ...options })),
    };
    const { reference, outputs } = (await outputsOf(file, { backend, copies })).at(-1)!;
    expect([...outputs.at(-1)!.data]).toEqual(rolled(reference, ...by));
  });
  await fc.assert(property, { numRuns: 150, seed: 4 });
});

test('outputs that are equal are equal at every later step: classes only ever merge', async () => {
  let merged = 0;
  for (let index = 0; index < 60; index++) {
    const { file } = randomStack(index);
    const steps = await outputsOf({ ...file, compare: 'exact', steps: 'all' });
    for (const [step, { classOf }] of steps.entries()) {
      const before = steps[step - 1]?.classOf;
      if (!before) continue;
      const becomes = new Map<number, number>();
      for (const [shift, c] of before.entries()) {
        expect(becomes.get(c) ?? classOf[shift], `stack ${index}, step ${step}`).toBe(classOf[shift]);
        becomes.set(c, classOf[shift]!);
      }
      if (new Set(becomes.values()).size < becomes.size) merged++;
    }
  }
  expect(merged).toBeGreaterThan(10);
});

describe('a sweep', () => {
  const base = {
    image: 'circle',
    shift: { max: 3 },
    trials: 50,
    steps: 'all',
    tables: ['summary', 'shifts'],
  };
  const sweep = { 'shift.max': [1, 3], 'pool.type': ['max_pool', 'avg_pool'], 'image.radius': [9, 20] };
  const file = { ...base, pool: { type: 'max_pool', depth: 3 }, sweep };

  /** Rows by variant and step, whatever the order of columns and rows. */
  const byIdentity = (rows: readonly Readonly<Record<string, Cell>>[]) =>
    new Map(
      rows.map((row) => {
        const { 'shift.max': max, 'pool.type': type, 'image.radius': radius, step, dy, dx } = row;
        return [[max, type, radius, step, dy, dx].join(), row];
      }),
    );
  const rowsOf = async (sweep: Record<string, Cell[]>) => {
    const { table, shifts } = await runFile({ ...file, sweep });
    return byIdentity([...table.rows, ...shifts!.rows]);
  };

  test('gives the same rows whatever the order of its keys and values', async () => {
    strictWorld();
    const permuted = { 'image.radius': [20, 9], 'pool.type': ['avg_pool', 'max_pool'], 'shift.max': [3, 1] };
    expect(await rowsOf(permuted)).toEqual(await rowsOf(sweep));
  });

  test('split in two gives the rows of the whole', async () => {
    const [one, other] = [
      await rowsOf({ ...sweep, 'shift.max': [1] }),
      await rowsOf({ ...sweep, 'shift.max': [3] }),
    ];
    expect(new Map([...one, ...other])).toEqual(await rowsOf(sweep));
  });

  test('with one value more keeps the rows it had', async () => {
    const before = await rowsOf(sweep);
    const after = await rowsOf({ ...sweep, 'shift.max': [2, 1, 3], 'image.radius': [9, 14, 20] });
    for (const [identity, row] of before) expect(after.get(identity)).toEqual(row);
    expect(after.size).toBeGreaterThan(before.size);
  });

  test('shows every pooling operator the same shifts', async () => {
    const { shifts } = await runFile(file);
    const drawn = (type: string) =>
      shifts!.rows
        .filter((row) => row['pool.type'] === type)
        .map(({ dy, dx, trials, step }) => [step, dy, dx, trials]);
    expect(drawn('max_pool').length).toBeGreaterThan(100);
    expect(drawn('avg_pool')).toEqual(drawn('max_pool'));
  });
});

test('neither the order of experiments nor their running side by side, on several backends, changes a byte', async () => {
  const files = [0, 1, 2].map((max) => ({
    image: { type: 'noise', size: 24 },
    shift: { max, fill_mode: 'reflect' },
    layers: ['max_pool', { type: 'max_pool', pool_size: 3, strides: 1 }, 'relu'],
    tables: ['summary', 'shifts'],
  }));
  const runs = files.flatMap((file) => backendsThere.map((backend) => [file, { backend }] as const));
  const csv = async ([file, options]: (typeof runs)[number]) => {
    const { table, shifts } = await runFile(file, options);
    return toCsv(table) + toCsv(shifts!);
  };
  const forward: string[] = [];
  for (const run of runs) forward.push(await csv(run));
  const backward: string[] = [];
  for (const run of runs.toReversed()) backward.unshift(await csv(run));
  expect(backward).toEqual(forward);
  expect(await Promise.all(runs.map(csv))).toEqual(forward);
});

test('what a shift gives does not depend on which others there are', async () => {
  for (const fill_mode of ['constant', 'nearest', 'reflect', 'wrap']) {
    const rows = async (shift: object) => {
      const image = { type: 'noise', size: [9, 14] };
      const layers = [
        { type: 'max_pool', padding: 'valid' },
        { type: 'max_pool', pool_size: 3 },
      ];
      const file = { image, shift: { ...shift, fill_mode }, trials: 'all', layers, tables: ['shifts'] };
      const { shifts } = await runFile(file);
      // Sums are added in an order that follows from all shifts together: the last digits may differ.
      const digits = (cell: Cell) => (typeof cell === 'number' ? Number(cell.toPrecision(12)) : cell);
      return new Map(
        shifts!.rows.map(({ class: _, ...row }) => [
          [row.step, row.dy, row.dx].join(),
          Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, digits(cell)])),
        ]),
      );
    };
    const [few, many] = [await rows({ y: [-1, 2], x: [3, 4] }), await rows({ y: [-12, 4], x: [-2, 17] })];
    for (const [identity, row] of few) expect(many.get(identity)).toEqual(row);
    expect(few.size).toBe(3 * 4 * 2);
  }
});
