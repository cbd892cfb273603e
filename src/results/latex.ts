import { type Cell, type Column, rowInterval } from './columns.ts';
import type { Table, TableRow } from './csv.ts';

/**
 * A table in LaTeX, for the package booktabs: the chosen columns, a line for each row. A value with a 95 % interval is
 * written value ± the distance to the farther end of the interval, which is at least as wide as the interval itself.
 * Both have three decimals, other numbers four significant digits.
 *
 * @param names the chosen columns, in order
 * @example latexTable(table, ['depth', 'match_rate']) // …  4 & $0.850 \pm 0.057$ \\ …
 */
export function latexTable({ columns, rows }: Table, names: readonly string[]): string {
  const chosen = names.map((name) => columns.find((column) => column.name === name)!);
  const aligned = chosen.map(({ type }) => (type === 'string' || type === 'boolean' ? 'l' : 'r')).join('');
  const line = (cells: readonly string[]) => `  ${cells.join(' & ')} \\\\`;
  return [
    '% Needs \\usepackage{booktabs}. After ±: the distance to the farther end of the 95 % interval.',
    `\\begin{tabular}{${aligned}}`,
    '  \\toprule',
    line(chosen.map(({ name }) => escapedLatex(name.replaceAll('_', ' ')))),
    '  \\midrule',
    ...rows.map((row) => line(chosen.map((column) => latexCell(row, column)))),
    '  \\bottomrule',
    '\\end{tabular}',
    '',
  ].join('\n');
}

function latexCell(row: TableRow, column: Column): string {
  const cell: Cell = row[column.name] ?? null;
  if (cell === null) return '';
  if (typeof cell !== 'number') return escapedLatex(String(cell));
  const interval = rowInterval(row, column);
  if (!interval) return `$${digits(cell, column)}$`;
  const [low, high] = interval;
  return `$${cell.toFixed(3)} \\pm ${Math.max(cell - low, high - cell).toFixed(3)}$`;
}

function digits(value: number, { type, identity }: Column): string {
  if (identity || Number.isInteger(value)) return String(value + 0);
  return type === 'rate' ? value.toFixed(3) : String(Number(value.toPrecision(4)));
}

/**
 * Text in which LaTeX reads nothing but text, in one paragraph and in any font encoding: OT1 has ¡ in the place of <.
 *
 * @example escapedLatex('50 %') // '50 \\%'
 */
export function escapedLatex(text: string): string {
  return text.replace(
    /[\\&%$#_{}~^<>|]|\s+/g,
    (sign) => NAMED_SIGNS[sign] ?? (/\s/.test(sign) ? ' ' : `\\${sign}`),
  );
}

const NAMED_SIGNS: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
};
