import type { CsvError } from 'csv-parse/sync';
import { quoted, UserError } from '../core/error.ts';

/** @throws UserError where the first line of a table is that of a page, which a failed download leaves */
export function refusePage(first: string, file: string): void {
  if (/^\s*<(!doctype|html|\?xml)\b/i.test(first))
    throw damageAt(
      'this is a page of the web, as a download leaves that failed; restore it with git.',
      file,
      1,
    );
}

/** The names of the columns. @throws UserError where the first line is none of ours */
export function headerOf(first: readonly string[] | undefined, file: string): readonly string[] {
  if (!first) throw damageAt('the table is empty.', file, 1);
  const other = first.length === 1 ? /[;\t]/.exec(first[0]!)?.[0] : undefined;
  if (other) {
    const found = other === ';' ? 'semicolons' : 'tabs';
    throw damageAt(
      `the cells are separated by ${found}, not commas, as a spreadsheet saves them; restore it with git.`,
      file,
      1,
    );
  }
  const twice = first.find((name, i) => first.indexOf(name) < i);
  if (twice !== undefined) throw damageAt(`the column ${quoted(twice)} is listed twice.`, file, 1);
  return first;
}

/** The error about a text that is not CSV. @param first the line on which the text begins */
export function csvDamage(error: unknown, file: string, first = 1): UserError {
  const { code, lines = 1 } = (error ?? {}) as Partial<CsvError> & { lines?: number };
  const message = code === 'CSV_QUOTE_NOT_CLOSED' ? 'a quote is not closed.' : 'this is not CSV.';
  return damageAt(message, file, first + lines - 1);
}

/** The error about a row that has more or fewer cells than the header. */
export function cellsMismatch(
  header: readonly string[],
  { length }: readonly string[],
  file: string,
  line: number,
): UserError {
  return damageAt(`expected ${header.length} cells, as in the header, not ${length}.`, file, line);
}

function damageAt(message: string, file: string, line: number): UserError {
  return new UserError([{ message, where: { file, line } }]);
}
