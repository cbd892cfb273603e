import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { compareTables, isEqual } from '../../src/report/compare_tables.ts';
import { differenceInWords } from '../../src/report/comparison_section.ts';
import { MAX_LENGTH, markdownReport, markdownText } from '../../src/report/markdown.ts';
import { rowInWords } from '../../src/report/row_in_words.ts';
import type { Table } from '../../src/results/csv.ts';
import { toCsv } from '../../src/results/table_csv.ts';
import { coincide, start } from '../support/cli/coincide.ts';
import { broken, circle } from '../support/experiment/circle.ts';
import { filesBelow, folder } from '../support/files.ts';
import { runFile } from '../support/running.ts';
import { parseCsv } from '../support/whole_csv.ts';

const file = {
  image: { type: 'circle', size: 16 },
  shift: { max: 1 },
  trials: 'all',
  pool: { type: 'max_pool', depth: 1 },
  sweep: { 'shift.max': [1, 2] },
};

type Cells = Record<string, string>;

const cellsOf = (table: Table): Cells[] =>
  parseCsv(toCsv(table), 'a').rows.map(({ cells }) => ({ ...cells }));

function compared(table: Table, before: readonly Cells[], header = table.columns.map(({ name }) => name)) {
  const comparison = compareTables(table, header);
  for (const cells of before) comparison.take(cells);
  return comparison.end();
}

describe('a comparison', () => {
  test('of a table with itself finds nothing, and with one cell changed that cell', async () => {
    const { table } = await runFile(file);
    expect(isEqual(compared(table, cellsOf(table)))).toBe(true);
    const cells = cellsOf(table);
    cells[3]!.classes = '7';
    const changed = { column: 'classes', before: '7', now: String(table.rows[3]!.classes) };
    expect(compared(table, cells)).toMatchObject({
      changedRows: 1,
      changedCells: 1,
      cells: [{ identity: ['shift.max 2', 'max_pool', 'depth 1'], ...changed }],
      gone: { count: 0, first: [] },
      added: { count: 0, first: [] },
    });
  });

  test('of a table with a row that stands there twice says so, wherever it is; the row is not gone', async () => {
    const { table } = await runFile(file);
    for (const at of [0, 1, table.rows.length]) {
      const cells = cellsOf(table);
      cells.splice(at, 0, { ...cells[1]! });
      const found = compared(table, cells);
      expect(found).toMatchObject({
        changedRows: 0,
        gone: { count: 0, first: [] },
        added: { count: 0, first: [] },
        repeated: { count: 1, first: [['shift.max 1', 'max_pool', 'depth 1']] },
      });
      expect(isEqual(found)).toBe(false);
      expect(differenceInWords(found)).toBe('different: 1 row there more than once in the other');
    }
  });

  test('of counts says better or worse only where there are as many trials', async () => {
    const { table } = await runFile(file);
    const verdicts = (changes: Cells) => {
      const cells = cellsOf(table);
      Object.assign(cells[3]!, changes);
      const found = compared(table, cells);
      if (found.state === 'missing') throw new Error('it is there');
      return Object.fromEntries(found.cells.map(({ column, verdict }) => [column, verdict]));
    };
    expect(verdicts({ matches: '99', classes: '7', cosine: '2' })).toEqual({
      matches: 'worse',
      classes: 'worse',
      cosine: 'worse',
    });
    expect(verdicts({ trials: '200', matches: '99', classes: '7', cosine: '2' })).toEqual({
      trials: undefined,
      matches: undefined,
      classes: undefined,
      cosine: 'worse',
    });
  });

  test('has no difference and no verdict where the earlier cell is no number', async () => {
    const { table } = await runFile(file);
    const cells = cellsOf(table);
    Object.assign(cells[3]!, { cosine: 'NaN', classes: 'many' });
    const found = compared(table, cells);
    if (found.state === 'missing') throw new Error('it is there');
    const row = { identity: ['shift.max 2', 'max_pool', 'depth 1'] };
    const now = cellsOf(table)[3]!;
    expect(found.cells).toEqual([
      { ...row, column: 'classes', before: 'many', now: now.classes },
      { ...row, column: 'cosine', before: 'NaN', now: now.cosine },
    ]);
  });

  test('tells rows and columns that only one of the two has, in whatever order they stand', async () => {
    const { table } = await runFile(file);
    const [first, ...rest] = cellsOf(table);
    const header = [...Object.keys(first!).filter((name) => name !== 'cosine'), 'old'];
    expect(compared(table, [...rest, { ...first!, depth: '9' }].reverse(), header)).toMatchObject({
      changedRows: 0,
      added: { count: 1, first: [['shift.max 1', 'circle', 'depth 0']] },
      gone: { count: 1, first: [['shift.max 1', 'circle', 'depth 9']] },
      addedColumns: ['cosine'],
      goneColumns: ['old'],
    });
  });

  test('counts all, and keeps what is shown: worse cells first, in the order of the table, wherever its rows are', () => {
    const column = (name: string, more: object = {}) => ({
      name,
      type: 'integer',
      description: 'It.',
      ...more,
    });
    const columns = [
      column('a', { identity: true }),
      column('up', { identity: false, better: 'higher' }),
      column('any', { identity: false }),
    ] as unknown as Table['columns'];
    const rows = Array.from({ length: 1000 }, (_, a) => ({ a, up: a % 3, any: 1 }));
    const before = rows.map(({ a }) => ({ a: String(a), up: '1', any: a < 3 ? '2' : '1' }));
    const expected = [0, 2, 1].flatMap((up) => rows.filter((row) => row.up === up && up !== 1));
    for (const order of [before, [...before].reverse()]) {
      const found = compared({ columns, rows }, order);
      if (found.state === 'missing') throw new Error('it is there');
      expect(found).toMatchObject({ rows: 1000, changedRows: 668, changedCells: 670 });
      expect(found.cells).toHaveLength(200);
      expect(found.cells.map(({ identity }) => identity[0])).toEqual(
        expected.slice(0, 200).map(({ a }) => `a ${a}`),
      );
    }
    const none = compared({ columns, rows }, []);
    expect(none).toMatchObject({ added: { count: 1000 } });
    if (none.state === 'compared') expect(none.added.first).toHaveLength(20);
  });
});

