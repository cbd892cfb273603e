import { deflate } from 'pako';
import { base64 } from '../picture/png.ts';
import { escaped } from '../picture/svg.ts';
import { type Column, isPlace } from '../results/columns.ts';
import { formatCell, type Table } from '../results/csv.ts';
import { toCsv } from '../results/table_csv.ts';
import { scrollRegion } from './figures.ts';

/** Rows that a page shows without its script; the script has all of them. */
const MAX_TABLE_ROWS = 200;

/** The meanings of columns on the whole page: their number by their text, so that each is written once. */
export type Meanings = Map<string, number>;

/**
 * The table. Its column names show their meaning when hovered or focused. In print it has its key columns only.
 *
 * @param wanted columns that an expectation names
 */
export function tableSection(
  table: Table,
  { label, meanings, wanted }: { label: string; meanings: Meanings; wanted: readonly string[] },
): string {
  const columns = table.columns.filter(({ name }) => name !== 'experiment');
  const rows = table.rows.slice(0, MAX_TABLE_ROWS);
  const more = table.rows.length - rows.length;
  const classes = columns.map((column) => columnClass(column, table, wanted));
  const head = columns.map(
    (column, i) =>
      `<th scope="col"${classes[i]}><span tabindex="0" aria-describedby=":m${meaningNumber(columnMeaning(column), meanings)}">${escaped(column.name)}</span></th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((column, i) => `<td${classes[i]}>${escaped(formatCell(row[column.name] ?? null, column))}</td>`).join('')}</tr>`,
  );
  const csv = label.slice(label.lastIndexOf('/') + 1);
  const printed = classes.filter((names) => !/\bx\b/.test(names)).length;
  return [
    `<details class="table"><summary>Table: ${table.rows.length} rows, ${columns.length} columns</summary>`,
    '<p class="quiet hint">Point at a column’s name, or focus it with Tab, to see its meaning, unit and formula.</p>',
    printed < columns.length
      ? `<p class="quiet on-paper">On paper the table has ${printed} of its ${columns.length} columns; all are in ${escaped(csv)}.csv.</p>`
      : '',
    scrollRegion(
      `Table of ${label}`,
      `<table class="data"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
    ),
    more > 0
      ? `<p class="quiet rest">These are the first ${rows.length} rows; ${more} more are in ${escaped(csv)}.csv.</p><script type="text/plain" class="rows">${packedCsv(table)}</script>`
      : '',
    '</details>',
  ].join('');
}

/** The whole table as CSV, compressed (zlib) and written as base64: a plain library gives the same bytes everywhere. */
function packedCsv(table: Table): string {
  return base64(deflate(new TextEncoder().encode(toCsv(table)), { level: 6 }));
}

/**
 * Swept values, layers, depths and what is asked about are in print too: more columns than fit would be cut. Texts are
 * aligned to the left.
 */
function columnClass(column: Column, { rows }: Table, wanted: readonly string[]): string {
  const { name, type, identity } = column;
  const told = identity && !isPlace(column) && rows.some((row) => row[name] !== rows[0]?.[name]);
  const printed = told || KEY_COLUMNS.includes(name) || wanted.includes(name);
  const classes = [...(type === 'string' || type === 'boolean' ? ['s'] : []), ...(printed ? [] : ['x'])];
  return classes.length === 0 ? '' : ` class="${classes.join(' ')}"`;
}

const KEY_COLUMNS = [
  'depth',
  'layer',
  'trials',
  'matches',
  'match_rate',
  'match_low',
  'match_high',
  'classes',
];

/** The meanings of all columns. One is shown at a time, at the bottom of the window. */
export function meaningsSection(meanings: Meanings): string {
  const texts = [...meanings].map(([text, at]) => `<p id=":m${at}">${text}</p>`);
  return `<div class="defs">${texts.join('')}</div>`;
}

function meaningNumber(text: string, meanings: Meanings): number {
  const known = meanings.get(text) ?? meanings.size;
  meanings.set(text, known);
  return known;
}

/** The meaning of a column as HTML: description, unit, formula, source. */
function columnMeaning({ name, description, unit, formula, source }: Column): string {
  const parts = [
    `<b>${escaped(name)}</b>: ${escaped(description)}`,
    unit === undefined || unit === '1' ? '' : `Unit: ${escaped(unit)}.`,
    formula === undefined ? '' : `Formula: ${escaped(formula)}.`,
    source === undefined ? '' : `Source: ${escaped(source)}.`,
  ];
  const text = parts.filter((part) => part !== '').join(' ');
  return text.replaceAll(/`([^`]*)`/g, '<code>$1</code>');
}
