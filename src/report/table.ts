import { escaped } from '../picture/svg.ts';
import type { Column } from '../results/columns.ts';
import { formatCell, type Table } from '../results/csv.ts';
import { scrollRegion } from './figures.ts';

/** Rows on the page; the CSV has all of them. */
const MAX_TABLE_ROWS = 300;

/** The meanings of columns on the whole page: their number by their text, so that each is written once. */
export type Meanings = Map<string, number>;

/** The table. Its column names show their meaning when hovered or focused. */
export function tableSection(table: Table, label: string, meanings: Meanings): string {
  const columns = table.columns.filter(({ name }) => name !== 'experiment');
  const rows = table.rows.slice(0, MAX_TABLE_ROWS);
  const more = table.rows.length - rows.length;
  const head = columns.map(
    (column) =>
      `<th scope="col"${alignment(column)}><span tabindex="0" aria-describedby=":m${meaningNumber(columnMeaning(column), meanings)}">${escaped(column.name)}</span></th>`,
  );
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((column) => `<td${alignment(column)}>${escaped(formatCell(row[column.name] ?? null, column))}</td>`).join('')}</tr>`,
  );
  return [
    `<details class="table"><summary>Table: ${table.rows.length} rows, ${columns.length} columns</summary>`,
    '<p class="quiet hint">Point at a column’s name, or focus it with Tab, to see its meaning, unit and formula.</p>',
    scrollRegion(
      `Table of ${label}`,
      `<table class="data"><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table>`,
    ),
    more > 0 ? `<p class="quiet">… and ${more} more rows; the CSV has all of them.</p>` : '',
    '</details>',
  ].join('');
}

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

function alignment({ type }: Column): string {
  return type === 'string' || type === 'boolean' ? ' class="s"' : '';
}
