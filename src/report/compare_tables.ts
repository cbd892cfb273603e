import { type Column, isPlace } from '../results/columns.ts';
import { formatCell, type Table, type TableRow } from '../results/csv.ts';
import { rowsOfTable } from '../results/packed_rows.ts';

/** A cell that differs. */
export interface ChangedCell {
  /** The label of its row. */
  identity: readonly string[];
  column: string;
  before: string;
  now: string;
  /** Now less before, if both are numbers. */
  change?: number;
  /** By the column's better direction, if it has one. */
  verdict?: 'better' | 'worse';
}

/** The labels of some rows: how many there are, and the first ones. */
export interface SomeRows {
  count: number;
  first: readonly (readonly string[])[];
}

/** The difference between a table and an earlier one; `missing` if there is no earlier one. */
export type TableDifference =
  | { state: 'missing' }
  | {
      state: 'compared';
      rows: number;
      /** How many rows of both have cells that differ, and how many cells these are. */
      changedRows: number;
      changedCells: number;
      /** The first of these cells: worse ones, then better ones, then others, each in the order of the table. */
      cells: readonly ChangedCell[];
      /** Rows that only the earlier table has (`gone`), or only this one (`added`). */
      gone: SomeRows;
      added: SomeRows;
      /** Rows of both that the earlier table has several times. Their first cells are compared. */
      repeated: SomeRows;
      /** Columns that only the earlier table has, or only this one. */
      goneColumns: readonly string[];
      addedColumns: readonly string[];
    };

/** A comparison with a table that is read row by row. */
export interface RowComparer {
  /** Takes the next row of the earlier table: its cells by column, as texts. */
  take(before: Readonly<Record<string, string>>): void;
  end(): TableDifference;
}

/** Cells, and rows of one kind, that are shown. */
const MAX_LISTED_CELLS = 200;
const MAX_LABELS = 20;

/**
 * Compares a table with an earlier one, cell by cell, as texts. Rows with equal identity cells are the same row, wherever
 * they are. Only rows without a partner so far are held: none, where both tables have the same rows in one order.
 *
 * @param header the columns of the earlier table
 */
export function compareTables(table: Table, header: readonly string[]): RowComparer {
  const { columns } = table;
  const identity = columns.filter((column) => column.identity && column.name !== 'experiment');
  const keyed = identity.filter(({ name }) => header.includes(name));
  const values = columns.filter((column) => !column.identity && header.includes(column.name));
  const names = columns.map(({ name }) => name);
  const textIn = (row: TableRow) => (column: Column) => formatCell(row[column.name] ?? null, column);
  const rows = rowsOfTable(table)[Symbol.iterator]();
  const open = { now: new Map<string, IndexedRow>(), before: new Map<string, PrintedCells>() };
  const cells = mostUrgentCells();
  let index = 0;
  let changedRows = 0;
  const pair = (now: IndexedRow, before: PrintedCells) => {
    const text = textIn(now.row);
    const changed = values.filter((column) => before[column.name] !== text(column));
    if (changed.length === 0) return;
    changedRows++;
    const label = rowLabel(identity, text);
    // Counts of other numbers of trials are no better or worse.
    const isOtherCount = changed.some(({ name }) => name === 'trials');
    for (const column of changed) {
      const cell = changedCell(label, column, before[column.name]!, text(column));
      if (isOtherCount && column.type === 'integer') delete cell.verdict;
      cells.add(now.index, cell);
    }
  };
  /** Takes the next row of this table. @returns whether there was one */
  const takeNow = () => {
    const { done, value: row } = rows.next();
    if (done) return false;
    const now = { index: index++, row };
    const key = JSON.stringify(keyed.map(textIn(row)));
    const before = open.before.get(key);
    if (!before) open.now.set(key, now);
    else {
      open.before.delete(key);
      pair(now, before);
    }
    return true;
  };
  return {
    take(before) {
      takeNow();
      const key = JSON.stringify(keyed.map(({ name }) => before[name]));
      const now = open.now.get(key);
      if (!now) return void open.before.set(key, before);
      open.now.delete(key);
      pair(now, before);
    },
    end() {
      while (takeNow());
      const repeated = new Map<string, PrintedCells>();
      if (open.before.size > 0)
        for (const row of rowsOfTable(table)) {
          const key = JSON.stringify(keyed.map(textIn(row)));
          const before = open.before.get(key);
          if (!before) continue;
          repeated.set(key, before);
          open.before.delete(key);
        }
      const labelOf = (cells: PrintedCells) => rowLabel(keyed, ({ name }) => cells[name] ?? '');
      const gone = someRows(open.before, labelOf);
      const added = someRows(open.now, ({ row }) => rowLabel(identity, textIn(row)));
      return {
        state: 'compared',
        rows: index,
        changedRows,
        changedCells: cells.count(),
        cells: cells.first(),
        gone,
        added,
        repeated: someRows(repeated, labelOf),
        goneColumns: header.filter((name) => !names.includes(name)),
        addedColumns: names.filter((name) => !header.includes(name)),
      };
    },
  };
}

type PrintedCells = Readonly<Record<string, string>>;

interface IndexedRow {
  index: number;
  row: TableRow;
}

function someRows<Row>(rows: ReadonlyMap<string, Row>, labelOf: (row: Row) => string[]): SomeRows {
  return { count: rows.size, first: [...rows.values()].slice(0, MAX_LABELS).map(labelOf) };
}

/** Worse numbers first: they are what a reader must know. */
const URGENT = ['worse', 'better', undefined] as const;

/** Counts cells, and keeps those that are shown. */
function mostUrgentCells() {
  const kept = URGENT.map((): { index: number; cell: ChangedCell }[] => []);
  let count = 0;
  const inOrder = (list: (typeof kept)[number]) => list.sort((a, b) => a.index - b.index);
  return {
    add(index: number, cell: ChangedCell) {
      count++;
      const list = kept[URGENT.indexOf(cell.verdict)]!;
      list.push({ index, cell });
      if (list.length > 2 * MAX_LISTED_CELLS) inOrder(list).length = MAX_LISTED_CELLS;
    },
    count: () => count,
    first: () => kept.flatMap((list) => inOrder(list).map(({ cell }) => cell)).slice(0, MAX_LISTED_CELLS),
  };
}

/** Whether two tables are equal, cell by cell. */
export function isEqual(difference: TableDifference): boolean {
  if (difference.state === 'missing') return false;
  const { changedRows, gone, added, repeated, goneColumns, addedColumns } = difference;
  return [
    changedRows,
    gone.count,
    added.count,
    repeated.count,
    goneColumns.length,
    addedColumns.length,
  ].every((count) => count === 0);
}

function changedCell(
  identity: readonly string[],
  { name, type, better }: Column,
  before: string,
  now: string,
): ChangedCell {
  const cell = { identity, column: name, before, now };
  if (type === 'string' || type === 'boolean' || before === '' || now === '') return cell;
  const change = Number(now) - Number(before);
  // Someone may have edited the earlier table.
  if (!Number.isFinite(change)) return cell;
  if (!better || change === 0) return { ...cell, change };
  return { ...cell, change, verdict: change > 0 === (better === 'higher') ? 'better' : 'worse' };
}

/** The label of a row, for example `['shift.max 4', 'max_pool', 'depth 3']`. */
function rowLabel(identity: readonly Column[], text: (column: Column) => string): string[] {
  const shown = identity.filter(
    (column) => !isPlace(column) || column.name === 'layer' || column.name === 'depth',
  );
  return shown.map((column) => (column.name === 'layer' ? text(column) : `${column.name} ${text(column)}`));
}
