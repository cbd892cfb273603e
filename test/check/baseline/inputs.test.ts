import { describe, expect, test } from 'vitest';
import { changedKeys, formatChange } from '../../../src/check/baseline/changed.ts';
import { changedInputs } from '../../../src/check/baseline/changed_inputs.ts';
import { check, run } from '../../../src/index.ts';
import { asStored } from '../../../src/results/as_stored.ts';
import { parseDataPackage } from '../../../src/results/read_datapackage.ts';
import { hashOf } from '../../support/check/package_of.ts';

const lesson = { image: 'circle', shift: { max: 3 }, pool: { type: 'max_pool', depth: 2 } } as const;

describe('the files that an experiment names', () => {
  const [one, two] = [hashOf('1'), hashOf('2')];
  const written = (sources: [string, string][] | undefined) => ({
    experiment: { seed: 0 },
    tables: new Map(),
    sources: sources && new Map(sources),
  });
  const now = (files: Record<string, string>) => ({
    resolved: { seed: 0 },
    files: Object.entries(files).map(([path, sha256]) => ({ path, bytes: 1, sha256 })),
  });

  test.each([
    [[['a.png', one]], { 'a.png': one }, []],
    [[['a.png', one]], { 'a.png': two }, [`a.png is another file (sha256 ${two}, was ${one})`]],
    [
      [['a.png', one]],
      { 'b.png': one },
      ['files that were not there: b.png', 'files that are not there any more: a.png'],
    ],
    // A package that says nothing of files.
    [undefined, { 'a.png': one }, []],
  ] as const)('%j and now %j: %j', (sources, files, phrases) => {
    const before = written(sources as [string, string][] | undefined);
    expect(changedInputs(before, now(files))).toEqual(phrases);
  });

  test('are named up to five', () => {
    const paths = Array.from({ length: 8 }, (_, i) => `${i}.png`);
    const files = Object.fromEntries(paths.map((path) => [path, two]));
    const phrases = changedInputs(written(paths.map((path) => [path, one])), now(files));
    expect(phrases).toHaveLength(6);
    expect(phrases[5]).toBe('3 more are other files');
    expect(changedInputs(written([]), now(files))).toEqual([
      'files that were not there: 0.png, 1.png, 2.png, 3.png, 4.png and 3 more',
    ]);
  });

  test('another file is an error under every policy, though every cell is the same', async () => {
    const result = { ...(await run(lesson)), files: [{ path: 'a.png', bytes: 1, sha256: one }] };
    for (const baseline of ['same', { no_worse_by: 1 }, { no_worse: 'significant' }] as const) {
      const experiment = { ...lesson, trials: 'all', baseline } as const;
      const stored = await asStored({ ...(await run(experiment)), files: result.files });
      // A run of it now names no file.
      expect(await check(experiment, stored)).toMatchObject([
        {
          state: 'error',
          messages: ['files that are not there any more: a.png; run `coincide run FILE` and commit'],
        },
      ]);
    }
  });
});

describe('the keys of a committed experiment', () => {
  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('may be called %s', (key) => {
    const before = JSON.parse(`{ "seed": 0, "${key}": { "a": 1 } }`);
    const changes = changedKeys(before, { seed: 0 });
    expect(changes).toEqual([{ key, before: { a: 1 }, now: undefined }]);
    expect(changes.map(formatChange)).toEqual([`${key} {"a":1} → nothing`]);
    expect(changedKeys({ seed: 0 }, before).map(formatChange)).toEqual([`${key} nothing → {"a":1}`]);
  });

  test('make one finding when they are hostile', async () => {
    const stored = await asStored(await run(lesson));
    const { experiment, ...rest } = JSON.parse(stored.package!.text);
    for (const hostile of [
      { constructor: 1 },
      { image: { constructor: {} } },
      { shift: null },
      { image: [] },
    ]) {
      const text = JSON.stringify({ ...rest, experiment: { ...experiment, ...hostile } });
      const findings = await check(lesson, { ...stored, package: { path: 'p', text } });
      expect(findings).toMatchObject([{ state: 'error' }]);
      expect(findings[0]!.messages[0]).toMatch(/^the experiment has changed: /);
    }
  });
});

