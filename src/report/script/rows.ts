import { signed } from '../signed.ts';

/** The rows of a table of the page, all as texts. */
export interface PageRows {
  columns: readonly string[];
  /** Whether a column holds numbers. */
  numeric: readonly boolean[];
  rows: readonly (readonly string[])[];
}

/** The table of an experiment: all rows of its data block, or those that the page shows. */
export async function pageRows(section: HTMLElement): Promise<PageRows> {
  const heads = [...section.querySelectorAll<HTMLElement>('table.data thead th')];
  const columns = heads.map(({ textContent }) => textContent ?? '');
  const numeric = heads.map(({ classList }) => !classList.contains('s'));
  const block = section.querySelector('script.rows');
  if (block) {
    const [header = [], ...rows] = parseRows(await unpacked(block.textContent ?? ''));
    const at = columns.map((name) => header.indexOf(name));
    return { columns, numeric, rows: rows.map((row) => at.map((i) => row[i] ?? '')) };
  }
  const rows = [...section.querySelectorAll<HTMLTableRowElement>('table.data tbody tr')];
  return {
    columns,
    numeric,
    rows: rows.map(({ cells }) => [...cells].map(({ textContent }) => textContent ?? '')),
  };
}

/** Text that was compressed (zlib) and written as base64. */
async function unpacked(text: string): Promise<string> {
  const bytes = Uint8Array.from(atob(text.trim()), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
  return new Response(stream).text();
}

/** CSV as RFC 4180 has it: cells in quotes may hold commas, quotes and line ends. */
export function parseRows(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pieces = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  while (pieces.lastIndex < csv.length) {
    const found = pieces.exec(csv);
    if (!found) break;
    const [, quoted, plain = '', end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

/** The values of a column, with how often each occurs. */
export function columnValues({ rows }: PageRows, column: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row[column]!, (counts.get(row[column]!) ?? 0) + 1);
  return counts;
}

/** Columns that have more than one value. */
export function varyingColumns(table: PageRows): number[] {
  const [first] = table.rows;
  return table.columns.flatMap((_, i) => (table.rows.some((row) => row[i] !== first![i]) ? [i] : []));
}

/**
 * The rows that a filter keeps: those that have each of its words in some cell. A word may compare a column:
 * `match_rate<0.9`, `depth=4`, `layer!=relu`.
 */
export function filteredRows(table: PageRows, filter: string): number[] {
  const tests = filter
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => rowTest(table, word));
  return table.rows.flatMap((row, i) => (tests.every((holds) => holds(row)) ? [i] : []));
}

function rowTest({ columns }: PageRows, word: string): (row: readonly string[]) => boolean {
  const [, name = '', operator = '', value = ''] = /^(.+?)(<=|>=|!=|=|<|>)(.*)$/.exec(word) ?? [];
  const column = columns.indexOf(name);
  const lower = word.toLowerCase();
  if (column < 0 || value === '') return (row) => row.some((cell) => cell.toLowerCase().includes(lower));
  const number = Number(value);
  return (row) => {
    const cell = row[column]!;
    if (operator === '=') return cell === value || (cell !== '' && Number(cell) === number);
    if (operator === '!=') return cell !== value && !(cell !== '' && Number(cell) === number);
    if (cell === '') return false;
    if (operator === '<') return Number(cell) < number;
    if (operator === '>') return Number(cell) > number;
    return operator === '<=' ? Number(cell) <= number : Number(cell) >= number;
  };
}

/** Rows sorted by a column: numbers by size, texts by their letters; empty cells last. Equal rows keep their order. */
export function sortedRows(
  { rows, numeric }: PageRows,
  kept: readonly number[],
  column: number,
  descending = false,
): number[] {
  const sign = descending ? -1 : 1;
  const compare = (a: string, b: string) =>
    numeric[column] ? Number(a) - Number(b) : a.localeCompare(b, 'en', { numeric: true });
  return [...kept].sort((i, j) => {
    const [a, b] = [rows[i]![column]!, rows[j]![column]!];
    if (a === '' || b === '') return Number(a === '') - Number(b === '') || i - j;
    return sign * compare(a, b) || i - j;
  });
}

/** A number that differs between two variants: where, its column, both texts, and the difference. */
export type DifferingCell = readonly [
  step: string,
  column: string,
  first: string,
  second: string,
  change: string,
];

/** The numbers that differ between two variants, step by step. @param keys the columns of swept keys */
export function differingNumbers(
  { columns, numeric, rows }: PageRows,
  keys: readonly string[],
  [first, second]: readonly [string, string],
): DifferingCell[] {
  const rowsOf = (variant: string) => rows.filter((row) => variantName(columns, keys, row) === variant);
  const others = rowsOf(second);
  const identity = new Set(['step', 'depth', 'height', 'width', 'channels', ...keys]);
  return rowsOf(first).flatMap((row, i) => {
    const other = others[i];
    if (!other) return [];
    const step = `depth ${row[columns.indexOf('depth')]}, ${row[columns.indexOf('layer')]}`;
    return columns.flatMap((column, c): DifferingCell[] => {
      const [a, b] = [row[c]!, other[c]!];
      if (!numeric[c] || identity.has(column) || a === b) return [];
      return [[step, column, a, b, a === '' || b === '' ? '' : signed(Number(b) - Number(a))]];
    });
  });
}

/** The swept values of a row, as the page names a variant. @example 'shift.max 3, pool.type max_pool' */
export function variantName(
  columns: readonly string[],
  keys: readonly string[],
  row: readonly string[],
): string {
  return keys.map((key) => `${key} ${row[columns.indexOf(key)]}`).join(', ');
}
