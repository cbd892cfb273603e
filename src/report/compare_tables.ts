import { type Column, isPlace } from '../results/columns.ts';
import { formatCell, type Table } from '../results/csv.ts';
import type { WrittenTable } from '../results/parse_csv.ts';

/** A row that both results have, and the cells that differ. */
interface ChangedRow {
  /** The label of the row. */
  identity: readonly string[];
  changes: readonly ChangedCell[];
}

/** A cell that differs. */
export interface ChangedCell {
  column: string;
  before: string;
  now: string;
  /** Now less before, if both are numbers. */
  change?: number;
  /** By the column's better direction, if it has one. */
  verdict?: 'better' | 'worse';
}

/** The difference between a table and an earlier one; `missing` if there is no earlier one. */
export type TableDifference =
  | { state: 'missing' }
  | {
      state: 'compared';
      rows: number;
      changed: readonly ChangedRow[];
      /** Labels of rows that only the earlier table has (`gone`), or only this one (`added`). */
      gone: readonly (readonly string[])[];
      added: readonly (readonly string[])[];
      /** Columns that only the earlier table has, or only this one. */
      goneColumns: readonly string[];
      addedColumns: readonly string[];
    };

/** Compares a table with an earlier one, cell by cell, as texts. Rows with equal identity cells are the same row. */
export function compareTables({ columns, rows }: Table, before: WrittenTable | undefined): TableDifference {
  if (!before) return { state: 'missing' };
  const identity = columns.filter((column) => column.identity && column.name !== 'experiment');
  const keyed = identity.filter(({ name }) => before.header.includes(name));
  const values = columns.filter((column) => !column.identity && before.header.includes(column.name));
  const left = new Map(
    before.rows.map(({ cells }) => [JSON.stringify(keyed.map(({ name }) => cells[name])), cells]),
  );
  const changed: ChangedRow[] = [];
  const added: string[][] = [];
  for (const row of rows) {
    const text = (column: Column) => formatCell(row[column.name] ?? null, column);
    const key = JSON.stringify(keyed.map(text));
    const old = left.get(key);
    left.delete(key);
    if (!old) {
      added.push(rowLabel(identity, text));
      continue;
    }
    const changes = values
      .filter((column) => old[column.name] !== text(column))
      .map((column) => changedCell(column, old[column.name]!, text(column)));
    if (changes.length > 0) changed.push({ identity: rowLabel(identity, text), changes });
  }
  const names = columns.map(({ name }) => name);
  return {
    state: 'compared',
    rows: rows.length,
    changed,
    gone: [...left.values()].map((cells) => rowLabel(keyed, ({ name }) => cells[name] ?? '')),
    added,
    goneColumns: before.header.filter((name) => !names.includes(name)),
    addedColumns: names.filter((name) => !before.header.includes(name)),
  };
}

/** Whether two tables are equal, cell by cell. */
export function isEqual(difference: TableDifference): boolean {
  if (difference.state === 'missing') return false;
  const { changed, gone, added, goneColumns, addedColumns } = difference;
  return [changed, gone, added, goneColumns, addedColumns].every(({ length }) => length === 0);
}

function changedCell({ name, type, better }: Column, before: string, now: string): ChangedCell {
  const cell = { column: name, before, now };
  if (type === 'string' || type === 'boolean' || before === '' || now === '') return cell;
  const change = Number(now) - Number(before);
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
