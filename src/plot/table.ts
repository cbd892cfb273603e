import { type Cell, type Column, isSwept, type Row } from '../results/columns.ts';

/** The table that a plot is made from. */
export interface PlotTable {
  experiment: string;
  columns: readonly Column[];
  rows: readonly Row[];
}

/** The swept keys that have more than one value. */
export function variedKeys({ columns, rows }: PlotTable): string[] {
  return columns
    .filter(isSwept)
    .map(({ name }) => name)
    .filter((name) => distinctValues(rows, name).length > 1);
}

/** The distinct values of a column, in the order of the rows. */
export function distinctValues(rows: readonly Row[], name: string): Cell[] {
  return [...new Set(rows.map((row) => row[name] ?? null))];
}

/** The column for the x axis of steps: `depth`, or `step` if a variant has several rows at one depth. */
export function stepAxis({ rows }: PlotTable): 'depth' | 'step' {
  const seen = new Set<number>();
  let last = -1;
  for (const { step, depth } of rows) {
    if (step <= last) seen.clear();
    if (seen.has(depth)) return 'step';
    seen.add(depth);
    last = step;
  }
  return 'depth';
}
