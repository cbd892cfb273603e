import type { Cell, Column } from './columns.ts';
import { csvCell, formatCell } from './csv.ts';
import { writeDigits } from './digits.ts';
import type { PackedColumn, PackedRows } from './packed_rows.ts';

/** Writes rows as lines of CSV in UTF-8, without an object or a text for each of them. */
export interface LineWriter {
  /** Adds rows [first, end) of packed ones, each ended by `\n`. */
  add(rows: PackedRows, first: number, end: number): void;
  /** Bytes that were added and not taken. */
  waiting(): number;
  /** Takes what was added. */
  take(): Uint8Array;
}

/** The cells of a column that are being written. */
interface WrittenCells {
  column: Column;
  /** Numbers that are all written anew: that of a row is at `first + row · each`. */
  numbers: ArrayLike<number> | undefined;
  first: number;
  each: number;
  /** Whether NaN is a cell that is not defined. */
  gaps: boolean;
  /** The texts of cells that several rows share, or that were written before. */
  texts: readonly Uint8Array[];
  places: PackedColumn['places'];
  single: boolean;
  /** The numbers that `texts` belong to. */
  of: PackedColumn['cells'];
  longest: number;
}

/** Bytes that a number takes at most. */
const LONGEST_NUMBER = 32;

const [COMMA, NEWLINE] = [0x2c, 0x0a];

/** A writer of the rows of a table. Cells that follow rows share are formatted once. */
export function createLineWriter(columns: readonly Column[]): LineWriter {
  const cells = columns.map(noCells);
  let bytes = new Uint8Array(2 ** 12);
  let end = 0;
  return {
    add(rows, first, last) {
      let longest = 1;
      for (let i = 0; i < cells.length; i++) {
        takeCells(cells[i]!, rows.columns, i);
        longest += cells[i]!.longest + 1;
      }
      for (let row = first; row < last; row++) {
        if (bytes.length - end < longest) bytes = enlarged(bytes, end + longest);
        end = writeCells(bytes, end, cells, row);
      }
    },
    waiting: () => end,
    take() {
      const taken = bytes.slice(0, end);
      end = 0;
      return taken;
    },
  };
}

function noCells(column: Column): WrittenCells {
  const texts = { texts: [], places: undefined, single: true, of: [], longest: 0 };
  return { column, numbers: undefined, first: 0, each: 1, gaps: false, ...texts };
}

function enlarged(bytes: Uint8Array, least: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(2 * bytes.length, least));
  larger.set(bytes);
  return larger;
}

/** @param like where the column probably is */
function takeCells(written: WrittenCells, columns: readonly PackedColumn[], like: number): void {
  const { name } = written.column;
  const found = columns[like]?.name === name ? columns[like] : columns.find((one) => one.name === name);
  const { cells, places, among } = found ?? NO_COLUMN;
  if (among || (ArrayBuffer.isView(cells) && !places && cells.length > 1)) {
    written.numbers = cells as ArrayLike<number>;
    written.first = among?.first ?? 0;
    written.each = among?.each ?? 1;
    written.gaps = among !== undefined;
    written.longest = LONGEST_NUMBER;
    return;
  }
  written.numbers = undefined;
  written.places = places;
  written.single = !places && cells.length === 1;
  if (isWritten(written, cells)) return;
  written.texts = Array.from(cells, (cell) => textOfCell(cell, written.column));
  written.of = cells;
  written.longest = written.texts.reduce((most, { length }) => Math.max(most, length), 0);
}

/** A column that packed rows do not have. */
const NO_COLUMN: PackedColumn = { name: '', cells: [null] };

/** Whether the texts of these cells are those that are known. */
function isWritten({ of, texts }: WrittenCells, cells: PackedColumn['cells']): boolean {
  if (texts.length === 0) return false;
  return of === cells || (of.length === 1 && cells.length === 1 && Object.is(of[0], cells[0]));
}

const encoder = new TextEncoder();

function textOfCell(cell: Cell | undefined, column: Column): Uint8Array {
  const text = formatCell(cell ?? null, column);
  return encoder.encode(typeof cell === 'number' ? text : csvCell(text));
}

/** @returns the place behind the line */
function writeCells(bytes: Uint8Array, at: number, cells: readonly WrittenCells[], row: number): number {
  let end = at;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i]!;
    if (i > 0) bytes[end++] = COMMA;
    if (cell.numbers) {
      const value = cell.numbers[cell.first + row * cell.each];
      if (value !== undefined && !(cell.gaps && Number.isNaN(value)))
        end = writeNumber(bytes, end, value, cell.column);
      continue;
    }
    const text = cell.texts[cell.places ? cell.places[row]! : cell.single ? 0 : row]!;
    // For few bytes this is faster than `set`.
    for (let k = 0; k < text.length; k++) bytes[end + k] = text[k]!;
    end += text.length;
  }
  bytes[end++] = NEWLINE;
  return end;
}

function writeNumber(bytes: Uint8Array, at: number, value: number, column: Column): number {
  const end =
    column.identity && !Number.isInteger(value) ? -1 : writeDigits(bytes, at, value, column.type === 'rate');
  if (end >= 0) return end;
  const text = formatCell(value, column);
  for (let k = 0; k < text.length; k++) bytes[at + k] = text.charCodeAt(k);
  return at + text.length;
}
