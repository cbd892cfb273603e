import type { TopLevelSpec } from 'vega-lite';
import { category, formatColour } from '../picture/colour.ts';
import type { Cell, Column, Row } from '../results/columns.ts';
import { type PlotTable, placeOf, sweptOf, valuesOf } from './table.ts';
import { RAMP, theme } from './theme.ts';

/** What a plot shows; what is not said follows from the table. */
export interface PlotChoice {
  /** Column across. Default: `depth`, or `step` where depths have several steps. */
  x?: string | undefined;
  /** Numeric column upwards. Default: `match_rate`. */
  y?: string | undefined;
  /** Column that has a line for each of its values. Default: a swept one, or `depth` where a swept one is x. */
  color?: string | undefined;
  /** Without title: for a page that has one. */
  bare?: boolean | undefined;
}

/** More lines than this are told apart by panels of their own. */
const MOST_COLOURS = 8;
const MOST_PANELS = 36;

/**
 * The plot of a table as a Vega-Lite specification: plain JSON with its data in it. A line for each value of
 * `color`, with the interval of a rate at each of its points; a panel for each value of what is swept besides.
 */
export function plotSpec(table: PlotTable, choice: PlotChoice = {}): TopLevelSpec {
  const place = placeOf(table);
  const swept = sweptOf(table);
  const { x = place, y = 'match_rate' } = choice;
  const color = choice.color ?? defaultColour(table, swept, x, place);
  const free = swept.filter((name) => name !== x && name !== color);
  const everywhere = [x, color].some((name) => name !== undefined && STEPS.has(name));
  const rows = everywhere ? table.rows : lastSteps(table.rows);
  const panels = [...new Set(rows.map((row) => labelOf(row, free)))].slice(0, MOST_PANELS);
  const values = rows
    .filter((row) => free.length === 0 || panels.includes(labelOf(row, free)))
    .map((row) => cellsOf(row, [x, y, ...(color === undefined ? [] : [color])], intervalOf(table, y), free));
  const layer = layers(table, { x, y, color, values });
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: describe(table, { x, y, color }),
    ...(choice.bare ? {} : { title: titleOf(table, y, everywhere) }),
    data: { values },
    config: theme,
  };
  if (free.length === 0) return { ...shared, ...SIZE, layer } as unknown as TopLevelSpec;
  const columns = panels.length <= 4 ? 2 : 3;
  const small = { width: columns === 2 ? 200 : 150, height: 100 };
  const facet = { field: 'panel', type: 'nominal', sort: panels };
  return { ...shared, facet, columns, spec: { ...small, layer } } as unknown as TopLevelSpec;
}

const SIZE = { width: 300, height: 190 };
const STEPS = new Set(['step', 'depth', 'layer', 'height', 'width']);

/** The plot's content in words. */
function describe(
  { experiment }: PlotTable,
  { x, y, color }: { x: string; y: string; color: string | undefined },
) {
  return `${experiment}: ${y} by ${x}${color === undefined ? '' : `, a line for each ${color}`}`;
}

function defaultColour(
  table: PlotTable,
  swept: readonly string[],
  x: string,
  place: string,
): string | undefined {
  if (swept.includes(x)) return place;
  return swept.find((name) => {
    const values = valuesOf(table.rows, name);
    return values.length <= MOST_COLOURS || values.every((value) => typeof value === 'number');
  });
}

interface Encoding {
  x: string;
  y: string;
  color: string | undefined;
  values: readonly Record<string, Cell>[];
}

function layers(table: PlotTable, { x, y, color, values }: Encoding): object[] {
  const across = axisX(table, x, values);
  const up = { field: key(y), type: 'quantitative', title: null, scale: scaleY(table, y) };
  const hue = color === undefined ? {} : { color: hueOf(color, values) };
  const shape = color === undefined || numeric(values, color) ? {} : { shape: shapeOf(color, values) };
  const plain = color === undefined ? { color: RAMP(0) } : {};
  const interval = values.some((row) => row.low !== row.high && row.low !== null);
  return [
    ...(interval
      ? [
          {
            mark: { type: 'rule', strokeWidth: 1.5, opacity: 0.55, ...plain },
            encoding: { x: across, y: { ...up, field: 'low' }, y2: { field: 'high' }, ...hue },
          },
        ]
      : []),
    { mark: { type: 'line', strokeWidth: 1.75, ...plain }, encoding: { x: across, y: up, ...hue } },
    {
      mark: { type: 'point', filled: true, size: 36, opacity: 1, ...plain },
      encoding: { x: across, y: up, ...hue, ...shape },
    },
  ];
}

