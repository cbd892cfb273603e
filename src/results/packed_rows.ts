import type { Cell, Column } from './columns.ts';
import type { Table } from './csv.ts';

/** A row of a table, whatever its columns. */
export type PlainRow = Table['rows'][number];

/**
 * Some rows of a table by column, in a fraction of their memory: plain data that a thread can send to another. -0
 * becomes 0, as tables print it.
 */
export interface PackedRows {
  length: number;
  columns: readonly PackedColumn[];
}

/** The cells of a column. */
export interface PackedColumn {
  name: string;
  /**
   * The cells in order of the rows; a single cell that all rows have; or, with `places`, the distinct cells. Undefined:
   * the row has no such cell.
   */
  cells: ArrayLike<Cell | undefined>;
  /** The place of each row's cell in `cells`. */
  places?: Uint8Array | Uint16Array;
  /** The cells are numbers among others: that of a row is at `first + row · each`. NaN: not defined, null. */
  among?: { first: number; each: number };
}

/** The packed rows of tables. A copy of a table has none, since its rows may have been replaced. */
const packedOf = new WeakMap<Table, Iterable<PackedRows>>();

/**
 * A table whose rows are packed. They are unpacked when `rows` is first read.
 *
 * @param packed may be read more than once
 */
export function packedTable(columns: readonly Column[], packed: Iterable<PackedRows>): Table {
  let rows: readonly PlainRow[] | undefined;
  const table: Table = {
    columns,
    get rows() {
      rows ??= Array.from(packed, unpackRows).flat();
      return rows;
    },
  };
  packedOf.set(table, packed);
  return table;
}

/** The packed rows of a table; undefined where it holds its rows as they are. */
export function packedRowsOf(table: Table): Iterable<PackedRows> | undefined {
  return packedOf.get(table);
}

/** The rows of a table, one after the other as often as they are asked for; packed rows are unpacked some at a time. */
export function rowsOfTable(table: Table): Iterable<PlainRow> {
  const packed = packedOf.get(table);
  if (!packed) return table.rows;
  return {
    *[Symbol.iterator]() {
      for (const one of packed) yield* unpackRows(one);
    },
  };
}

/** How many rows a table has. Packed rows are not unpacked. */
export function countRows(table: Table): number {
  const packed = packedOf.get(table);
  if (!packed) return table.rows.length;
  let count = 0;
  for (const { length } of packed) count += length;
  return count;
}

/** The first rows of a table. */
export function firstRows(table: Table, most: number): PlainRow[] {
  const rows: PlainRow[] = [];
  for (const row of rowsOfTable(table)) {
    if (rows.length >= most) break;
    rows.push(row);
  }
  return rows;
}

/** The row of a table at an index from 0; undefined behind the last. Other rows are not unpacked. */
export function rowAt(table: Table, index: number): PlainRow | undefined {
  const packed = packedOf.get(table);
  if (!packed) return table.rows[index];
  let first = 0;
  for (const one of packed) {
    if (index < first + one.length) return unpackRow(one, index - first);
    first += one.length;
  }
  return undefined;
}

/** The bytes that packed rows take, but for cells that are no numbers. */
export function bytesOfRows(packed: readonly PackedRows[]): number {
  return buffersOf(packed).reduce((sum, { byteLength }) => sum + byteLength, 0);
}

/** The memory that packed rows can hand over to another thread, in place of a copy. */
export function buffersOf(packed: readonly PackedRows[]): ArrayBuffer[] {
  return packed.flatMap(({ columns }) =>
    columns
      .flatMap(({ cells, places }) => [cells, places])
      .filter((part) => ArrayBuffer.isView(part))
      .map(({ buffer }) => buffer as ArrayBuffer),
  );
}

/** The cell of a row in a column. Undefined: the row has no such cell. */
export function cellOfRow({ cells, places, among }: PackedColumn, row: number): Cell | undefined {
  if (!among) return cells[places ? places[row]! : cells.length === 1 ? 0 : row];
  const number = cells[among.first + row * among.each] as number;
  return Number.isNaN(number) ? null : number + 0;
}

function unpackRows(packed: PackedRows): PlainRow[] {
  const rows: PlainRow[] = [];
  for (let index = 0; index < packed.length; index++) rows.push(unpackRow(packed, index));
  return rows;
}

/** A row of packed ones, by its place among them. */
export function unpackRow({ columns }: PackedRows, index: number): PlainRow {
  const row: Record<string, Cell> = {};
  for (const column of columns) {
    const cell = cellOfRow(column, index);
    if (cell !== undefined) row[column.name] = cell;
  }
  return row;
}
