import type { PlotTable } from './table.ts';

/**
 * The column that a plot shows by default: the first with more than one value among, in this order, the metrics of the
 * experiment's expectations, `match_rate`, the columns that have a better direction, all other columns. `match_rate` if
 * no column varies.
 */
export function defaultY({ columns, rows }: PlotTable, expected: readonly string[]): string {
  const measured = columns.filter(({ identity }) => !identity);
  const candidates = [
    ...expected,
    'match_rate',
    ...measured.filter(({ better }) => better).map(({ name }) => name),
    ...measured.map(({ name }) => name),
  ];
  const varies = (name: string) =>
    new Set(rows.map((row) => row[name]).filter((value) => typeof value === 'number')).size > 1;
  return candidates.find(varies) ?? 'match_rate';
}
