import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/check/findings/finding.ts';
import type { ExperimentInput } from '../../../src/experiment/schema/input.ts';
import { type Baseline, check, loadBackend, run } from '../../../src/index.ts';
import { contentOf, resultFiles } from '../../../src/results/files.ts';
import type { Stored } from '../../../src/results/stored.ts';
import { toCsv } from '../../../src/results/table_csv.ts';
import type { Result } from '../../../src/run/run.ts';
import { withoutHashes } from '../../support/check/package_of.ts';

const lesson = { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 4 } } as const;
const average = { ...lesson, pool: { type: 'avg_pool', depth: 2 }, trials: 200 } as const;

/** The committed results of a run, with cells replaced. */
async function committed(
  result: Result,
  change: (row: Record<string, any>) => object = () => ({}),
): Promise<Stored> {
  const rows = result.table.rows.map((row) => ({ ...row, ...change(row) }));
  const files = await resultFiles({ ...result, table: { ...result.table, rows } as Result['table'] });
  const file = (end: string) => {
    const found = files.find(({ path }) => path === `experiment${end}`);
    return found && { path: found.path, text: contentOf(found) };
  };
  return { table: file('.csv'), shifts: file('.shifts.csv'), package: file('.datapackage.json') };
}

const baselineOf = (findings: readonly Finding[]) => findings.find(({ about }) => about === 'baseline')!;

async function judged(
  experiment: ExperimentInput,
  change?: (row: Record<string, any>) => object,
  options = {},
) {
  return baselineOf(await check(experiment, await committed(await run(experiment), change), options));
}

describe('baseline: same', () => {
  test('holds of its own results, of a run as of its files', async () => {
    const result = await run(lesson);
    for (const baseline of [result, await committed(result)] as Baseline[]) {
      expect(await check(lesson, baseline)).toMatchObject([{ state: 'held', rows: 5, differences: [] }]);
    }
  });

  test('without a baseline it fails', async () => {
    expect(await check(lesson)).toMatchObject([
      {
        state: 'failed',
        messages: ['there is no committed table to compare with; run `coincide run FILE` and commit'],
      },
    ]);
  });

  test.each<[string, (row: any) => object, object]>([
    ['an exact stack, by the last digit', ({ cosine }) => ({ cosine: cosine + 1e-6 }), { state: 'failed' }],
    [
      'a size',
      ({ step }) => (step === 2 ? { height: 17 } : {}),
      { state: 'failed', differences: [{ metric: 'height', expected: '17', actual: '16' }] },
    ],
    [
      'what says which row it is',
      ({ step }) => (step === 2 ? { step: 9 } : {}),
      {
        state: 'failed',
        differences: [
          { expected: 'this row', actual: 'there is none', row: { step: '9' } },
          { expected: 'no such row', row: { step: 2 } },
        ],
      },
    ],
  ])('is not met: %s', async (_, change, finding) => {
    expect(await judged(lesson, change)).toMatchObject(finding);
  });

  test('of an average the distances may differ by 1e-4 of themselves, and not of its image', async () => {
    const scale = (by: number, from: number) => (row: Record<string, any>) =>
      row.step >= from ? { relative_l2: row.relative_l2 * by } : {};
    expect(await judged(average, scale(1 + 9e-5, 1))).toMatchObject({ state: 'held' });
    expect(await judged(average, scale(1 + 3e-4, 1))).toMatchObject({ state: 'failed' });
    expect(await judged(average, scale(1 + 9e-5, 0))).toMatchObject({
      state: 'failed',
      differences: [{ row: { step: 0 } }],
    });
  });

  test('a count of an average may not differ where no distance is near the tolerance', async () => {
    const more = ({ step, matches, match_rate }: any) =>
      step === 2 ? { matches: matches + 1, match_rate: match_rate + 0.005 } : {};
    expect(await judged(average, more)).toMatchObject({
      state: 'failed',
      differences: [{ metric: 'match_rate' }],
    });
  });

  test('it may where one is: twice the tolerance merges what half of it tells apart', async () => {
    // Every output of one cell is the mean of a column of values 1, 1 + 1e-5, …: distances of about 1, 2, … tolerances.
    const near = {
      image: { type: 'pixels', rows: [[1, 1.000015, 1.00003, 1.000045]] },
      shift: { x: [0, 3], fill_mode: 'wrap' },
      trials: 'all',
      layers: [{ type: 'avg_pool', pool_size: 1, strides: [1, 4], padding: 'valid' }],
    } as const;
    const result = await run(near);
    const row = result.table.rows[1]!;
    const [low, high] = await Promise.all(
      [0.5e-5, 2e-5].map(
        async (relative) => (await run({ ...near, compare: { type: 'close', relative } })).table.rows[1]!,
      ),
    );
    expect([low!.classes, high!.classes]).not.toEqual([row.classes, row.classes]);
    const other = low!.classes === row.classes ? high! : low!;
    const { compare: _, ...counts } = other;
    const change = ({ step }: any) => (step === 1 ? counts : {});
    expect(baselineOf(await check(near, await committed(result, change)))).toMatchObject({ state: 'held' });
    // Beyond what either end gives, nothing is forgiven.
    const beyond = ({ step }: any) => (step === 1 ? { classes: 99 } : {});
    expect(baselineOf(await check(near, await committed(result, beyond)))).toMatchObject({ state: 'failed' });
  });

  test('a table that another backend made holds', async () => {
    const experiment = {
      image: 'noise',
      shift: { max: 2 },
      trials: 50,
      layers: [{ type: 'conv2d', kernel: 'random', filters: 3 }, 'relu', 'avg_pool', 'global_avg_pool'],
    } as const;
    const other = await run(experiment, { backend: await loadBackend('cpu') });
    expect(toCsv(other.table).length).toBeGreaterThan(100);
    expect(baselineOf(await check(experiment, other, { backend: 'wasm' }))).toMatchObject({ state: 'held' });
  });

  test('a data package of an earlier version, which calls plain loops "dense", holds', async () => {
    const stored = await committed(await run(average));
    const text = stored.package!.text.replace('"backend": "loops"', '"backend": "dense"');
    expect(text).toContain('"dense"');
    const earlier = { ...stored, package: { ...stored.package!, text } };
    expect(baselineOf(await check(average, earlier))).toMatchObject({ state: 'held' });
  });
});

