import type { TopLevelSpec } from 'vega-lite';
import type { Cell, Row } from '../results/columns.ts';
import {
  colorChannel,
  fieldName,
  isNumericColumn,
  type PlotData,
  shapeChannel,
  xChannel,
  yScale,
} from './channels.ts';
import { countHidden, dashPatterns, formLines, type PlotPoint } from './overlap.ts';
import { distinctValues, type PlotTable, stepAxis, variedKeys } from './table.ts';
import { numberColour, theme } from './theme.ts';

/** The columns that a plot shows. Defaults follow from the table. */
export interface PlotChoice {
  /** Column on the x axis. Default: `depth`, or `step` if a depth has several steps. */
  x?: string | undefined;
  /** Numeric column on the y axis. Default: `match_rate`; `defaultY` gives a better choice. */
  y?: string | undefined;
  /** Column with a line for each of its values. Default: a swept key, or `depth` if x is a swept key. */
  color?: string | undefined;
  /** true: no title, for pages that have one. */
  bare?: boolean | undefined;
}

/** A swept key of names with more values than this gets panels instead of colours. */
const MAX_COLOURS = 8;
const MAX_PANELS = 36;

/**
 * The plot of a table as a Vega-Lite specification with its data. It has a line for each value of `color`, a vertical
 * bar for the interval of a rate, and a panel for each combination of the other swept keys.
 */
export function plotSpec(table: PlotTable, choice: PlotChoice = {}): TopLevelSpec {
  const place = stepAxis(table);
  const swept = variedKeys(table);
  const { x = place, y = 'match_rate' } = choice;
  const color = choice.color ?? defaultColour(table, swept, x, place);
  const free = swept.filter((name) => name !== x && name !== color);
  const everywhere = [x, color].some((name) => name !== undefined && PER_STEP.has(name));
  const rows = everywhere ? table.rows : lastSteps(table.rows);
  const panels = [...new Set(rows.map((row) => panelLabel(row, free)))].slice(0, MAX_PANELS);
  const values = rows
    .filter((row) => free.length === 0 || panels.includes(panelLabel(row, free)))
    .map((row) =>
      dataOfRow(row, [x, y, ...(color === undefined ? [] : [color])], boundColumns(table, y), free),
    );
  const encoding = { x, y, color, values, points: plotPoints(values, { x, y, color }) };
  const layer = plotLayers(table, encoding);
  const shared = {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: describe(table, { x, y, color }),
    ...(choice.bare ? {} : { title: plotTitle(table, y, everywhere, plotRemark(table, encoding)) }),
    data: { values },
    config: theme,
  };
  if (free.length === 0) return { ...shared, ...SINGLE_PLOT_SIZE, layer } as unknown as TopLevelSpec;
  const columns = panels.length <= 4 ? 2 : 3;
  const small = { width: columns === 2 ? 200 : 150, height: 100 };
  const facet = { field: 'panel', type: 'nominal', sort: panels };
  return { ...shared, facet, columns, spec: { ...small, layer } } as unknown as TopLevelSpec;
}

const SINGLE_PLOT_SIZE = { width: 300, height: 190 };
const PER_STEP = new Set(['step', 'depth', 'layer', 'height', 'width']);

/** The plot in words. */
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
    const values = distinctValues(table.rows, name);
    return values.length <= MAX_COLOURS || values.every((value) => typeof value === 'number');
  });
}

interface PlotContent {
  x: string;
  y: string;
  color: string | undefined;
  values: PlotData;
  points: readonly PlotPoint[];
}

