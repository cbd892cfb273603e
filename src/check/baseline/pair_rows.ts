import { grouped, type Problem, quoted, UserError } from '../../core/error.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import { type Cell, type Column, isKey } from '../../results/columns.ts';
import { formatCell, type Table, type TableRow } from '../../results/csv.ts';
import { type CsvLine, type CsvReader, openCsv } from '../../results/csv_reader.ts';
import { rowsOfTable } from '../../results/packed_rows.ts';
import type { StoredFile } from '../../results/stored.ts';
import { csvOfRows } from '../../results/table_csv.ts';

/** A row of the run and the committed row with the same key. */
export interface PairedRow {
  /** Its index in the table of the run. */
  index: number;
  now: TableRow;
  committed: Readonly<Record<string, string>>;
  line: number;
}

/** Receives what two tables do not have in common. */
export interface PairReceiver {
  /** A row whose committed line is another. */
  paired?(pair: PairedRow): void;
  /** A row that only the committed table has. */
  gone?(committed: Readonly<Record<string, string>>, line: number): void;
  /** A row that only the run has. */
  added?(row: TableRow): void;
}

/** Two tables that were read side by side. */
export interface PairedTables {
  /** How many rows both have. */
  rows: number;
  /** The columns of the committed table. */
  header: readonly string[];
}

/** Rows without a partner that are held at once. */
const MAX_UNPAIRED = 100_000;

/** Damaged lines that are named. */
const MAX_DAMAGE = 20;

/**
 * Reads a table of a run and the committed one side by side. Rows belong together if they have the same key, wherever
 * they are. Only rows that have no partner yet are held: none, where both have the same rows in one order.
 *
 * @throws UserError where the committed table is damaged: a line that is not CSV, the same row twice, a word for a
 *   number; or where so many rows have no partner that they cannot be held
 */
export async function pairRows(
  table: Table,
  { path: file, text }: StoredFile,
  receiver: PairReceiver,
  scheduler: Scheduler,
): Promise<PairedTables> {
  const { columns } = table;
  const key = columns.filter(isKey);
  const committed = await openCsv(text, file);
  const { header } = committed;
  const damage = createDamage(file);
  const open: OpenRows = { now: new Map(), committed: new Map() };
  let rows = 0;
  const pair = (index: number, now: TableRow, { cells, line }: ReadRow) => {
    rows++;
    receiver.paired?.({ index, now, committed: cells, line });
  };
  const takeNow = (index: number, now: TableRow) => {
    const id = rowKey(now, key);
    const partner = open.committed.get(id);
    if (!partner) return void open.now.set(id, { index, now });
    open.committed.delete(id);
    pair(index, now, read(committed, partner));
  };
  const takeCommitted = (line: CsvLine) => {
    const row = read(committed, line);
    damage.check(columns, row);
    const id = JSON.stringify(key.map(({ name }) => row.cells[name]));
    const partner = open.now.get(id);
    if (partner) {
      open.now.delete(id);
      return pair(partner.index, partner.now, row);
    }
    if (open.committed.has(id)) damage.add('this row is listed twice.', line.line);
    else open.committed.set(id, line);
  };
  // Without its key no committed row can be found.
  const isKeyed = key.every(({ name }) => header.includes(name));
  const isSameHeader = header.join('\n') === columns.map(({ name }) => name).join('\n');
  let first = 0;
  for (const { length, text, line, row } of csvOfRows(table)) {
    if (isSameHeader && (await committed.skipSame(text))) rows += length;
    else {
      for (let at = 0; at < length; at++) {
        const other = isKeyed ? await committed.next() : undefined;
        if (isSameHeader && other?.text === line(at)) {
          rows++;
          continue;
        }
        takeNow(first + at, row(at));
        if (other) takeCommitted(other);
      }
    }
    requireFewOpen(open, file);
    first += length;
    if (scheduler.due()) await scheduler.yieldNow();
  }
  for (let other = isKeyed && (await committed.next()); other; other = await committed.next()) {
    takeCommitted(other);
    requireFewOpen(open, file);
    if (scheduler.due()) await scheduler.yieldNow();
  }
  for (const line of listedTwice(open, table, key)) damage.add('this row is listed twice.', line);
  damage.throwIfAny();
  for (const line of open.committed.values()) receiver.gone?.(committed.cellsOf(line), line.line);
  for (const { now } of open.now.values()) receiver.added?.(now);
  return { rows, header };
}

/** Rows whose partner was not read yet, by their key. */
interface OpenRows {
  now: Map<string, { index: number; now: TableRow }>;
  committed: Map<string, CsvLine>;
}

/** A committed row that was read. */
interface ReadRow {
  cells: Readonly<Record<string, string>>;
  line: number;
}

function read(reader: CsvReader, line: CsvLine): ReadRow {
  return { cells: reader.cellsOf(line), line: line.line };
}

function requireFewOpen({ now, committed }: OpenRows, file: string): void {
  if (now.size + committed.size <= MAX_UNPAIRED) return;
  const [line] = committed.values();
  const message = `more than ${grouped(MAX_UNPAIRED)} rows are not those of the run, or in other places; run the experiment again and commit.`;
  throw new UserError([{ message, where: { file, line: line?.line ?? 1 } }]);
}

/** The lines of committed rows without a partner, whose partner has another one. */
function* listedTwice({ committed }: OpenRows, table: Table, key: readonly Column[]): Generator<number> {
  if (committed.size === 0) return;
  for (const row of rowsOfTable(table)) {
    const line = committed.get(rowKey(row, key));
    if (line) yield line.line;
  }
}

/** Collects what is damaged in a committed table: lines that no run wrote. */
function createDamage(file: string) {
  const problems: Problem[] = [];
  let more = 0;
  const add = (message: string, line: number) => {
    if (problems.length < MAX_DAMAGE) problems.push({ message, where: { file, line } });
    else more++;
  };
  return {
    add,
    check(columns: readonly Column[], { cells, line }: ReadRow): void {
      for (const { name, type } of columns) {
        const cell = cells[name] ?? '';
        if (type === 'string' || type === 'boolean' || cell === '' || isNumber(cell)) continue;
        add(`${name}: expected a number, not ${quoted(cell)}.`, line);
      }
    },
    throwIfAny(): void {
      if (problems.length === 0) return;
      const rest =
        more > 0 ? [{ message: `${grouped(more)} more cells or rows are damaged.`, where: { file } }] : [];
      throw new UserError([...problems, ...rest]);
    },
  };
}

/** The cells that identify a row, as one text. */
export function rowKey(row: TableRow, key: readonly Column[]): string {
  return JSON.stringify(key.map((column) => printed(row, column)));
}

/** A cell as the table prints it: six digits of a measured number, nothing for one that is not defined. */
export function printed(row: TableRow, column: Column): string {
  return formatCell(row[column.name] ?? null, column);
}

/** The cells of a row in some columns, by name. */
export function identityOf(row: TableRow, identity: readonly Column[]): Record<string, Cell> {
  return Object.fromEntries(identity.map(({ name }) => [name, row[name] ?? null]));
}

function isNumber(text: string): boolean {
  return text.trim() === text && Number.isFinite(Number(text));
}
