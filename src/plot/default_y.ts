import type { PlotTable } from './table.ts';

/**
 * The measure that a plot shows where none is asked for: the first that varies of those that the experiment's
 * expectations name, in their order; else `match_rate`, if it varies; else the first that does, those first of which
 * one can say which way is better. `match_rate` where none varies.
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
