import { CATEGORIES, formatColour, numberColour } from '../picture/colour.ts';
import { wrapped } from '../picture/text_width.ts';
import type { Cell } from '../results/columns.ts';
import { cellLabel, type PanelContent, type PlotData } from './drawing.ts';
import { niceTicks } from './nice_ticks.ts';
import { layersAt, type PlotTable } from './table.ts';
import { labelExpression, labelWidth } from './ticks.ts';

/** A column as the title of an axis, in lines that are as long as the axis. */
export function titleLines({ table, size }: PanelContent, name: string, length: number): string[] {
  return wrapped(axisTitle(table, name), length, size);
}

/** A column as the title of an axis: its name, and its unit unless that is 1. */
export function axisTitle({ columns }: PlotTable, name: string): string {
  if (name === 'depth') return 'depth (layers that pool)';
  const unit = columns.find((column) => column.name === name)?.unit;
  return unit && unit !== '1' && unit !== name ? `${name} (${unit})` : name;
}

/** The scale of the measure: a rate, and a column that is 0 everywhere, from 0 to 1; others from 0 to the largest value. */
export function measureScale(table: PlotTable, y: string, values: PlotData): object {
  return isRate(table, y) || isNothing(y, values)
    ? { domain: [0, 1], nice: false }
    : { zero: true, nice: true };
}

/** Round numbers along the scale of the measure, the ends included. @param most how many at the most */
export function measureTicks(table: PlotTable, y: string, values: PlotData, most: number): number[] {
  if (isRate(table, y) || isNothing(y, values)) return niceTicks(0, 1, most);
  let [low, high] = [0, 0];
  for (const row of values) {
    for (const cell of [row[fieldName(y)], row.low, row.high]) {
      if (typeof cell === 'number') [low, high] = [Math.min(low, cell), Math.max(high, cell)];
    }
  }
  return niceTicks(low, high, most);
}

function isNothing(y: string, values: PlotData): boolean {
  return values.every((row) => !row[fieldName(y)]);
}

/** Whether a column of a table holds rates, from 0 to 1. */
export function isRate({ columns }: PlotTable, name: string): boolean {
  return columns.find((column) => column.name === name)?.type === 'rate';
}

/** Numbers get colours along a ramp, in their order; names get distinct colours, which repeat after seven: their shapes then differ. */
export function colorChannel(content: PanelContent, color: string, width: number): object {
  const { values } = content;
  const numeric = isNumericColumn(values, color);
  const domain = distinctOf(values, color);
  if (numeric) domain.sort((a, b) => Number(a) - Number(b));
  const range = numeric
    ? domain.map((_, i) => numberColour(domain.length === 1 ? 0 : i / (domain.length - 1)))
    : domain.map((_, i) => formatColour(CATEGORIES[i % CATEGORIES.length]!));
  const legend = legendOf(content, color, domain, width);
  return { field: fieldName(color), title: color, type: 'nominal', scale: { domain, range }, legend };
}

/** The values of a column as shapes of points, with their legend. */
export function shapeChannel(content: PanelContent, color: string, width: number): object {
  const domain = distinctOf(content.values, color);
  const legend = legendOf(content, color, domain, width);
  return { field: fieldName(color), title: color, type: 'nominal', scale: { domain }, legend };
}

/** A symbol of a legend and the gaps beside it, in pixels. */
export const SYMBOL_WIDTH = 28;

/** Legend symbols are opaque and solid, although lines may be dashed. No label is cut. */
function legendOf(
  { size, rows, figure, room, many }: PanelContent,
  color: string,
  domain: readonly Cell[],
  width: number,
): object {
  const names = color === figure.place ? layersAt(rows, figure.place) : undefined;
  const labels = domain.map((value) => {
    const layers = names?.get(Number(value)) ?? [];
    return [cellLabel(value), ...(layers.length === 1 ? layers : [])].join(' ');
  });
  const widths = labels.map((label) => labelWidth([label], size) + SYMBOL_WIDTH);
  const most = room ?? Math.max(width + 40, many ? 480 : 340);
  const oneLine = widths.reduce((sum, one) => sum + one, 0) <= most;
  return {
    columns: oneLine ? domain.length : evenColumns(domain.length, most / Math.max(...widths)),
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
    labelExpr: labelExpression(domain.map((value, i) => [value, [labels[i]!]] as const)),
  };
}

/** The columns of a legend that has room for `most` side by side, so that its lines are about as long as each other. */
export function evenColumns(count: number, most: number): number {
  const lines = Math.ceil(count / Math.max(1, Math.floor(most)));
  return Math.ceil(count / lines);
}

/** Whether every row has a number in a column. */
export function isNumericColumn(values: PlotData, name: string): boolean {
  return values.every((row) => typeof row[fieldName(name)] === 'number');
}

/** The distinct values of a column, in the order of the data. */
export function distinctOf(values: PlotData, name: string): Cell[] {
  return [...new Set(values.map((row) => row[fieldName(name)]!))];
}

/** A column name as a field name: Vega reads dots and brackets as a path into an object. */
export function fieldName(name: string): string {
  return name.replaceAll(/[^\w]/g, '_');
}
