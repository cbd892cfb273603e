import { parse } from 'csv-parse/sync';
import { UserError } from '../core/error.ts';
import { refusePointer } from '../core/lfs_pointer.ts';
import { refuseConflicts } from '../core/merge_conflict.ts';
import { cellsMismatch, csvDamage, headerOf, refusePage } from './csv_damage.ts';
import { type LongText, textParts } from './long_text.ts';

/** A table that is read row by row, in memory that does not grow with it. */
export interface CsvReader {
  header: readonly string[];
  /** Whether some lines are what comes next. If so they are read. Each of them ends with `\n`. */
  skipSame(lines: string): Promise<boolean>;
  /** The next row as it was written, without the end of its line; undefined behind the last one. */
  next(): Promise<CsvLine | undefined>;
  /** The cells of a row. @throws UserError with the line that is damaged */
  cellsOf(row: CsvLine): Readonly<Record<string, string>>;
}

/** A row as its file has it, and the line on which it ends. */
export interface CsvLine {
  text: string;
  line: number;
}

/** Characters. No row is longer, unless a quote is not closed. */
const MAX_ROW_LENGTH = 2 ** 24;

/**
 * Opens a table that was written as CSV. Line ends may have become `\r\n`.
 *
 * @throws UserError where its first line is no header
 */
export async function openCsv(text: string | LongText, file: string): Promise<CsvReader> {
  const parts = textParts(text)[Symbol.asyncIterator]();
  let buffer = '';
  let at = 0;
  let lines = 0;
  /** Reads on until a number of characters are there, or the text has ended. */
  const fill = async (length: number) => {
    while (buffer.length - at < length) {
      const { done, value } = await parts.next();
      if (done) return;
      buffer = buffer.slice(at) + value;
      at = 0;
    }
  };
  /** The place behind the next line break that no quotes enclose; -1 where the text ends first. */
  const rowEnd = async () => {
    let searched = at;
    let isQuoted = false;
    for (;;) {
      const end = buffer.indexOf('\n', searched);
      const stop = end < 0 ? buffer.length : end;
      if (occurrences('"', buffer.slice(searched, stop)) % 2 === 1) isQuoted = !isQuoted;
      if (end >= 0 && !isQuoted) return end + 1;
      searched = (end < 0 ? buffer.length : end + 1) - at;
      if (searched > MAX_ROW_LENGTH)
        throw new UserError([{ message: 'a quote is not closed.', where: { file, line: lines + 1 } }]);
      if (end < 0) {
        const before = buffer.length - at;
        await fill(before + 1);
        if (buffer.length - at === before) return -1;
      }
      searched += at;
    }
  };
  const next = async (): Promise<CsvLine | undefined> => {
    const end = await rowEnd();
    const raw = end < 0 ? buffer.slice(at) : buffer.slice(at, end - 1);
    if (end < 0 && raw === '') return undefined;
    at = end < 0 ? buffer.length : end;
    lines += 1 + occurrences('\n', raw);
    return { text: raw.endsWith('\r') ? raw.slice(0, -1) : raw, line: lines };
  };
  const valuesOf = ({ text, line }: CsvLine): string[] => {
    // Fast path: most rows need no quotes.
    if (!/["\r]/.test(text)) return text.split(',');
    try {
      const rows: string[][] = parse(text, { relax_column_count: true });
      if (rows.length === 1) return rows[0]!;
    } catch (error) {
      throw csvDamage(error, file, line - occurrences('\n', text));
    }
    throw csvDamage(undefined, file, line);
  };
  await fill(1);
  if (buffer.startsWith('\ufeff')) at = 1;
  const first = await next();
  if (first) {
    refusePointer(first.text, file);
    refuseConflicts(first.text, file);
    refusePage(first.text, file);
  }
  const header = headerOf(first && valuesOf(first), file);
  return {
    header,
    next,
    async skipSame(some) {
      await fill(some.length);
      if (!buffer.startsWith(some, at)) return false;
      at += some.length;
      lines += occurrences('\n', some);
      return true;
    },
    cellsOf(row) {
      refuseConflicts(row.text, file, undefined, row.line - occurrences('\n', row.text));
      const values = valuesOf(row);
      if (values.length !== header.length) throw cellsMismatch(header, values, file, row.line);
      return Object.fromEntries(header.map((name, i) => [name, values[i]!]));
    },
  };
}

/** How often a character is in a text. */
function occurrences(character: string, text: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}
