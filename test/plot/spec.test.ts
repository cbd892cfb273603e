import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultY } from '../../src/plot/default_y.ts';
import { heatSpec } from '../../src/plot/heat.ts';
import { renderPlot } from '../../src/plot/render.ts';
import { plotSpec } from '../../src/plot/spec.ts';
import type { PlotTable } from '../../src/plot/table.ts';
import { coincide } from '../support/cli/coincide.ts';
import { circle } from '../support/experiment/circle.ts';
import { folder } from '../support/files.ts';
import { runFile } from '../support/running.ts';

const small = {
  image: { type: 'circle', size: 16 },
  shift: { max: 1 },
  pool: { type: 'max_pool', depth: 2 },
};

async function tableOf(file: object): Promise<PlotTable> {
  const { experiment, table } = await runFile({ ...small, ...file });
  return { experiment, ...table };
}

/** What a specification says, without its theme. */
const spec = (table: PlotTable, choice = {}) => plotSpec(table, choice) as any;

describe('a plot of an experiment', () => {
  let one: PlotTable;
  let two: PlotTable;
  beforeAll(async () => {
    one = await tableOf({ trials: 50, sweep: { 'shift.max': [1, 2] } });
    two = await tableOf({
      trials: 'all',
      sweep: { 'shift.max': [1, 2, 3], 'pool.type': ['max_pool', 'avg_pool'] },
    });
  });

  test('has by default the match rate by depth, a line for each swept value, and the interval at each point', () => {
    const { data, layer } = spec(one);
    expect(data.values.length).toBe(one.rows.length);
    for (const [i, row] of one.rows.entries()) {
      const { depth, match_rate, match_low, match_high } = row;
      expect(data.values[i]).toEqual({
        depth,
        match_rate,
        shift_max: row['shift.max'],
        low: match_low,
        high: match_high,
      });
    }
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'line', 'point']);
    expect(layer[1].encoding).toMatchObject({
      x: { field: 'depth' },
      y: { field: 'match_rate', scale: { domain: [0, 1] } },
      color: { field: 'shift_max' },
    });
  });

  test('has no interval where every shift was tried, and panels for what is swept besides', () => {
    const { facet, spec: panel, data } = spec(two);
    expect(panel.layer.map(({ mark }: any) => mark.type)).toEqual(['line', 'point']);
    expect(facet.sort).toEqual(['pool.type max_pool', 'pool.type avg_pool']);
    expect(new Set(data.values.map((row: any) => row.panel)).size).toBe(2);
  });

  test('by a swept key has a line for each depth; by one and coloured by another, only the last step', () => {
    expect(spec(one, { x: 'shift.max' }).layer[0].encoding).toMatchObject({
      x: { field: 'shift_max' },
      color: { field: 'depth' },
    });
    const last = spec(two, { x: 'shift.max', color: 'pool.type', y: 'classes' });
    expect(last.data.values).toEqual(
      two.rows
        .filter(({ depth }) => depth === 2)
        .map((row) => ({ shift_max: row['shift.max'], classes: row.classes, pool_type: row['pool.type'] })),
    );
    expect(last.title.text).toBe('test: classes, at depth 2');
  });

  test('has a legend as strong as its lines, though intervals are paler', async () => {
    const table = await tableOf({ trials: 50, sweep: { 'pool.type': ['max_pool', 'avg_pool'] } });
    const svg = await renderPlot(plotSpec(table));
    const pale = (tag: string) => new RegExp(`<${tag} (?:[^>]* )?opacity="0\\.5`);
    expect(svg).toMatch(pale('line'));
    expect(svg).not.toMatch(pale('path'));
    // Nor does a dashed line fray the shape in the legend.
    expect(svg).toMatch(/stroke-dasharray="6,6"/);
    expect(svg).not.toMatch(/stroke-width="[^0"][^"]*" stroke-dasharray="6,6"\/><\/g><g><text/);
  });

  test('shows lines in turn where they coincide, and says so', () => {
    const { layer, title } = spec(coinciding([1, 1, 1], [1, 1, 2], [3, 3, 3]));
    const [line] = layer.filter(({ mark }: any) => mark.type === 'line');
    expect(line.encoding.strokeDash.scale).toEqual({
      domain: [1, 2, 3],
      range: [
        [1, 0],
        [6, 6],
        [1, 0],
      ],
    });
    expect(title.subtitle).toBe('coinciding lines take turns');
    // Of three that coincide each has a third of the stretch: a later one is drawn above the earlier.
    const three = spec(coinciding([1, 1, 1], [1, 1, 1], [1, 1, 1])).layer.at(-2).encoding.strokeDash.scale;
    expect(three.range).toEqual([
      [1, 0],
      [12, 6],
      [6, 12],
    ]);
    // To cross is not to coincide.
    const crossing = spec(coinciding([1, 2, 3], [3, 2, 1], [4, 4, 4]));
    expect(crossing.layer.at(-2).encoding.strokeDash).toBe(undefined);
    expect(crossing.title.subtitle).toBe(undefined);
  });

  test('has points alone where a line has several at one place, and tells how many are hidden', () => {
    const { layer, title } = spec(one, { x: 'layer', y: 'classes' });
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['point']);
    const places = new Set(one.rows.map((row) => `${row.layer} ${row.classes}`));
    expect(places.size).toBeLessThan(one.rows.length);
    expect(title.subtitle).toBe(`${one.rows.length - places.size} of ${one.rows.length} points are hidden`);
    // One point for each line makes no line either.
    const { layer: scatter } = spec(one, { x: 'match_rate', y: 'classes' });
    expect(scatter.map(({ mark }: any) => mark.type)).toEqual(['point']);
  });

  test('of a measure that is 0 throughout reaches to 1, so that its ticks can be read', async () => {
    const table = coinciding([0, 0, 0], [0, 0, 0], [0, 0, 0]);
    const svg = await renderPlot(plotSpec(table, { y: 'classes' }));
    expect(svg).not.toContain('0.000000');
    expect(svg).toContain('>1.0<');
  });

  test('is by default of the first measure that is expected and varies, else of the match rate, else of another', () => {
    const rows = (name: string, values: readonly (number | null)[]) =>
      values.map((value, step) => ({ ...one.rows[0]!, match_rate: 0.5, cosine: 1, step, [name]: value }));
    const table = (name: string, values: readonly (number | null)[]) =>
      ({ ...one, rows: rows(name, values) }) as PlotTable;
    expect(defaultY(table('cosine', [0, 1]), ['match_rate', 'cosine'])).toBe('cosine');
    // An expected measure comes before the match rate, though both vary; of two that are expected the first.
    expect(defaultY(one, ['classes', 'match_rate'])).toBe('classes');
    expect(defaultY(one, [])).toBe('match_rate');
    expect(defaultY(table('match_rate', [0, 1]), ['cosine'])).toBe('match_rate');
    expect(defaultY(table('cosine', [0, 1]), [])).toBe('cosine');
    expect(defaultY(table('cosine', [null, 1]), ['cosine'])).toBe('match_rate');
    expect(defaultY(table('step', [0, 1]), [])).toBe('match_rate');
  });

  test('counts steps where a depth has several', async () => {
    const table = await tableOf({ pool: undefined, layers: ['relu', 'max_pool', 'relu'], steps: 'all' });
    expect(spec(table).layer[0].encoding.x.field).toBe('step');
  });

  test('of two swept keys has a heat map: a cell for each pair of values, of the last step', () => {
    const { data } = heatSpec(two) as any;
    expect(data.values).toEqual(
      two.rows
        .filter(({ depth }) => depth === 2)
        .map((row) => ({ across: String(row['shift.max']), up: row['pool.type'], value: row.match_rate })),
    );
    expect(heatSpec(one)).toBe(undefined);
  });

  test('is drawn to the same bytes again and again, whatever was drawn before', async () => {
    const first = await renderPlot(plotSpec(two));
    await renderPlot(plotSpec(one));
    expect(await renderPlot(JSON.parse(JSON.stringify(plotSpec(two))))).toBe(first);
    expect(first).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" /);
  });

  test('shows names as they are, and none of them becomes markup', async () => {
    const names = ['<script>x</script>', 'a class="b" role="c"', '& &amp; "\'', 'a.b[c]', '👩🏽‍🔬'];
    const table = await tableOf({
      trials: 'all',
      sweep: { 'image.radius': Object.fromEntries(names.map((name, i) => [name, 3 + i])) },
    });
    const svg = await renderPlot(plotSpec(table));
    const texts = [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text!);
    const plain = (text: string) =>
      text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    expect(texts.map(plain)).toEqual(expect.arrayContaining(names));
    expect(svg).not.toContain('<script');
  });
});

