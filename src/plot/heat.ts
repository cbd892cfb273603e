import type { TopLevelSpec } from 'vega-lite';
import { lastSteps } from './spec.ts';
import { distinctValues, type PlotTable, variedKeys } from './table.ts';
import { theme } from './theme.ts';

/** Light to dark blue: higher values are darker. */
const BLUES = ['#e8f1fa', '#9cc4e4', '#4b93c9', '#0072b2', '#00456e'];
const MAX_HEAT_LABELS = 40;

/** A heat map of `y` at the last step over two swept keys; undefined unless exactly two keys are swept. */
export function heatSpec(table: PlotTable, y = 'match_rate'): TopLevelSpec | undefined {
  const swept = variedKeys(table);
  if (swept.length !== 2) return undefined;
  const [across, up] = byLength(table, swept as [string, string]);
  const rows = lastSteps(table.rows);
  const [columns, lines] = [distinctValues(rows, across).map(String), distinctValues(rows, up).map(String)];
  if (columns.length > MAX_HEAT_LABELS || lines.length > MAX_HEAT_LABELS) return undefined;
  const values = rows.map((row) => ({
    across: String(row[across]),
    up: String(row[up]),
    value: row[y] ?? null,
  }));
  const x = { field: 'across', type: 'nominal', sort: columns, title: across, axis: heatAxis(columns) };
  const yy = {
    field: 'up',
    type: 'nominal',
    sort: lines,
    title: up,
    axis: { domain: false, ticks: false, labelLimit: 120 },
  };
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    description: `${table.experiment}: ${y} by ${across} and ${up}, at the last step`,
    data: { values },
    width: { step: Math.max(36, Math.min(56, Math.floor(260 / columns.length))) },
    height: { step: 28 },
    layer: [
      {
        mark: { type: 'rect' },
        encoding: {
          x,
          y: yy,
          color: {
            field: 'value',
            type: 'quantitative',
            scale: { domain: [0, 1], range: BLUES },
            legend: null,
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          x,
          y: yy,
          text: { field: 'value', type: 'quantitative', format: '.2f' },
          color: { condition: { test: 'datum.value > 0.6', value: '#fff' }, value: '#10202e' },
        },
      },
    ],
    config: theme,
  } as unknown as TopLevelSpec;
}

/** [x, y]: the key with the longer values goes on the y axis, where they have room. */
function byLength({ rows }: PlotTable, [one, other]: [string, string]): [string, string] {
  const longest = (name: string) =>
    Math.max(...distinctValues(rows, name).map((value) => String(value).length));
  return longest(one) > longest(other) ? [other, one] : [one, other];
}

function heatAxis(labels: readonly string[]): object {
  const long = labels.some((label) => label.length > 6);
  return { domain: false, ticks: false, labelAngle: long ? -35 : 0, labelLimit: 90 };
}