function plotLayers(table: PlotTable, encoding: PlotContent): object[] {
  const { x, y, color, values, points } = encoding;
  const across = xChannel(table, x, values);
  const up = { field: fieldName(y), type: 'quantitative', title: null, scale: yScale(table, y, values) };
  const hue = color === undefined ? {} : { color: colorChannel(color, values) };
  const shape =
    color === undefined || isNumericColumn(values, color) ? {} : { shape: shapeChannel(color, values) };
  const plain = color === undefined ? { color: numberColour(0) } : {};
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
    ...(!formLines(points)
      ? []
      : [
          {
            mark: { type: 'line', strokeWidth: 1.75, ...plain },
            encoding: { x: across, y: up, ...hue, ...dashChannel(table, encoding) },
          },
        ]),
    {
      mark: { type: 'point', filled: true, size: 36, opacity: 1, ...plain },
      encoding: { x: across, y: up, ...hue, ...shape },
    },
  ];
}

function plotPoints(values: PlotData, { x, y, color }: Pick<PlotContent, 'x' | 'y' | 'color'>): PlotPoint[] {
  return values
    .filter((row) => typeof row[fieldName(y)] === 'number')
    .map((row) => ({
      panel: row.panel ?? null,
      line: color === undefined ? null : row[fieldName(color)]!,
      x: row[fieldName(x)]!,
      y: row[fieldName(y)]!,
    }));
}

/** Dashes for lines that coincide; nothing if none do. */
function dashChannel({ columns }: PlotTable, { y, color, values, points }: PlotContent): object {
  if (color === undefined) return {};
  const domain = [...new Set(values.map((row) => row[fieldName(color)]!))];
  const heights = points.map((point) => Number(point.y));
  const rate = columns.find(({ name }) => name === y)?.type === 'rate';
  const span = rate ? 1 : Math.max(0, ...heights) - Math.min(0, ...heights);
  const range = dashPatterns(domain, points, span);
  if (range.every(([, off]) => off === 0)) return {};
  return { strokeDash: { field: fieldName(color), type: 'nominal', scale: { domain, range }, legend: null } };
}

/** The subtitle: what the plot hides. */
function plotRemark(table: PlotTable, encoding: PlotContent): string | undefined {
  if (formLines(encoding.points)) return 'strokeDash' in dashChannel(table, encoding) ? DASHED : undefined;
  const under = countHidden(encoding.points);
  if (under === 0) return undefined;
  return `${under} of ${encoding.points.length} points are hidden`;
}

const DASHED = 'coinciding lines take turns';

function dataOfRow(row: Row, names: readonly string[], interval: readonly string[], free: readonly string[]) {
  const own = Object.fromEntries(names.map((name) => [fieldName(name), booleanAsText(row[name] ?? null)]));
  const [low, high] = interval.map((name) => row[name] ?? null);
  return {
    ...own,
    ...(low === undefined ? {} : { low, high: high ?? null }),
    ...(free.length === 0 ? {} : { panel: panelLabel(row, free) }),
  } as Record<string, Cell>;
}

function booleanAsText(cell: Cell): Cell {
  return typeof cell === 'boolean' ? String(cell) : cell;
}

/** The two columns of the interval of `y`; empty if it has none in this table. */
function boundColumns({ columns }: PlotTable, y: string): readonly string[] {
  const names = columns.find(({ name }) => name === y)?.interval ?? [];
  return names.every((name) => columns.some((column) => column.name === name)) ? names : [];
}

function panelLabel(row: Row, names: readonly string[]): string {
  return names.map((name) => `${name} ${row[name]}`).join(', ');
}

/** The last row of each variant. */
export function lastSteps(rows: readonly Row[]): Row[] {
  return rows.filter((row, i) => {
    const next = rows[i + 1];
    return next === undefined || next.step <= row.step;
  });
}

function plotTitle(
  { experiment, rows }: PlotTable,
  y: string,
  everywhere: boolean,
  remark: string | undefined,
): object {
  const at = everywhere
    ? ''
    : `, at depth ${[...new Set(lastSteps(rows).map(({ depth }) => depth))].join(', ')}`;
  return { text: `${experiment}: ${y}${at}`, ...(remark === undefined ? {} : { subtitle: remark }) };
}
