import { type CsvError, parse } from 'csv-parse/sync';
import { quoted, UserError } from '../core/error.ts';
import { refuseConflicts } from '../core/merge_conflict.ts';

/** A table as its file has it: cells as texts, and the line on which each row ends. */
export interface WrittenTable {
  file: string;
  header: readonly string[];
  rows: readonly { line: number; cells: Readonly<Record<string, string>> }[];
}

/**
 * Reads a table that was written as CSV. Line ends may have become `\r\n`.
 *
 * @throws UserError with the line that is damaged
 */
export function parseCsv(text: string, file: string): WrittenTable {
  const fail = (message: string, line: number): never => {
    throw new UserError([{ message, where: { file, line } }]);
  };
  refuseConflicts(text, file);
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, { bom: true, info: true, relax_column_count: true }) as unknown as typeof records;
  } catch (error) {
    const { lines, code } = error as CsvError & { lines: number };
    return fail(code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed.' : 'this is not CSV.', lines);
  }
  const header = records[0]?.record ?? fail('the table is empty.', 1);
  const other = header.length === 1 ? /[;\t]/.exec(header[0]!)?.[0] : undefined;
  if (other) {
    const found = other === ';' ? 'semicolons' : 'tabs';
    fail(
      `the cells are separated by ${found}, not commas, as a spreadsheet saves them; restore it with git.`,
      1,
    );
  }
  const twice = header.find((name, i) => header.indexOf(name) < i);
  if (twice !== undefined) fail(`the column ${quoted(twice)} is listed twice.`, 1);
  const rows = records.slice(1).map(({ info: { lines: line }, record }) => {
    if (record.length !== header.length) {
      fail(`expected ${header.length} cells, as in the header, not ${record.length}.`, line);
    }
    return { line, cells: Object.fromEntries(header.map((name, i) => [name, record[i]!])) };
  });
  return { file, header, rows };
}
