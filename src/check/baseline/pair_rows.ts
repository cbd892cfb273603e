import { type Problem, quoted } from '../../core/error.ts';
import type { Cell, Column } from '../../results/columns.ts';
import { formatCell, type Table, type TableRow } from '../../results/csv.ts';
import type { WrittenTable } from '../../results/parse_csv.ts';

/** A row of the run and the committed row with the same key. */
export interface PairedRow {
  /** Its index in the table of the run. */
  index: number;
  now: TableRow;
  committed: Readonly<Record<string, string>>;
  line: number;
}

/** Two tables side by side. */
export interface Paired {
  rows: readonly PairedRow[];
  /** Rows that only one of them has. */
  gone: readonly { committed: Readonly<Record<string, string>>; line: number }[];
  added: readonly TableRow[];
  /** Columns that only one of them has. */
  goneColumns: readonly string[];
  addedColumns: readonly string[];
  /** Lines of the committed table that no run wrote: the same row twice, a word for a number. */
  damage: readonly Problem[];
}

/**
 * Finds the committed row of each row of a table: the one with the same key.
 *
 * @param key the key columns
 */
export function pairRows({ columns, rows }: Table, committed: WrittenTable, key: readonly Column[]): Paired {
  const { file, header } = committed;
  const damage: Problem[] = [];
  const left = new Map<string, WrittenTable['rows'][number]>();
  const lost = key.filter(({ name }) => !header.includes(name));
  for (const row of lost.length > 0 ? [] : committed.rows) {
    const id = JSON.stringify(key.map(({ name }) => row.cells[name]));
    const where = { file, line: row.line };
    if (left.has(id)) damage.push({ message: 'this row is listed twice.', where });
    left.set(id, row);
    for (const { name, type } of columns) {
      const cell = row.cells[name] ?? '';
      if (type === 'string' || type === 'boolean' || cell === '' || isNumber(cell)) continue;
      damage.push({ message: `${name}: expected a number, not ${quoted(cell)}.`, where });
    }
  }
  const paired: PairedRow[] = [];
  const added: TableRow[] = [];
  for (const [index, now] of rows.entries()) {
    const id = JSON.stringify(key.map((column) => printed(now, column)));
    const row = left.get(id);
    left.delete(id);
    if (row) paired.push({ index, now, committed: row.cells, line: row.line });
    else added.push(now);
  }
  const names = columns.map(({ name }) => name);
  return {
    rows: paired,
    gone: [...left.values()].map(({ cells, line }) => ({ committed: cells, line })),
    added,
    goneColumns: header.filter((name) => !names.includes(name)),
    addedColumns: names.filter((name) => !header.includes(name)),
    damage,
  };
}

/** A cell as the table prints it. */
export function printed(row: TableRow, column: Column): string {
  return formatCell(row[column.name] ?? null, column);
}

/** The cells of a row that say which one it is. */
export function identityOf(row: TableRow, identity: readonly Column[]): Record<string, Cell> {
  return Object.fromEntries(identity.map(({ name }) => [name, row[name] ?? null]));
}

function isNumber(text: string): boolean {
  return text.trim() === text && Number.isFinite(Number(text));
}
