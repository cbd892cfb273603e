import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultY } from '../../src/plot/default_y.ts';
import { drawFigure } from '../../src/plot/fit.ts';
import { renderPlot } from '../../src/plot/render.ts';
import { plotSpec } from '../../src/plot/spec.ts';
import type { PlotTable } from '../../src/plot/table.ts';
import { coincide, start } from '../support/cli/coincide.ts';
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
      expect(data.values[i]).toMatchObject({
        depth,
        match_rate,
        shift_max: row['shift.max'],
        low: match_low,
        high: match_high,
      });
    }
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'rule', 'point']);
    expect(layer[1].encoding).toMatchObject({
      x: { field: 'depth' },
      y: { field: 'match_rate', scale: { domain: [0, 1] } },
      color: { field: 'shift_max' },
    });
  });

  test('has no interval where every shift was tried, and panels for what is swept besides', () => {
    const { facet, spec: panel, data } = spec(two, { x: 'depth', color: 'shift.max' });
    expect(panel.layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'point']);
    expect(panel.layer[0].encoding.y2).toEqual({ field: 'to_y' });
    expect(facet.sort).toEqual(['pool.type max_pool', 'pool.type avg_pool']);
    expect(new Set(data.values.map((row: any) => row.panel)).size).toBe(2);
  });

  test('by a swept key has a line for each depth; by one and coloured by another, only the last step', () => {
    expect(spec(one, { x: 'shift.max' }).layer[0].encoding).toMatchObject({
      x: { field: 'shift_max' },
      color: { field: 'depth' },
    });
    const last = spec(two, { x: 'shift.max', color: 'pool.type', y: 'classes' });
    const own = ({ shift_max, classes, pool_type }: any) => ({ shift_max, classes, pool_type });
    expect(last.data.values.map(own)).toEqual(
      two.rows
        .filter(({ depth }) => depth === 2)
        .map((row) => ({ shift_max: row['shift.max'], classes: row.classes, pool_type: row['pool.type'] })),
    );
    expect(last.title.text).toEqual(['test: classes, at depth 2']);
  });

  test('has lines, intervals and a legend in full colour: paler, they would lack contrast', async () => {
    const table = await tableOf({ trials: 50, sweep: { 'pool.type': ['max_pool', 'avg_pool'] } });
    const svg = await renderPlot(plotSpec(table, { x: 'depth' }));
    expect(svg).toContain('stroke="#0072b2"');
    expect(svg).not.toMatch(/<(line|path) (?:[^>]* )?opacity=/);
  });

  test('shows lines in turn where they coincide, and only there, and says so', () => {
    const { layer, title, data } = spec(coinciding([1, 1, 1], [1, 1, 2], [3, 3, 3]));
    const [line] = layer.filter(({ encoding }: any) => encoding.y2?.field === 'to_y');
    const turns = (values: any[]) => values.map(({ turn }) => turn);
    // The first two share the stretch from depth 0 to 1; a line ends at its last point.
    expect(turns(data.values)).toEqual(['1/2', '1/1', null, '2/2', '1/1', null, '1/1', '1/1', null]);
    expect(title.subtitle).toEqual(['coinciding lines take turns']);
    const { domain, range } = line.encoding.strokeDash.scale;
    const pattern = (turn: string) => range[domain.indexOf(turn)];
    expect([pattern('1/1'), pattern('1/2'), pattern('2/2')]).toEqual([
      [1, 0],
      [1, 0],
      [6, 6],
    ]);
    // Of three that coincide each has a third of the stretch: a later one is drawn above the earlier.
    expect([pattern('1/3'), pattern('2/3'), pattern('3/3')]).toEqual([
      [1, 0],
      [12, 6],
      [6, 12],
    ]);
    // To cross is not to coincide.
    const crossing = spec(coinciding([1, 2, 3], [3, 2, 1], [4, 4, 4]));
    expect(crossing.layer.at(-2).encoding.strokeDash).toBe(undefined);
    expect(crossing.title.subtitle).toBe(undefined);
  });

  test('breaks no line where more than four coincide, and says how many', () => {
    const five = spec(coinciding(...Array.from({ length: 5 }, () => [1, 1, 1])), { x: 'depth' });
    expect(five.layer.at(-2).encoding.strokeDash).toBe(undefined);
    expect(five.title.subtitle).toEqual(['up to 5 lines coincide; the last one covers the others']);
  });

  test('leaves a gap where a value is missing', () => {
    const table = coinciding([1, 1, 1, 1]);
    const rows = table.rows.map((row, i) => ({ ...row, match_rate: i === 1 ? null : row.match_rate }));
    const { data } = spec({ ...table, rows } as PlotTable);
    expect(data.values.map(({ to_x }: any) => to_x)).toEqual([null, null, 3, null]);
  });

  test('says how many values are not defined, whatever its form, and writes none of them', async () => {
    const without = (table: PlotTable, lacks: (i: number) => boolean): PlotTable => ({
      ...table,
      rows: table.rows.map((row, i) => (lacks(i) ? { ...row, match_rate: null } : row)),
    });
    const lines = coinciding([1, 2, 3, 4]);
    expect(spec(without(lines, (i) => i === 1)).title.subtitle).toEqual([
      'match_rate is not defined for 1 of 4 rows',
    ]);
    expect(spec(without(lines, () => true)).title.subtitle).toEqual([
      'match_rate is not defined anywhere here',
    ]);
    const names = swept([1], 'pool.name', 3);
    expect(spec(without(names, (i) => i === 5)).title.subtitle).toEqual([
      'match_rate is not defined for 1 of 6 rows',
    ]);
    const grid = await tableOf({
      trials: 'all',
      sweep: { 'shift.max': [1, 2, 3], 'image.radius': [3, 5, 7, 6] },
    });
    const heat = plotSpec(without(grid, (i) => i === 2));
    expect((heat as any).title.subtitle).toEqual(['match_rate is not defined for 1 of 12 rows']);
    const svg = await renderPlot(heat);
    expect(svg).toContain('<text');
    expect(svg).not.toContain('null<');
  });

  test('has a tick at every swept value, and labels that do not touch, the first and the last always', () => {
    for (const count of [6, 20, 22, 100, 200]) {
      const values = Array.from({ length: count }, (_, i) => 3 + i);
      const { x } = spec(swept(values)).layer[0].encoding;
      expect(x).toMatchObject({ field: 'image_radius', type: 'quantitative' });
      expect(x.axis.values).toEqual(values);
      const shown = labelsOf(x.axis.labelExpr);
      expect([shown[0], shown.at(-1)]).toEqual([3, 2 + count]);
      if (count <= 22) expect(shown).toEqual(values);
      else expect(shown.length).toBeGreaterThan(10);
    }
    // Powers of two are evenly spaced.
    const powers = Array.from({ length: 11 }, (_, i) => 2 ** i);
    expect(spec(swept(powers)).layer[0].encoding.x.scale.type).toBe('log');
    expect(spec(swept([1, 2, 3, 5, 8, 13])).layer[0].encoding.x.scale.type).toBe('linear');
    // Tolerances, on a linear axis all but the last would be one point.
    const tolerances = [1e-9, 2e-9, 5e-9, 1e-7, 1e-5, 1e-3, 0.1];
    const { x } = spec(swept(tolerances)).layer[0].encoding;
    expect(x.scale.type).toBe('log');
    expect(x.axis.values).toEqual(tolerances);
    expect(labelsOf(x.axis.labelExpr)).toEqual([1e-9, 1e-7, 1e-5, 1e-3, 0.1]);
  });

  test.each([
    ['0 before powers of ten', [0, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 1], 'symlog'],
    ['both sides of 0', [-100, -10, -1, 0, 1, 10, 100], 'symlog'],
    ['negative powers', [-1000, -100, -10, -1], 'symlog'],
    ['even steps around 0', [-3, -2, -1, 0, 1, 2, 3], 'linear'],
    ['0 before a few', [0, 1, 2, 4, 8], 'linear'],
  ])('spaces numbers by their ratios on either side of 0: %s', async (_, values, type) => {
    const { x } = spec(swept(values), { x: 'image.radius' }).layer[0].encoding;
    expect(x.scale.type).toBe(type);
    const svg = await renderPlot(plotSpec(swept(values), { x: 'image.radius' }));
    const ticks = new Set(
      [...svg.matchAll(/<line transform="translate\(([\d.]+),0\)" x2="0" y2="4"/g)].map(([, at]) =>
        Number(at),
      ),
    );
    expect(ticks.size).toBe(values.length);
    const places = [...ticks].sort((a, b) => a - b);
    for (const [i, place] of places.slice(1).entries()) expect(place - places[i]!).toBeGreaterThan(10);
  });

  test('gives every line of a name its width, also below an empty line', async () => {
    const table = await tableOf({
      trials: 'all',
      sweep: {
        'shift.fill_value': [0.5, 1],
        'image.filled': [true, false],
        'shift.fill_mode': ['constant', 'nearest', 'wrap'],
      },
    });
    const svg = await renderPlot(plotSpec(table));
    expect(svg).toContain('<tspan/>');
    const lines = [...svg.matchAll(/<tspan([^>]*)>[^<]+</g)].map(([, attributes]) => attributes);
    expect(lines.filter((attributes) => !attributes!.includes('textLength'))).toEqual([]);
  });

  test('names the layers on the axis of depths', async () => {
    const { layer } = spec(await tableOf({ trials: 'all' }));
    const text = layer[0].encoding.x.axis.labelExpr;
    expect(text).toContain('["0","circle"],["1","max_pool"],["2","max_pool"]');
    const types = await tableOf({ trials: 'all', sweep: { 'pool.type': ['max_pool', 'avg_pool'] } });
    const both = spec(types, { x: 'depth' }).layer[0].encoding.x.axis.labelExpr;
    expect(both).toContain('["1","max_pool","avg_pool"]');
  });

  test('fits the file: many numbers across, two of them a heat map, names as dots with intervals, the best first', async () => {
    expect(spec(swept([1, 2, 3, 4, 5])).layer[0].encoding.x.field).toBe('depth');
    expect(spec(swept([1, 2, 3, 4, 5, 6])).layer[0].encoding).toMatchObject({
      x: { field: 'image_radius' },
      color: { field: 'depth' },
    });
    const grid = await tableOf({
      trials: 'all',
      sweep: { 'shift.max': [1, 2, 3], 'image.radius': [3, 5, 7, 6] },
    });
    const { layer, data, title } = spec(grid);
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['rect', 'text']);
    expect(data.values).toEqual(
      grid.rows
        .filter(({ depth }) => depth === 2)
        .map((row) => ({
          image_radius: row['image.radius'],
          shift_max: row['shift.max'],
          match_rate: row.match_rate,
          low: row.match_low,
          high: row.match_high,
          told: `shift.max ${row['shift.max']}, image.radius ${row['image.radius']}, depth 2, max_pool: match_rate ${Number(row.match_rate!.toPrecision(3))}`,
        })),
    );
    expect(layer[0].encoding).toMatchObject({
      x: { scale: { domain: [3, 5, 6, 7] } },
      y: { scale: { domain: [3, 2, 1] } },
    });
    expect(title.text).toEqual(['test: match_rate, at depth 2 (max_pool)']);
    const names = await tableOf({ trials: 60, sweep: { 'pool.type': ['avg_pool', 'max_pool', 'lp_pool'] } });
    const rate = (name: string) =>
      names.rows.find((row) => row.depth === 2 && row['pool.type'] === name)!.match_rate!;
    const dots = spec(names);
    expect(dots.layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'point']);
    const order: string[] = dots.layer[0].encoding.y.sort;
    expect([...order].sort()).toEqual(['avg_pool', 'lp_pool', 'max_pool']);
    expect(order.map(rate)).toEqual(order.map(rate).sort((a, b) => b - a));
    expect(dots.layer[0].encoding).toMatchObject({ x: { field: 'low' }, x2: { field: 'high' } });
    // Of a measure that is better the lower it is, the lowest comes first.
    const low = spec(names, { y: 'relative_l2' }).layer[0].encoding.y.sort as string[];
    const distance = (name: string) =>
      names.rows.find((row) => row.depth === 2 && row['pool.type'] === name)!.relative_l2!;
    expect(low.map(distance)).toEqual(low.map(distance).sort((a, b) => a - b));
  });

  test('of a model has a dot with its interval for each variant, and no line over steps without depth', async () => {
    const table = await tableOf({
      trials: 60,
      pool: undefined,
      layers: ['relu', 'argmax'],
      steps: 'all',
      sweep: {
        image: { a: { type: 'noise', size: 8, channels: 2 }, b: { type: 'noise', size: 8, channels: 3 } },
      },
    });
    expect(table.rows.length).toBe(6);
    const { layer, data, title } = spec(table);
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'point']);
    expect(data.values.length).toBe(2);
    expect(title.text.join(' ')).toBe('test: match_rate, at the last step (argmax)');
  });

  test('has all panels on one scale, or says which are missing and how to see them', () => {
    const many = swept([1, 2, 3, 4, 5, 6], 'pool.name', 100);
    expect(spec(many).facet.sort.length).toBe(100);
    expect(spec(many).resolve?.scale).toBe(undefined);
    const more = spec(swept([1, 2, 3, 4, 5, 6], 'pool.name', 120));
    expect(more.facet.sort.length).toBe(100);
    expect(more.title.subtitle.join(' ')).toBe(
      'the first 100 of 120 panels; --variant "pool.name=name 100" shows the next, and so on',
    );
  });

  test('breaks the name of a panel between keys, not between a key and its value', async () => {
    const { facet } = spec(
      await tableOf({
        trials: 'all',
        sweep: {
          'pool.type': ['max_pool', 'avg_pool'],
          'pool.strides': [1, 2],
          'shift.max': [1, 2, 3, 4, 5, 6],
        },
      }),
    );
    const { labelExpr } = facet.header;
    expect(labelExpr).toContain('"pool.type max_pool,","pool.strides 1"');
  });

  test('is drawn of names that every object has', async () => {
    const names = [...Object.getOwnPropertyNames(Object.prototype), 'a "valueOf" b', 'values', 'of'];
    const table = swept([4], 'pool.name', 1);
    const rows = names.flatMap((name) => table.rows.map((row) => ({ ...row, 'pool.name': name })));
    for (const color of ['pool.name', 'depth'])
      for (const x of ['pool.name', 'depth']) {
        if (x === color) continue;
        const svg = await renderPlot(plotSpec({ ...table, rows } as PlotTable, { x, color }));
        for (const name of names) expect(svg).toContain(name.replaceAll('"', '&quot;').slice(0, 4));
      }
    const svg = await renderPlot(plotSpec({ ...table, rows } as PlotTable));
    for (const name of ['valueOf', 'toString', 'constructor']) expect(svg).toContain(`>${name}</text>`);
  });

  test('of values nearer than a point is wide has bands for intervals, and lines that still take turns', async () => {
    const count = 300;
    const sampled = await tableOf({ trials: 20, sweep: { 'shift.max': [0, 1] } });
    // Two lines that are one, and a third far off, each with an interval of .1 up and down.
    const rows = Array.from({ length: count }, (_, x) =>
      [0.4, 0.4, 0.8].map((rate, depth) => ({
        ...sampled.rows[0]!,
        'shift.max': x,
        step: depth,
        depth,
        match_rate: rate,
        match_low: rate - 0.1,
        match_high: rate + 0.1,
      })),
    ).flat();
    const { layer, data, title } = spec({ ...sampled, rows }, { x: 'shift.max' });
    const [band, line, points] = layer;
    expect([band, line, points].map(({ mark }: any) => mark.type)).toEqual(['area', 'rule', 'point']);
    expect([band.encoding.y.field, band.encoding.y2.field]).toEqual(['low', 'high']);
    expect(line.encoding.strokeDash).toBe(undefined);
    expect(line.encoding.x.axis.values.length).toBeLessThan(20);
    const drawn = (of: number) => data.values.filter(({ depth, to_x }: any) => depth === of && to_x !== null);
    // The first and the last line are whole; the second, drawn above the first, has every other dash.
    expect([0, 2].map((of) => drawn(of).length)).toEqual([count - 1, count - 1]);
    expect(drawn(1).length / count).toBeCloseTo(0.5, 1);
    const runs = drawn(1).filter(({ to_x }: any, i: number, all: any[]) => all[i + 1]?.to_x !== to_x + 1);
    expect(runs.length).toBeGreaterThan(20);
    expect(title.subtitle).toEqual(['coinciding lines take turns']);
    // A point is seen where no line goes to it or on from it.
    expect(points.encoding.opacity).toEqual({ condition: { test: 'datum.alone', value: 1 }, value: 0 });
    expect(data.values.some(({ alone }: any) => alone)).toBe(false);
    const gaps = rows.map((row, i) => ([294, 300].includes(i) ? { ...row, match_rate: null } : row));
    const broken = spec({ ...sampled, rows: gaps } as PlotTable, { x: 'shift.max' });
    const alone = broken.data.values.filter((row: any) => row.alone && row.match_rate !== null);
    expect(alone.map(({ depth, shift_max }: any) => [depth, shift_max])).toEqual([[0, 99]]);
    // Few values stay points with bars.
    const few = spec({ ...sampled, rows: rows.slice(0, 90) }, { x: 'shift.max' });
    expect(few.layer.map(({ mark }: any) => mark.type)).toEqual(['rule', 'rule', 'point']);
    expect(few.layer[2].encoding.opacity).toBe(undefined);
  });

  test('of very many values is still drawn, and says what it leaves out', async () => {
    const numbers = swept(Array.from({ length: 70_000 }, (_, i) => i));
    const { layer, title } = spec(numbers);
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['line']);
    expect(title.subtitle).toEqual(['more than 4000 values: lines without points and intervals']);
    // Two keys of numbers, of which one has very many: a heat map would have cells that nobody sees.
    const wide = swept(
      Array.from({ length: 5000 }, (_, i) => i),
      'shift.max',
      5,
    );
    const rows = wide.rows.map((row) => ({ ...row, 'shift.max': Number(String(row['shift.max']).slice(5)) }));
    const both = plotSpec({ ...wide, rows } as PlotTable);
    expect((both as any).facet.sort.length).toBe(5);
    expect(await renderPlot(both)).toContain('<svg');
    // A map of shifts has a cell for each, however many there are.
    const shifts = Array.from({ length: 2001 }, (_, i) => ({ ...wide.rows[0]!, dy: 0, dx: i - 1000 }));
    const column = { type: 'integer', identity: false, key: true, description: '' } as const;
    const columns = [...wide.columns, { ...column, name: 'dy' }, { ...column, name: 'dx' }];
    const map = plotSpec({ experiment: 'test', columns, rows: shifts } as PlotTable, { x: 'dx', y: 'dy' });
    expect(await renderPlot(map)).toContain('<svg');
    const names = swept([1], 'pool.name', 500);
    const dots = spec(names, {});
    expect(dots.layer[0].encoding.y.sort.length).toBe(300);
    expect(dots.title.subtitle).toEqual(['the best 300 of 500; the table has all']);
    expect(new Set(dots.data.values.map((row: any) => row.pool_name)).size).toBe(300);
  });

  test('gets the size that is asked for, with larger or smaller panels', async () => {
    for (const table of [one, two, swept([1, 2, 3, 4, 5, 6], 'pool.name', 7)])
      for (const [width, height] of [
        [360, undefined],
        [900, undefined],
        [600, 700],
      ] as const) {
        const figure = await drawFigure(table, { fontSize: 9 }, { width, height });
        expect(Math.abs(figure.width - width)).toBeLessThanOrEqual(1);
        if (height) expect(Math.abs(figure.height - height)).toBeLessThanOrEqual(1);
        expect(figure.svg).toContain('font-size="9px"');
      }
  });

  test('has points alone where a line has several at one place, and says how many are hidden', () => {
    const { layer, title } = spec(one, { x: 'layer', y: 'classes' });
    expect(layer.map(({ mark }: any) => mark.type)).toEqual(['point']);
    const places = new Set(one.rows.map((row) => `${row.layer} ${row.classes}`));
    expect(places.size).toBeLessThan(one.rows.length);
    // Beside each other, none hides another.
    expect(layer[0].encoding.xOffset.field).toBe('shift_max');
    expect(title.subtitle).toBe(undefined);
    // One point for each line makes no line either.
    const { layer: scatter } = spec(one, { x: 'match_rate', y: 'classes' });
    expect(scatter.map(({ mark }: any) => mark.type)).toEqual(['point']);
    const { title: hidden } = spec(coinciding([1, 1], [1, 1]), { x: 'match_rate', y: 'classes' });
    expect(hidden.subtitle).toEqual(['1 of 2 points are hidden']);
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

/** A table of a swept number, and of a swept name beside it if one is given. */
function swept(values: readonly number[], name?: string, count = 1): PlotTable {
  const column = (name: string, identity: boolean) =>
    ({ name, type: 'number', identity, description: '' }) as const;
  const names = Array.from({ length: count }, (_, i) => `name ${i}`);
  return {
    experiment: 'test',
    columns: [
      column('image.radius', true),
      ...(name === undefined ? [] : [column(name, true)]),
      column('depth', true),
      column('match_rate', false),
    ],
    rows: values.flatMap((value) =>
      names.flatMap((one) =>
        [0, 1].map((depth) => ({
          'image.radius': value,
          ...(name === undefined ? {} : { [name]: one }),
          step: depth,
          depth,
          layer: depth === 0 ? 'circle' : 'max_pool',
          match_rate: depth * Math.abs(Math.sin(value)),
        })),
      ),
    ) as never,
  };
}

/** The values that an expression gives a label. */
function labelsOf(expression: string): number[] {
  return JSON.parse(/indexof\((\[.*?\]), datum/.exec(expression)![1]!);
}

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
      line.map((rate, depth) => ({
        'shift.max': i + 1,
        step: depth,
        depth,
        layer: 'x',
        match_rate: rate,
        classes: 0,
      })),
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

  test('writes a PDF of the asked size with texts as texts, Inter embedded, the same bytes each time', async () => {
    const cwd = folder({ 'daire-şekli.yaml': circle });
    const draw = (name: string, env = {}) =>
      start(cwd, ['plot', 'daire-şekli.yaml', '-q', '-o', name, '--width', '320'], { env }).ended;
    expect((await draw('a.pdf')).code).toBe(0);
    expect((await draw('b.pdf', { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8' })).code).toBe(0);
    const bytes = readFileSync(join(cwd, 'a.pdf'));
    expect(bytes.equals(readFileSync(join(cwd, 'b.pdf')))).toBe(true);
    const text = bytes.toString('latin1');
    expect(text.slice(0, 5)).toBe('%PDF-');
    expect(Number(/\/MediaBox \[0 0 (\S+)/.exec(text)?.[1])).toBeCloseTo(240, 0);
    expect(text).toMatch(/\/BaseFont \/[A-Z]{6}\+Inter-Regular/);
    expect(text.match(/\/FontFile/g)!.length).toBeGreaterThanOrEqual(2);
    // Each letter of the title can be found by its character, ş in a file of its own.
    const maps = [...text.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].map(([, data]) => {
      try {
        return inflateSync(Buffer.from(data!, 'latin1')).toString('latin1');
      } catch {
        return '';
      }
    });
    const mapped = maps
      .filter((one) => one.includes('beginbfrange') || one.includes('beginbfchar'))
      .join('\n');
    for (const letter of 'daireşkl')
      expect(mapped).toContain(letter.charCodeAt(0).toString(16).padStart(4, '0'));
  });

  test.each([
    [[], 'expected --out FILE, a name that ends in .svg, .png or .pdf; write -o figure.svg.'],
    [
      ['-o', 'a.gif'],
      '--out a.gif: expected a name that ends in .svg, .png or .pdf, or - for SVG on stdout.',
    ],
    [
      ['-o', 'a.svg', '--y', 'match_rat'],
      '--y match_rat: unknown column "match_rat"; did you mean "match_rate"?',
    ],
    [
      ['--y', 'match_rat'],
      '--y match_rat: unknown column "match_rat"; did you mean "match_rate"?\nexpected --out FILE, a name that ends in .svg, .png or .pdf; write -o figure.svg.',
    ],
    [['-o', 'a.svg', '--x', 'shift.mox'], /^--x shift\.mox: unknown column "shift\.mox"; allowed: .*\.\n$/],
    [
      ['-o', 'a.svg', '--width', '300px'],
      '--width: expected a number of pixels from 80 to 10000, not "300px"; write --width 300.',
    ],
    [
      ['-o', 'a.svg', '--height', '2 in'],
      '--height: expected a number of pixels from 80 to 10000, not "2 in"; write --height 192.',
    ],
    [
      ['-o', 'a.svg', '--height', '1mm'],
      '--height: expected a number of pixels from 80 to 10000, not "1mm".',
    ],
    [['-o', 'a.svg', '--width', '5'], '--width: expected a number of pixels from 80 to 10000, not "5".'],
    [
      ['-o', 'a.svg', '--font-size', 'big'],
      '--font-size: expected a number of pixels from 5 to 60, not "big".',
    ],
    [['-o', 'a.svg', '--y', 'layer'], '--y layer: expected a column of numbers, such as match_rate.'],
  ])('%j is a mistake', async (args, message) => {
    const ended = await coincide(folder({ 'a.yaml': circle }), 'plot', 'a.yaml', ...args);
    expect(ended.code).toBe(2);
    if (typeof message === 'string') expect(ended.stderr).toBe(`${message}\n`);
    else expect(ended.stderr).toMatch(message);
  });
});