function axisX({ columns }: PlotTable, x: string, values: Encoding['values']): object {
  const unit = columns.find(({ name }) => name === x)?.unit;
  const title =
    x === 'depth' ? 'depth (layers that pool)' : unit && unit !== '1' && unit !== x ? `${x} (${unit})` : x;
  if (!numeric(values, x))
    return { field: key(x), type: 'nominal', sort: null, title, axis: { labelLimit: 90 } };
  const whole = values.every((row) => Number.isInteger(row[key(x)]));
  const ticks = whole
    ? { values: [...new Set(values.map((row) => row[key(x)]))].slice(0, 12), format: 'd' }
    : {};
  return {
    field: key(x),
    type: 'quantitative',
    title,
    scale: { zero: false, nice: false, padding: 10 },
    axis: { ...ticks },
  };
}

function scaleY({ columns }: PlotTable, y: string): object {
  const rate = columns.find(({ name }) => name === y)?.type === 'rate';
  return rate ? { domain: [0, 1], nice: false } : { zero: true, nice: true };
}

/** Numbers take the colours of a ramp in their order, names those that differ most. */
function hueOf(color: string, values: Encoding['values']): object {
  const domain = [...new Set(values.map((row) => row[key(color)]!))];
  const range = numeric(values, color)
    ? domain.map((_, i) => RAMP(domain.length === 1 ? 0 : i / (domain.length - 1)))
    : domain.map((_, i) => formatColour(category(i)));
  return {
    field: key(color),
    title: color,
    type: 'nominal',
    scale: { domain, range },
    legend: { columns: legendColumns(domain) },
  };
}

function shapeOf(color: string, values: Encoding['values']): object {
  const domain = [...new Set(values.map((row) => row[key(color)]!))];
  return {
    field: key(color),
    title: color,
    type: 'nominal',
    scale: { domain },
    legend: { columns: legendColumns(domain) },
  };
}

function legendColumns(labels: readonly unknown[]): number {
  const longest = Math.max(...labels.map((label) => String(label).length));
  return Math.max(1, Math.min(8, Math.floor(44 / (longest + 4))));
}

function numeric(values: Encoding['values'], name: string): boolean {
  return values.every((row) => typeof row[key(name)] === 'number');
}

/** Vega takes dots and brackets in names for paths into an object. */
function key(name: string): string {
  return name.replaceAll(/[^\w]/g, '_');
}

function cellsOf(row: Row, names: readonly string[], interval: readonly string[], free: readonly string[]) {
  const own = Object.fromEntries(names.map((name) => [key(name), printable(row[name] ?? null)]));
  const [low, high] = interval.map((name) => row[name] ?? null);
  return {
    ...own,
    ...(low === undefined ? {} : { low, high: high ?? null }),
    ...(free.length === 0 ? {} : { panel: labelOf(row, free) }),
  } as Record<string, Cell>;
}

function printable(cell: Cell): Cell {
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/** The columns of a rate's interval, where it has one. */
function intervalOf({ columns }: PlotTable, y: string): readonly string[] {
  const stem = y.replace(/_rate$/, '');
  const names = [`${stem}_low`, `${stem}_high`];
  return stem !== y && names.every((name) => columns.some((column: Column) => column.name === name))
    ? names
    : [];
}

function labelOf(row: Row, names: readonly string[]): string {
  return names.map((name) => `${name} ${row[name]}`).join(', ');
}

/** Of each variant the last of its rows. */
export function lastSteps(rows: readonly Row[]): Row[] {
  return rows.filter((row, i) => {
    const next = rows[i + 1];
    return next === undefined || next.step <= row.step;
  });
}

function titleOf({ experiment, rows }: PlotTable, y: string, everywhere: boolean): object {
  const at = everywhere
    ? ''
    : `, at depth ${[...new Set(lastSteps(rows).map(({ depth }) => depth))].join(', ')}`;
  return { text: `${experiment}: ${y}${at}` };
}