describe('a table of another run than its package', () => {
  test('is an error, whatever its cells are', async () => {
    const [a, b] = [await run(lesson), await run({ ...lesson, shift: { max: 2 } })];
    const [stored, other] = [await asStored(a), await asStored(b)];
    expect(await check(lesson, { ...stored, table: other.table! })).toMatchObject([
      {
        state: 'error',
        messages: [
          'experiment.csv: table and package are of different runs; run the experiment again and commit both.',
        ],
      },
    ]);
    expect(parseDataPackage(stored.package!).tables.get('experiment.csv')!.hash).toBe(
      `sha256:${hashOf(stored.table!.text as string)}`,
    );
  });
});

describe('a table that the policy does not compare', () => {
  test('belongs to the same run all the same', async () => {
    const loose = { ...lesson, baseline: { no_worse_by: 0.1 }, tables: ['summary', 'shifts'] } as const;
    const stored = await asStored(await run(loose));
    const other = await asStored(await run({ ...loose, shift: { max: 2 } }));
    expect(await check(loose, stored)).toMatchObject([{ state: 'held' }]);
    expect(await check(loose, { ...stored, shifts: other.shifts! })).toMatchObject([
      {
        state: 'error',
        messages: [expect.stringMatching(/shifts\.csv: table and package are of different runs/)],
      },
    ]);
  });
});

describe('steps that are no short decimals', () => {
  const experiment = {
    image: 'circle',
    shift: { x: [-0.3, 0.3], step: 0.1 },
    trials: 50,
    pool: { type: 'max_pool', depth: 2 },
    tables: ['summary', 'shifts'],
    baseline: { no_worse: 'significant' },
  } as const;

  test('are paired with the shifts that the table prints', async () => {
    const result = await run(experiment);
    expect(result.shifts!.rows.map(({ dx }) => dx)).toContain(-0.30000000000000004);
    // All of them matched before.
    const shifts = { ...result.shifts!, rows: result.shifts!.rows.map((row) => ({ ...row, class: 0 })) };
    const rows = result.table.rows.map((row) => ({ ...row, match_rate: 1, matches: 50 }));
    const stored = await asStored({ ...result, shifts, table: { ...result.table, rows } });
    const [finding] = await check(experiment, stored);
    expect(finding!.state).toBe('failed');
    const [{ shifts: changed, note }] = finding!.differences as any;
    expect(note).toMatch(/trials matched before and do not now, 0 the other way: exact McNemar p = /);
    expect(changed.length).toBeGreaterThan(0);
    for (const one of changed) expect(one.before).toBe('matches');
  });
});

describe('an interval by another method', () => {
  test('is said to be so, in place of its cells', async () => {
    const result = await run(lesson);
    const rows = result.table.rows.map((row) => ({ ...row, match_low: Number(row.match_low) / 2 }));
    const columns = result.table.columns.map((column) =>
      column.name === 'match_low' ? { ...column, formula: 'cluster bootstrap over pictures' } : column,
    );
    const older = await asStored({ ...result, table: { columns, rows } });
    expect(await check(lesson, older)).toMatchObject([
      {
        state: 'failed',
        messages: [
          'the method of the interval has changed, so match_low cannot be compared; run `coincide run FILE` and commit',
        ],
        differences: [],
      },
    ]);
    // The same formula: the cells are compared.
    const same = await asStored({ ...result, table: { columns: result.table.columns, rows } });
    const [finding] = await check(lesson, same);
    expect(finding!.messages).toEqual([]);
    expect(finding!.differences[0]).toMatchObject({ metric: 'match_low' });
    // Another formula, but the same cells: nothing is to be said.
    const equal = await asStored({ ...result, table: { columns, rows: result.table.rows } });
    expect(await check(lesson, equal)).toMatchObject([{ state: 'held', messages: [] }]);
  });
});