test.each([
  [[9, 9, 1, 9], 'all 9 trials match; all shifts give the same output.'],
  [[9, 1, 9, 9], '1 of 9 trials match; all 9 shifts give different outputs.'],
  [[9, 0, 3, 9], 'none of 9 trials matches; 9 shifts give 3 outputs.'],
  [[9, 0, 1, 9], 'none of 9 trials matches; 9 shifts give 1 output.'],
  [[5, 5, 1, 1], 'all 5 trials match; there is one shift.'],
])('%j is told in words', ([trials, matches, classes, shifts], words) => {
  expect(rowInWords({ trials, matches, classes, shifts } as never)).toBe(words);
});

test.each([
  [[8, 8, 1, 3.5, 2], 'of 2 pictures, all 8 trials match; all shifts give the same output.'],
  [
    [8, 1, 3.5, 3.5, 2],
    'of 2 pictures, 1 of 8 trials match; all shifts of a picture give different outputs.',
  ],
  [
    [8, 2, 1.5, 3.25, 2],
    'of 2 pictures, 2 of 8 trials match; 3.25 shifts of a picture give 1.5 outputs on average.',
  ],
])('%j of a set is told in words', ([trials, matches, classes, shifts, images], words) => {
  expect(rowInWords({ trials, matches, classes, shifts, images } as never)).toBe(words);
});

describe('coincide report', () => {
  test('writes the same bytes again, and ends with 1 where an expectation does not hold', async () => {
    const cwd = folder({ 'a.yaml': broken, 'b.yaml': circle });
    const first = await coincide(cwd, 'report', 'a.yaml', 'b.yaml', '-o', 'one.html');
    expect(first).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'wrote one.html\na: an expectation does not hold\n',
    });
    const second = await start(cwd, ['report', 'a.yaml', 'b.yaml', '-o', '-'], {
      env: { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8' },
    }).ended;
    expect(second.stdout).toBe(readFileSync(join(cwd, 'one.html'), 'utf8'));
    expect(second.stdout).toContain('<li>depth 4: classes is 1, not at least 2</li>');
    expect(filesBelow(cwd)).toEqual(['a.yaml', 'b.yaml', 'one.html']);
  });

  test('--against marks what differs from other results, and what only they have', async () => {
    const cwd = folder({ 'a.yaml': circle, 'b.yaml': circle });
    await coincide(cwd, 'run', 'a.yaml', 'b.yaml', '-q', '--out', 'old');
    const csv = readFileSync(join(cwd, 'old/a.csv'), 'utf8');
    const other = folder({ 'a.csv': csv.replace(/,49,(5\.\d+)/, ',48,$1'), 'gone.csv': csv });
    const { stdout, code } = await coincide(cwd, 'report', 'a.yaml', 'b.yaml', '--against', other, '-o', '-');
    expect(code).toBe(0);
    expect(stdout).toContain('<del>48</del></td><td><ins>49</ins>');
    expect(stdout.match(/<del>/g)!.length).toBe(1);
    // Fewer outputs are better.
    expect(stdout).toContain('</ins></td><td>+1 <b class="worse">worse</b></td>');
    expect(stdout).toContain('both results in one plot');
    // Some files were asked for: that there are others is no news.
    expect(stdout).not.toContain('Only in ');
    expect(stdout).toContain('Not in the other results.');
    const whole = folder({ 'experiments/a.yaml': circle, 'experiments/sub/b.yaml': circle });
    for (const asked of [[], ['experiments']]) {
      const all = await coincide(whole, 'report', ...asked, '--against', other, '-o', '-');
      expect(all.stdout).toContain(': gone.</p>');
    }
    const part = await coincide(whole, 'report', 'experiments/sub', '--against', other, '-o', '-');
    expect(part.stdout).not.toContain('Only in ');
  });

  test('--against several folders shows a trend, and what changed in the experiment itself', async () => {
    const cwd = folder({ 'a.yaml': circle });
    await coincide(cwd, 'run', 'a.yaml', '-q', '--out', 'first', '--set', 'shift.max=5');
    await coincide(cwd, 'run', 'a.yaml', '-q', '--out', 'second', '--set', 'shift.max=4');
    const { stdout } = await coincide(
      cwd,
      'report',
      'a.yaml',
      '--against',
      'first',
      '--against',
      'second',
      '-o',
      '-',
    );
    const rate = (name: string) =>
      parseCsv(readFileSync(join(cwd, `${name}/a.csv`), 'utf8'), name).rows.at(-1)!.cells.match_rate;
    expect(stdout).toContain(
      `<th scope="row" class="s">depth 4</th><td>${rate('first')}</td><td>${rate('second')}</td><td>1</td>`,
    );
    expect(stdout).toContain('<b>The experiment itself changed</b>: shift.max 5 → 3.');
    expect(stdout).toContain('<b>The experiment itself changed</b>: shift.max 4 → 3.');
    expect(stdout.match(/Film strip of the earlier experiment/g)!.length).toBe(2);
    expect(stdout).toContain('Compared with first, second.');
  });

  test('--against shows the match rate where the table has no column of the expectations', async () => {
    const cwd = folder({ 'a.yaml': `${circle}measures: [psnr]\nexpect: [{ metric: psnr, min: 1 }]\n` });
    await coincide(cwd, 'run', 'a.yaml', '-q', '--out', 'before');
    const against = ['--against', 'before', '--against', 'before'];
    const { stdout, stderr } = await coincide(
      cwd,
      'report',
      'a.yaml',
      '--set',
      'measures=[]',
      ...against,
      '-o',
      '-',
    );
    expect(stdout).toContain('Trend of match_rate at the last step');
    expect(stderr).not.toContain('defect');
  });

  test.each([
    [['--format', 'pdf'], '--format: unknown format "pdf"; allowed: html, md.'],
    [['--format', 'markdown'], '--format: unknown format "markdown"; write md; allowed: html, md.'],
    [['--format', 'htm'], '--format: unknown format "htm"; did you mean "html"?'],
    [['--against', 'nowhere'], '--against nowhere: there is no such file or folder.'],
    [['--against', '.'], '--against .: there are no results in it; expected NAME.csv.'],
  ])('%j is a mistake', async (args, message) => {
    const ended = await coincide(folder({ 'a.yaml': circle }), 'report', 'a.yaml', ...args);
    expect(ended).toEqual({ code: 2, signal: null, stdout: '', stderr: `${message}\n` });
  });
});