/** A table of made-up rates by depth, for each of three values of shift.max. */
function coinciding(...lines: readonly (readonly number[])[]): PlotTable {
  const column = (name: string, type: 'integer' | 'number', identity: boolean) =>
    ({ name, type, identity, description: '' }) as const;
  return {
    experiment: 'test',
    columns: [
      column('shift.max', 'integer', true),
      column('depth', 'integer', true),
      column('match_rate', 'number', false),
      column('classes', 'integer', false),
    ],
    rows: lines.flatMap((line, i) =>
      line.map((rate, depth) => ({ 'shift.max': i + 1, step: depth, depth, match_rate: rate, classes: 0 })),
    ) as never,
  };
}

const CLASSES = 'expect:\n  - { metric: classes, at: { depth: 0 }, min: 1 }\n';

describe('coincide plot', () => {
  test('draws what the file expects', async () => {
    const cwd = folder({ 'a.yaml': circle + CLASSES });
    const { stdout } = await coincide(cwd, 'plot', 'a.yaml', '-o', '-');
    expect(stdout).toContain('aria-label="a: classes by depth"');
  });

  test('writes an SVG, a PNG, and the specification that draws it again', async () => {
    const cwd = folder({ 'a.yaml': circle });
    const ended = await coincide(cwd, 'plot', 'a.yaml', '-o', 'a.svg', '--spec', 'a.json');
    expect(ended).toEqual({ code: 0, signal: null, stdout: '', stderr: 'wrote a.svg and a.json\n' });
    const svg = readFileSync(join(cwd, 'a.svg'), 'utf8');
    expect(`${await renderPlot(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')))}\n`).toBe(svg);
    expect((await coincide(cwd, 'plot', 'a.yaml', '-o', '-')).stdout).toBe(svg);
    expect((await coincide(cwd, 'plot', 'a.yaml', '-o', 'a.png')).code).toBe(0);
    expect(readFileSync(join(cwd, 'a.png')).subarray(1, 4).toString()).toBe('PNG');
  });

  test.each([
    [[], 'expected --out FILE, a name that ends in .svg or .png.'],
    [['-o', 'a.gif'], '--out a.gif: expected a name that ends in .svg or .png, or - for SVG on stdout.'],
    [
      ['-o', 'a.svg', '--y', 'match_rat'],
      '--y match_rat: unknown column "match_rat"; did you mean "match_rate"?',
    ],
    [
      ['--y', 'match_rat'],
      '--y match_rat: unknown column "match_rat"; did you mean "match_rate"?\nexpected --out FILE, a name that ends in .svg or .png.',
    ],
    [['-o', 'a.svg', '--x', 'shift.mox'], /^--x shift\.mox: unknown column "shift\.mox"; allowed: .*\.\n$/],
    [['-o', 'a.svg', '--y', 'layer'], '--y layer: expected a column of numbers, such as match_rate.'],
  ])('%j is a mistake', async (args, message) => {
    const ended = await coincide(folder({ 'a.yaml': circle }), 'plot', 'a.yaml', ...args);
    expect(ended.code).toBe(2);
    if (typeof message === 'string') expect(ended.stderr).toBe(`${message}\n`);
    else expect(ended.stderr).toMatch(message);
  });
});
