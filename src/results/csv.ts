import { stringify } from 'csv-stringify/sync';
import type { Cell, Column } from './columns.ts';

/** A table: columns, and rows with a cell for each column. */
export interface Table {
  columns: readonly Column[];
  rows: readonly TableRow[];
}

/** One row of a table: its cells by column. */
export type TableRow = { readonly [column: string]: Cell };

/** A cell of a line of CSV: in quotes where it has to be. */
export function csvCell(text: string): string {
  // A reader may take a bare \r for the end of a line.
  return /[",\n\r]/.test(text) ? stringify([[text]], { eof: false, quoted_match: /\r/ }) : text;
}

/**
 * A cell as tables print it. Cells of identity columns are printed in full, whole numbers as they are, others with six
 * significant digits; and a rate is 0 or 1 only when it is.
 *
 * @example 2 / 3 is 0.666667, a rate of 0.9999999 is 0.999999, null is an empty text
 */
export function formatCell(cell: Cell, { type, identity }: Pick<Column, 'type' | 'identity'>): string {
  if (typeof cell !== 'number') return cell === null ? '' : String(cell);
  if (identity || Number.isInteger(cell)) return String(cell + 0);
  const printed = sixDigits(cell);
  return type === 'rate' && printed === '1' && cell < 1 ? '0.999999' : printed;
}

/** A number of six significant digits, without zeros at its end. There may be millions of them: few are parsed again. */
function sixDigits(value: number): string {
  const digits = value.toPrecision(6);
  if (digits.includes('e')) return String(Number(digits));
  let end = digits.length;
  if (digits.includes('.')) {
    while (digits.charCodeAt(end - 1) === ZERO) end--;
    if (digits.charCodeAt(end - 1) === POINT) end--;
  }
  return digits.slice(0, end);
}

/** Bytes of digits: that of 0, and the point. */
export const [ZERO, POINT] = [0x30, 0x2e];
