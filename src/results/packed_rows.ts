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
}

/** Rows that are being collected. */
export interface RowPacker {
  packed: PackedRows[];
  /** The last rows, too few to be packed yet. */
  open: PlainRow[];
}

/** Rows that are packed together. At most 65,536, so that a place fits into two bytes. */
const ROWS_AT_ONCE = 4_096;

/** Collects rows one by one, and packs them some at a time. */
export function createRowPacker(): RowPacker {
  return { packed: [], open: [] };
}

/** Adds a row behind the others. */
export function addRow(packer: RowPacker, row: PlainRow): void {
  packer.open.push(row);
  if (packer.open.length >= ROWS_AT_ONCE) packOpen(packer);
}

/** Adds the rows of another packer behind those of this one. */
export function appendRows(packer: RowPacker, { packed, open }: RowPacker): void {
  if (packed.length > 0) packOpen(packer);
  for (const one of packed) packer.packed.push(one);
  for (const row of open) addRow(packer, row);
}

/** All rows of a packer, in the order in which they were added. */
export function packedRows(packer: RowPacker): readonly PackedRows[] {
  packOpen(packer);
  return packer.packed;
}

function packOpen(packer: RowPacker): void {
  if (packer.open.length > 0) packer.packed.push(packRows(packer.open));
  packer.open = [];
}

/** The packed rows of tables. A copy of a table has none, since its rows may have been replaced. */
const packedOf = new WeakMap<Table, readonly PackedRows[]>();

/** A table whose rows are packed. They are unpacked when `rows` is first read. */
export function packedTable(columns: readonly Column[], packed: readonly PackedRows[]): Table {
  let rows: readonly PlainRow[] | undefined;
  const table: Table = {
    columns,
    get rows() {
      rows ??= packed.flatMap(unpackRows);
      return rows;
    },
  };
  packedOf.set(table, packed);
  return table;
}

/** The packed rows of a table; undefined where it holds its rows as they are. */
export function packedRowsOf(table: Table): readonly PackedRows[] | undefined {
  return packedOf.get(table);
}

/** A table with the rows of several ones, in order. A cell whose column a row lacks is empty. */
export function joinRows(columns: readonly Column[], tables: readonly Table[]): Table {
  const packed = tables.flatMap((table) => packedOf.get(table) ?? packAll(table.rows));
  return packedTable(columns, packed);
}

function packAll(rows: readonly PlainRow[]): readonly PackedRows[] {
  const packer = createRowPacker();
  for (const row of rows) addRow(packer, row);
  return packedRows(packer);
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
  return packedOf.get(table)?.reduce((sum, { length }) => sum + length, 0) ?? table.rows.length;
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

/** The memory that packed rows can hand over to another thread, in place of a copy. */
export function buffersOf(packed: readonly PackedRows[]): ArrayBuffer[] {
  return packed.flatMap(({ columns }) =>
    columns
      .flatMap(({ cells, places }) => [cells, places])
      .filter((part) => ArrayBuffer.isView(part))
      .map(({ buffer }) => buffer as ArrayBuffer),
  );
}

function packRows(rows: readonly PlainRow[]): PackedRows {
  const names: string[] = [];
  const columns: (Cell | undefined)[][] = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // Most rows have the same cells in the same order.
    let column = 0;
    for (const name in row) {
      if (names[column] !== name) column = names.indexOf(name);
      if (column === -1) {
        column = names.push(name) - 1;
        columns.push(new Array(rows.length));
      }
      const cell = row[name];
      // A map would take -0 for 0.
      columns[column++]![i] = cell === 0 ? 0 : cell;
    }
  }
  return { length: rows.length, columns: columns.map((cells, i) => packColumn(names[i]!, cells)) };
}

function packColumn(name: string, cells: readonly (Cell | undefined)[]): PackedColumn {
  const numbers = areNumbers(cells) ? cells : undefined;
  const placeOf = new Map<Cell | undefined, number>();
  const distinct: (Cell | undefined)[] = [];
  const places = new Uint16Array(cells.length);
  let place: number | undefined;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    // Neighbours are often equal.
    if (place === undefined || cell !== distinct[place]) place = placeOf.get(cell);
    if (place === undefined) {
      place = distinct.length;
      placeOf.set(cell, place);
      distinct.push(cell);
      // Where most of the first rows differ, so will most of all.
      const seen = distinct.length > 256 ? i + 1 : cells.length;
      if (numbers && 2 * distinct.length > seen) return { name, cells: packNumbers(numbers) };
    }
    places[i] = place;
  }
  if (distinct.length === 1) return { name, cells: distinct };
  return {
    name,
    cells: areNumbers(distinct) ? packNumbers(distinct) : distinct,
    places: distinct.length <= 256 ? Uint8Array.from(places) : places,
  };
}

function areNumbers(cells: readonly (Cell | undefined)[]): cells is number[] {
  for (let i = 0; i < cells.length; i++) if (typeof cells[i] !== 'number') return false;
  return true;
}

/** The numbers in the smallest type that holds each of them exactly. */
function packNumbers(cells: readonly number[]): ArrayLike<number> {
  for (const type of [Int8Array, Int16Array, Int32Array, Float32Array]) {
    const one = new type(1);
    const holds = (cell: number) => {
      one[0] = cell;
      return Object.is(one[0], cell);
    };
    if (cells.every(holds)) return type.from(cells);
  }
  return Float64Array.from(cells);
}

/** The place of a row's cell in the cells of a column. */
function placeOfCell({ cells, places }: Pick<PackedColumn, 'cells' | 'places'>, row: number): number {
  return places ? places[row]! : cells.length === 1 ? 0 : row;
}

function unpackRows(packed: PackedRows): PlainRow[] {
  return Array.from({ length: packed.length }, (_, index) => unpackRow(packed, index));
}

/** A row of packed ones, by its place among them. */
export function unpackRow({ columns }: PackedRows, index: number): PlainRow {
  const row: Record<string, Cell> = {};
  for (const column of columns) {
    const cell = column.cells[placeOfCell(column, index)];
    if (cell !== undefined) row[column.name] = cell;
  }
  return row;
}
