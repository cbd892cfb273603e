import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { heatSpec } from '../../src/plot/heat.ts';
import { renderPlot } from '../../src/plot/render.ts';
import { plotSpec } from '../../src/plot/spec.ts';
import type { PlotTable } from '../../src/plot/table.ts';
import { circle, coincide, folder } from '../cli/coincide.ts';
import { runFile } from '../running.ts';

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

describe('coincide plot', () => {
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
    [['-o', 'a.svg', '--x', 'shift.mox'], /^--x shift\.mox: unknown column "shift\.mox"; allowed: .*\.\n$/],
    [['-o', 'a.svg', '--y', 'layer'], '--y layer: expected a column of numbers, such as match_rate.'],
  ])('%j is a mistake', async (args, message) => {
    const ended = await coincide(folder({ 'a.yaml': circle }), 'plot', 'a.yaml', ...args);
    expect(ended.code).toBe(2);
    if (typeof message === 'string') expect(ended.stderr).toBe(`${message}\n`);
    else expect(ended.stderr).toMatch(message);
  });
});
