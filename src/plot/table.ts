import { type Cell, type Column, isSwept, type Row } from '../results/columns.ts';

/** What a plot is made of. */
export interface PlotTable {
  experiment: string;
  columns: readonly Column[];
  rows: readonly Row[];
}

/** The names of the swept columns that take more than one value. */
export function variedKeys({ columns, rows }: PlotTable): string[] {
  return columns
    .filter(isSwept)
    .map(({ name }) => name)
    .filter((name) => distinctValues(rows, name).length > 1);
}

/** The different values of a column, in the order of the rows. */
export function distinctValues(rows: readonly Row[], name: string): Cell[] {
  return [...new Set(rows.map((row) => row[name] ?? null))];
}

/** What counts the steps: `depth`, or `step` where a variant has several at one depth. */
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
