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

/** Whether every value of a column is a number. */
export function isNumericKey(rows: readonly Row[], name: string): boolean {
  return rows.every((row) => typeof row[name] === 'number');
}

/** The rows of the last step of each variant: one, or one for each shift. */
export function lastSteps({ columns, rows }: Pick<PlotTable, 'columns' | 'rows'>): Row[] {
  const swept = columns.filter(isSwept).map(({ name }) => name);
  const variantOf = (row: Row) => JSON.stringify(swept.map((name) => row[name]));
  const last = new Map<string, number>();
  for (const row of rows) last.set(variantOf(row), Math.max(row.step, last.get(variantOf(row)) ?? 0));
  return rows.filter((row) => row.step === last.get(variantOf(row)));
}

/** The names of the layers at each depth or step, each once, in the order of the rows. */
export function layersAt(rows: readonly Row[], place: 'depth' | 'step'): Map<number, string[]> {
  const found = new Map<number, string[]>();
  for (const row of rows) {
    const names = found.get(row[place]) ?? [];
    if (!names.includes(row.layer)) names.push(row.layer);
    found.set(row[place], names);
  }
  return found;
}
