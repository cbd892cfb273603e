import type { Cell } from './columns.ts';
import { cellOfRow, type PackedColumn, type PackedRows, type PlainRow } from './packed_rows.ts';

/** Rows that are being collected. */
export interface RowPacker {
  packed: PackedRows[];
  /** The cells of the last rows by column: too few to be packed yet. A column may lack its last cells. */
  open: Map<string, (Cell | undefined)[]>;
  /** How many rows are open. */
  openRows: number;
}

/** Rows that are packed together. At most 65,536 of them, so that a place fits into two bytes. */
const ROWS_AT_ONCE = 4_096;

/** Collects rows one by one, and packs them some at a time. Their cells are kept by column: fewer objects than rows. */
export function createRowPacker(): RowPacker {
  return { packed: [], open: new Map(), openRows: 0 };
}

/** Adds a row behind the others. */
export function addRow(packer: RowPacker, row: PlainRow): void {
  for (const name in row) openColumn(packer, name).push(row[name]);
  endRows(packer, 1);
}

/** Adds packed rows behind the others. Few of them are packed anew together with their neighbours. */
export function addPackedRows(packer: RowPacker, rows: PackedRows): void {
  if (rows.length >= ROWS_AT_ONCE) {
    packOpen(packer);
    packer.packed.push(rows);
    return;
  }
  for (const column of rows.columns) {
    const open = openColumn(packer, column.name);
    for (let row = 0; row < rows.length; row++) open.push(cellOfRow(column, row));
  }
  endRows(packer, rows.length);
}

/** Adds the rows of another packer behind those of this one. */
export function appendRows(packer: RowPacker, other: RowPacker): void {
  if (other.packed.length > 0) packOpen(packer);
  for (const one of other.packed) packer.packed.push(one);
  for (const [name, cells] of other.open) {
    const open = openColumn(packer, name);
    for (const cell of cells) open.push(cell);
  }
  endRows(packer, other.openRows);
}

/** All rows of a packer, in the order in which they were added. */
export function packedRows(packer: RowPacker): readonly PackedRows[] {
  packOpen(packer);
  return packer.packed;
}

/** Rows as they are, packed. */
export function packRows(rows: Iterable<PlainRow>): readonly PackedRows[] {
  const packer = createRowPacker();
  for (const row of rows) addRow(packer, row);
  return packedRows(packer);
}

/** The open cells of a column, one for each open row. */
function openColumn({ open, openRows }: RowPacker, name: string): (Cell | undefined)[] {
  let cells = open.get(name);
  if (!cells) {
    cells = [];
    open.set(name, cells);
  }
  while (cells.length < openRows) cells.push(undefined);
  return cells;
}

function endRows(packer: RowPacker, added: number): void {
  packer.openRows += added;
  if (packer.openRows >= ROWS_AT_ONCE) packOpen(packer);
}

function packOpen(packer: RowPacker): void {
  const { open, openRows } = packer;
  if (openRows === 0) return;
  const columns = [...open.keys()].map((name) => packColumn(name, openColumn(packer, name)));
  packer.packed.push({ length: openRows, columns });
  packer.open = new Map();
  packer.openRows = 0;
}

/** @param cells are changed */
function packColumn(name: string, cells: (Cell | undefined)[]): PackedColumn {
  // A map would take -0 for 0.
  for (let i = 0; i < cells.length; i++) if (cells[i] === 0) cells[i] = 0;
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
    places: distinct.length <= 256 ? new Uint8Array(places) : places,
  };
}

function areNumbers(cells: readonly (Cell | undefined)[]): cells is number[] {
  for (let i = 0; i < cells.length; i++) if (typeof cells[i] !== 'number') return false;
  return true;
}

/** The types of numbers, and an array of one to see what it makes of a number. */
const NUMBER_TYPES = [Int8Array, Int16Array, Int32Array, Float32Array].map((type) => ({
  type,
  one: new type(1),
}));

/** The numbers in the smallest type that holds each of them exactly. */
function packNumbers(cells: readonly number[]): ArrayLike<number> {
  for (const { type, one } of NUMBER_TYPES) {
    const holds = (cell: number) => {
      one[0] = cell;
      return Object.is(one[0], cell);
    };
    if (cells.every(holds)) return new type(cells);
  }
  return new Float64Array(cells);
}