describe('the report as Markdown', () => {
  test('has the verdicts first, and those that fail before the others', async () => {
    const cwd = folder({ 'a.yaml': circle, 'b.yaml': broken });
    const { stdout, code } = await coincide(cwd, 'report', 'a.yaml', 'b.yaml', '--format', 'md', '-o', '-');
    expect(code).toBe(1);
    expect(stdout).toContain('2 experiments: 1 does not hold.');
    expect(stdout.indexOf('| b |')).toBeLessThan(stdout.indexOf('| a |'));
    expect(stdout).toContain(
      '- ❌ classes at depth 4: at least 2\n  - depth 4: classes is 1, not at least 2\n',
    );
  });

  test('says how many warnings there are, and does not say then that all holds', async () => {
    const warned = { metric: 'classes' as const, at: { depth: 1 }, max: 0, level: 'warn' as const };
    const held = { metric: 'classes' as const, at: { depth: 1 }, min: 1 };
    const first = async (...expectations: (typeof warned | typeof held)[]) => {
      const result = await runFile({ ...file, expect: expectations });
      return markdownReport([{ result }], { version: '1' }).split('\n')[2];
    };
    expect(await first(held)).toBe('1 experiment: all expectations hold.');
    expect(await first(held, warned)).toBe('1 experiment: no expectation fails, 1 warning.');
    expect(await first({ ...warned, level: 'error' as 'warn' }, warned, warned)).toBe(
      '1 experiment: 1 does not hold, 2 warnings.',
    );
    expect(await first()).toBe('1 experiment: no expectation stated.');
  });

  test('stays short enough for a comment, however many experiments there are, and says what is left out', async () => {
    const result = await runFile({ ...file, sweep: { seed: Array.from({ length: 30 }, (_, i) => i) } });
    const many = Array.from({ length: 400 }, () => ({ result }));
    const text = markdownReport(many, { version: '1' });
    expect(text.length).toBeLessThan(MAX_LENGTH);
    expect(MAX_LENGTH).toBeLessThan(65_000);
    expect(text).toMatch(/… and \d+ more sections that did not fit\./);
  });

  test('shows names as text: no markup, no link, no mention', () => {
    const hostile = '<b> | **x** `y` [z](https://e.org) @team #1 www.e.org _i_ ~~s~~ $m$\n# head';
    const text = markdownText(hostile);
    expect(text).not.toMatch(/[<>|*`[\]()@_~$\n]|https:|www\.|#(?!\d+;)/);
    const read = text.replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
    expect(read).toBe(hostile.replace('\n', ' '));
  });
});