describe('baseline: no_worse_by', () => {
  const experiment = { ...lesson, baseline: { no_worse_by: 0.02 } } as const;
  const at3 = (change: (row: any) => object) => (row: Record<string, any>) =>
    row.step === 3 ? change(row) : {};

  test.each<[string, (row: any) => object, object]>([
    [
      'a rate that fell by the limit holds',
      ({ match_rate }) => ({ match_rate: match_rate + 0.02 }),
      { state: 'held' },
    ],
    [
      'one that fell by more does not',
      ({ match_rate }) => ({ match_rate: match_rate + 0.021 }),
      { state: 'failed', differences: [{ metric: 'match_rate', expected: '0.115', actual: '0.094' }] },
    ],
    [
      'nor pair_rate',
      ({ pair_rate }) => ({ pair_rate: pair_rate + 0.03 }),
      { state: 'failed', differences: [{ metric: 'pair_rate' }] },
    ],
    [
      'nor cosine',
      ({ cosine }) => ({ cosine: cosine + 0.03 }),
      { state: 'failed', differences: [{ metric: 'cosine' }] },
    ],
    [
      'position_bits may not rise',
      ({ position_bits }) => ({ position_bits: position_bits - 0.03 }),
      { state: 'failed', differences: [{ metric: 'position_bits' }] },
    ],
    [
      'but fall: that is told',
      ({ position_bits }) => ({ position_bits: position_bits + 1 }),
      { state: 'held', improvements: [{ metric: 'position_bits' }] },
    ],
    [
      'what is not guarded may be anything',
      () => ({ classes: 7, max_abs: 3, agreement: 1 }),
      { state: 'held', improvements: [] },
    ],
    [
      'rounding is no change',
      ({ pair_rate }) => ({ pair_rate: pair_rate + 1e-8 }),
      { state: 'held', improvements: [] },
    ],
  ])('%s', async (_, change, finding) => {
    expect(await judged(experiment, at3(change))).toMatchObject(finding);
  });
});

