import type { Cell } from './columns.ts';
import { joinRows } from './join_rows.ts';
import { packColumn } from './pack_column.ts';
import { cellOfRow, type PackedRows, type PlainRow } from './packed_rows.ts';

/** Rows that are being collected. */
export interface RowPacker {
  packed: PackedRows[];
  /** The cells of the last rows by column: too few to be packed yet. A column may lack its last cells. */
  open: Map<string, (Cell | undefined)[]>;
  /** How many rows are open. */
  openRows: number;
  /** Packed rows, too few each to be left so; where there are some, no cells are open. */
  few: PackedRows[];
  fewRows: number;
}

/** Rows that are packed together. At most 65,536 of them, so that a place fits into two bytes. */
const ROWS_AT_ONCE = 4_096;

/** Collects rows one by one, and packs them some at a time. Their cells are kept by column: fewer objects than rows. */
export function createRowPacker(): RowPacker {
  return { packed: [], open: new Map(), openRows: 0, few: [], fewRows: 0 };
}

/** Adds a row behind the others. */
export function addRow(packer: RowPacker, row: PlainRow): void {
  openFew(packer);
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
  if (packer.openRows > 0) {
    openRows(packer, rows);
    return;
  }
  packer.few.push(rows);
  packer.fewRows += rows.length;
  if (packer.fewRows >= ROWS_AT_ONCE) packOpen(packer);
}

/** Adds the rows of another packer behind those of this one. */
export function appendRows(packer: RowPacker, other: RowPacker): void {
  if (other.packed.length > 0) packOpen(packer);
  for (const one of other.packed) packer.packed.push(one);
  if (other.openRows > 0) openFew(packer);
  for (const [name, cells] of other.open) {
    const open = openColumn(packer, name);
    for (const cell of cells) open.push(cell);
  }
  endRows(packer, other.openRows);
  for (const one of other.few) addPackedRows(packer, one);
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

/** Opens the cells of packed rows. */
function openRows(packer: RowPacker, rows: PackedRows): void {
  for (const column of rows.columns) {
    const open = openColumn(packer, column.name);
    for (let row = 0; row < rows.length; row++) open.push(cellOfRow(column, row));
  }
  endRows(packer, rows.length);
}

function openFew(packer: RowPacker): void {
  const { few } = packer;
  if (few.length === 0) return;
  packer.few = [];
  packer.fewRows = 0;
  for (const rows of few) openRows(packer, rows);
}

function endRows(packer: RowPacker, added: number): void {
  packer.openRows += added;
  if (packer.openRows >= ROWS_AT_ONCE) packOpen(packer);
}

function packOpen(packer: RowPacker): void {
  if (packer.few.length > 0) {
    // Alone they stay as they are.
    packer.packed.push(packer.few.length === 1 ? packer.few[0]! : joinRows(packer.few, packer.fewRows));
    packer.few = [];
    packer.fewRows = 0;
  }
  const { open, openRows } = packer;
  if (openRows === 0) return;
  const columns = [...open.keys()].map((name) => packColumn(name, openColumn(packer, name)));
  packer.packed.push({ length: openRows, columns });
  packer.open = new Map();
  packer.openRows = 0;
}
