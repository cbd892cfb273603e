import { parse } from 'csv-parse/sync';
import { refuseConflicts } from '../../src/core/merge_conflict.ts';
import { cellsMismatch, csvDamage, headerOf } from '../../src/results/csv_damage.ts';

/** A table as its file has it: cells as texts, and the line on which each row ends. */
interface WrittenTable {
  file: string;
  header: readonly string[];
  rows: readonly { line: number; cells: Readonly<Record<string, string>> }[];
}

/**
 * Reads all of a table that was written as CSV at once. Line ends may have become `\r\n`.
 *
 * @throws UserError with the line that is damaged
 */
export function parseCsv(text: string, file: string): WrittenTable {
  refuseConflicts(text, file);
  let records: { info: { lines: number }; record: string[] }[];
  try {
    records = parse(text, { bom: true, info: true, relax_column_count: true }) as unknown as typeof records;
  } catch (error) {
    throw csvDamage(error, file);
  }
  const header = headerOf(records[0]?.record, file);
  const rows = records.slice(1).map(({ info: { lines: line }, record }) => {
    if (record.length !== header.length) throw cellsMismatch(header, record, file, line);
    return { line, cells: Object.fromEntries(header.map((name, i) => [name, record[i]!])) };
  });
  return { file, header, rows };
}
