import type { Cell, Column } from './columns.ts';
import { csvCell, formatCell, type Table } from './csv.ts';
import { joinText } from './long_text.ts';
import { type PackedColumn, type PackedRows, type PlainRow, packedRowsOf, unpackRow } from './packed_rows.ts';

/**
 * The table as CSV: a header, lines that end in `\n`, an empty cell for null. The bytes are a function
 * of the table alone.
 *
 * @throws UserError where that would have more than 2^29 - 24 characters, the most that a text can hold
 */
export function toCsv(table: Table): string {
  return joinText(csvParts(table));
}

/**
 * A table as CSV, in parts of bounded length: together they are the text that `toCsv` gives. Packed rows are not
 * unpacked.
 */
export function* csvParts(table: Table): Generator<string> {
  yield textOfLines([table.columns.map(({ name }) => csvCell(name)).join(',')]);
  let waiting: string[] = [];
  for (const { lines } of csvOfRows(table)) {
    // Packed rows may be few.
    for (const line of lines) waiting.push(line);
    if (waiting.length < LINES_AT_ONCE) continue;
    yield textOfLines(waiting);
    waiting = [];
  }
  if (waiting.length > 0) yield textOfLines(waiting);
}

/** Rows of a table that follow one another, as lines of CSV without their ends. */
export interface RowsAsCsv {
  lines: readonly string[];
  /** One of the rows, by its place among them. */
  row(index: number): PlainRow;
}

/** All rows of a table as lines of CSV, some at a time. */
export function* csvOfRows(table: Table): Generator<RowsAsCsv> {
  const { columns } = table;
  const packed = packedRowsOf(table);
  if (packed) {
    for (const one of packed) yield* packedLines(one, columns);
    return;
  }
  for (let at = 0; at < table.rows.length; at += LINES_AT_ONCE) {
    const rows = table.rows.slice(at, at + LINES_AT_ONCE);
    const line = (row: PlainRow) =>
      columns.map((column) => csvCell(formatCell(row[column.name] ?? null, column))).join(',');
    yield { lines: rows.map(line), row: (index) => rows[index]! };
  }
}

/** Lines that follow one another as a text, each ended by `\n`. */
export function textOfLines(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`;
}

/** Lines that are made together: few enough that what they take is given back at once. */
const LINES_AT_ONCE = 512;

/** The lines of packed rows. */
function* packedLines(rows: PackedRows, columns: readonly Column[]): Generator<RowsAsCsv> {
  const { length, columns: packed } = rows;
  const byName = new Map(packed.map((column) => [column.name, column]));
  const texts = columns.map((column) => cellTexts(column, byName.get(column.name) ?? { cells: [null] }));
  for (let first = 0; first < length; first += LINES_AT_ONCE) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(first + LINES_AT_ONCE, length); row++) {
      let line = '';
      for (let at = 0; at < texts.length; at++) line += at === 0 ? texts[at]!(row) : `,${texts[at]!(row)}`;
      lines.push(line);
    }
    yield { lines, row: (index) => unpackRow(rows, first + index) };
  }
}

/** The text of each row's cell in a column. Cells that several rows share are formatted once. */
function cellTexts(
  column: Column,
  { cells, places }: Pick<PackedColumn, 'cells' | 'places'>,
): (row: number) => string {
  const textOf = (cell: Cell | undefined) => {
    const text = formatCell(cell ?? null, column);
    return typeof cell === 'number' ? text : csvCell(text);
  };
  if (!places && cells.length > 1) return (row) => textOf(cells[row]);
  const known = Array.from(cells, textOf);
  return places ? (row) => known[places[row]!]! : () => known[0]!;
}
