import { category, formatColour } from '../picture/colour.ts';
import type { Cell } from '../results/columns.ts';
import type { PlotTable } from './table.ts';
import { numberColour } from './theme.ts';

/** The data of a plot: one object per point, by field name. */
export type PlotData = readonly Readonly<Record<string, Cell>>[];

export function xChannel({ columns }: PlotTable, x: string, values: PlotData): object {
  const unit = columns.find(({ name }) => name === x)?.unit;
  const title =
    x === 'depth' ? 'depth (layers that pool)' : unit && unit !== '1' && unit !== x ? `${x} (${unit})` : x;
  if (!isNumericColumn(values, x))
    return { field: fieldName(x), type: 'nominal', sort: null, title, axis: { labelLimit: 90 } };
  const whole = values.every((row) => Number.isInteger(row[fieldName(x)]));
  const there = [...new Set(values.map((row) => row[fieldName(x)]))];
  const ticks = whole
    ? { values: there.slice(0, 12), format: 'd' }
    : there.length === 1
      ? { values: there, format: '.4~g' }
      : {};
  return {
    field: fieldName(x),
    type: 'quantitative',
    title,
    scale: { zero: false, nice: false, padding: 10 },
    axis: { ...ticks },
  };
}

/** Rates are shown from 0 to 1, and so are columns that are 0 everywhere; others from 0 to their largest value. */
export function yScale({ columns }: PlotTable, y: string, values: PlotData): object {
  const rate = columns.find(({ name }) => name === y)?.type === 'rate';
  const nothing = values.every((row) => !row[fieldName(y)]);
  return rate || nothing ? { domain: [0, 1], nice: false } : { zero: true, nice: true };
}

/** Numbers get colours along a ramp, in their order; names get distinct colours. */
export function colorChannel(color: string, values: PlotData): object {
  const domain = [...new Set(values.map((row) => row[fieldName(color)]!))];
  const range = isNumericColumn(values, color)
    ? domain.map((_, i) => numberColour(domain.length === 1 ? 0 : i / (domain.length - 1)))
    : domain.map((_, i) => formatColour(category(i)));
  return {
    field: fieldName(color),
    title: color,
    type: 'nominal',
    scale: { domain, range },
    legend: legendOf(domain),
  };
}

export function shapeChannel(color: string, values: PlotData): object {
  const domain = [...new Set(values.map((row) => row[fieldName(color)]!))];
  return {
    field: fieldName(color),
    title: color,
    type: 'nominal',
    scale: { domain },
    legend: legendOf(domain),
  };
}

/** Legend symbols are opaque and solid, although intervals are paler and lines may be dashed. */
function legendOf(labels: readonly unknown[]): object {
  const longest = Math.max(...labels.map((label) => String(label).length));
  return {
    columns: Math.max(1, Math.min(8, Math.floor(44 / (longest + 4)))),
    symbolOpacity: 1,
    symbolStrokeWidth: 0,
  };
}

export function isNumericColumn(values: PlotData, name: string): boolean {
  return values.every((row) => typeof row[fieldName(name)] === 'number');
}

/** A column name as a field name: Vega reads dots and brackets as a path into an object. */
export function fieldName(name: string): string {
  return name.replaceAll(/[^\w]/g, '_');
}
