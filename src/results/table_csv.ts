import { requireArgument } from '../core/arguments.ts';
import { isObject } from '../core/is_object.ts';
import { csvCell, type Table } from './csv.ts';
import { createLineWriter } from './line_writer.ts';
import { joinText, partsOfBytes, textOfBytes } from './long_text.ts';
import { type PackedRows, type PlainRow, packedRowsOf, unpackRow } from './packed_rows.ts';
import { packRows } from './row_packer.ts';

/**
 * The table as CSV: a header, lines that end in `\n`, an empty cell for null. The bytes are a function
 * of the table alone.
 *
 * @throws UserError where that would have more than 2^29 - 24 characters, the most that a text can hold
 */
export function toCsv(table: Table): string {
  const holds = isObject(table) && Array.isArray(table.columns) && typeof table.rows === 'object';
  const remedy =
    isObject(table) && 'table' in table ? 'write result.table for the result of a run' : undefined;
  requireArgument(holds && table.rows !== null, 'table', 'columns and rows', table, remedy);
  return joinText(csvParts(table));
}

/** A table as CSV, in parts of bounded length: together they are the text that `toCsv` gives. */
export function csvParts(table: Table): Iterable<string> {
  return partsOfBytes(csvBytes(table));
}

/** A table as CSV in UTF-8, in parts of bounded length that end with a line. Packed rows are not unpacked. */
export function* csvBytes(table: Table): Generator<Uint8Array> {
  yield new TextEncoder().encode(`${table.columns.map(({ name }) => csvCell(name)).join(',')}\n`);
  const lines = createLineWriter(table.columns);
  for (const { rows, first, end } of rowRanges(table)) {
    lines.add(rows, first, end);
    // Packed rows may be few.
    if (lines.waiting() >= PART_OF_TABLE) yield lines.take();
  }
  if (lines.waiting() > 0) yield lines.take();
}

/** Rows of a table that follow one another, as lines of CSV. */
export interface RowsAsCsv {
  length: number;
  /** The lines, each ended by `\n`. */
  text: string;
  /** The line of one of the rows, by its place among them, without its end. */
  line(index: number): string;
  row(index: number): PlainRow;
}

/** All rows of a table as lines of CSV, some at a time. */
export function* csvOfRows(table: Table): Generator<RowsAsCsv> {
  const lines = createLineWriter(table.columns);
  const text = (rows: PackedRows, first: number, end: number) => {
    lines.add(rows, first, end);
    return textOfBytes(lines.take());
  };
  for (const { rows, first, end } of rowRanges(table)) {
    yield {
      length: end - first,
      text: text(rows, first, end),
      line: (index) => text(rows, first + index, first + index + 1).slice(0, -1),
      row: (index) => unpackRow(rows, first + index),
    };
  }
}

/** Lines that are made together: few enough that what they take is given back at once. */
const LINES_AT_ONCE = 512;
/** Bytes of a part, at least. */
const PART_OF_TABLE = 2 ** 16;

/** The rows of a table, packed, some at a time. */
function* rowRanges(table: Table): Generator<{ rows: PackedRows; first: number; end: number }> {
  for (const rows of packedRowsOf(table) ?? packedSlices(table.rows))
    for (let first = 0; first < rows.length; first += LINES_AT_ONCE)
      yield { rows, first, end: Math.min(first + LINES_AT_ONCE, rows.length) };
}

function* packedSlices(rows: readonly PlainRow[]): Generator<PackedRows> {
  for (let at = 0; at < rows.length; at += LINES_AT_ONCE) yield* packRows(rows.slice(at, at + LINES_AT_ONCE));
}