describe('baseline: no_worse significant', () => {
  const experiment = {
    ...lesson,
    tables: ['summary', 'shifts'],
    baseline: { no_worse: 'significant' },
  } as const;

  /** The committed results of a stack in which some shifts matched, and others not, at depth 3. */
  async function before(matched: readonly [number, number][]) {
    const result = await run(experiment);
    const shifts = result.shifts!.rows.map((row) =>
      row.step === 3 && matched.some(([dy, dx]) => row.dy === dy && row.dx === dx)
        ? { ...row, class: 0 }
        : row,
    );
    const gained = result
      .shifts!.rows.filter(
        (row) =>
          row.step === 3 && row.class !== 0 && matched.some(([dy, dx]) => row.dy === dy && row.dx === dx),
      )
      .reduce((sum, { trials }) => sum + Number(trials), 0);
    const table = result.table.rows.map((row) =>
      row.step === 3
        ? { ...row, matches: row.matches! + gained, match_rate: (row.matches! + gained) / row.trials! }
        : row,
    );
    const changed = {
      ...result,
      table: { ...result.table, rows: table },
      shifts: { ...result.shifts!, rows: shifts },
    };
    return { baseline: await committed(changed as Result), gained };
  }

  test('a drop of many trials counts, with both numbers and the test', async () => {
    const { baseline, gained } = await before([[2, 2]]);
    expect(gained).toBeGreaterThan(10);
    const [finding] = await check(experiment, baseline);
    expect(finding).toMatchObject({
      state: 'failed',
      differences: [{ metric: 'match_rate', actual: '0.094' }],
    });
    expect(finding!.differences[0]!.note).toMatch(
      new RegExp(`^${gained} trials matched before and do not now, 0 the other way: exact McNemar p = `),
    );
    expect(finding!.differences[0]!.shifts).toEqual([
      { dy: 2, dx: 2, trials: gained, before: 'matches', now: 'differs' },
    ]);
  });

  test('one of four trials does not: 1 / 2^4 is above 0.05', async () => {
    const few = { ...experiment, trials: 60 } as const;
    const result = await run(few);
    const four = result.shifts!.rows.find(
      (row) => row.step === 3 && row.class !== 0 && Number(row.trials) <= 4,
    )!;
    const shifts = result.shifts!.rows.map((row) => (row === four ? { ...row, class: 0 } : row));
    const table = result.table.rows.map((row) =>
      row.step === 3 ? { ...row, match_rate: row.match_rate! + 0.05 } : row,
    );
    const baseline = await committed({
      ...result,
      table: { ...result.table, rows: table },
      shifts: { ...result.shifts!, rows: shifts },
    } as Result);
    expect(baselineOf(await check(few, baseline))).toMatchObject({ state: 'held' });
  });

  test('of all shifts any drop counts, without a table of shifts', async () => {
    const all = { ...lesson, trials: 'all', baseline: { no_worse: 'significant' } } as const;
    const finding = await judged(all, ({ step, match_rate }) =>
      step === 3 ? { match_rate: match_rate + 1 / 49 } : {},
    );
    expect(finding).toMatchObject({
      state: 'failed',
      differences: [{ expected: '0.122449', actual: '0.102041' }],
    });
  });

  test('without the committed shifts it says that it needs them', async () => {
    const { shifts: _, ...rest } = await committed(await run(experiment));
    expect(baselineOf(await check(experiment, rest))).toMatchObject({
      state: 'failed',
      messages: [
        'there is no committed table of shifts, by which the exact McNemar test pairs trials; run `coincide run FILE` and commit',
      ],
    });
  });

  test('shifts that are not those that were drawn are an error', async () => {
    const stored = await committed(await run(experiment));
    const text = (stored.shifts!.text as string).replace(/^(experiment,3,.*,)2,2,/m, '$19,9,');
    expect(text).not.toBe(stored.shifts!.text);
    expect(
      baselineOf(
        await check(experiment, {
          ...stored,
          package: { path: 'x', text: withoutHashes(stored.package!.text) },
          shifts: { path: 'x.shifts.csv', text },
        }),
      ),
    ).toMatchObject({
      state: 'error',
      messages: [
        'x.shifts.csv: it does not have the shift (2, 2) of every row; run the experiment again and commit.',
      ],
    });
  });
});

test('any cell of a table that is another is found, whatever stands there', async () => {
  const experiment = { ...lesson, tables: ['summary', 'shifts'] } as const;
  const { package: written, ...tables } = await committed(await run(experiment));
  // As without hashes, so that cells are compared.
  const stored = { ...tables, package: { path: 'x', text: withoutHashes(written!.text) } };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('table' as const, 'shifts' as const),
      fc.nat(),
      fc.constantFrom('7', '', 'x', '0.5', '-1', '1e9', 'max_pool'),
      async (which, at, cell) => {
        const lines = (stored[which]!.text as string)
          .trimEnd()
          .split('\n')
          .map((line) => line.split(','));
        const row = lines[at % lines.length]!;
        const column = Math.floor(at / lines.length) % row.length;
        fc.pre(row[column] !== cell);
        row[column] = cell;
        const text = `${lines.map((one) => one.join(',')).join('\n')}\n`;
        expect(
          baselineOf(await check(experiment, { ...stored, [which]: { path: 'x.csv', text } })).state,
        ).not.toBe('held');
      },
    ),
    { numRuns: 150 },
  );
});
