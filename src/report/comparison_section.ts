import { count } from '../core/error.ts';
import { escaped } from '../picture/svg.ts';
import type { Result } from '../run/run.ts';
import { type ChangedCell, isEqual, type SomeRows, type TableDifference } from './compare_tables.ts';
import type { ResultsComparison } from './entry.ts';
import { plotsFigures, scrollRegion, stripFigure } from './figures.ts';
import { signed } from './signed.ts';
import { trendFigure } from './trend.ts';

/** What differs from other results: the experiment, its table with better and worse, both in one plot; and the trend. */
export function comparisonsSection(comparisons: readonly ResultsComparison[], result: Result): string {
  const sections = comparisons.map((comparison) => comparisonSection(comparison, result.experiment));
  return comparisons.length < 2
    ? sections.join('')
    : `${trendFigure(comparisons, result)}${sections.join('')}`;
}

function comparisonSection(
  { against, difference, changes, plot, strip }: ResultsComparison,
  name: string,
): string {
  const title = `Compared with ${against}`;
  const changed =
    changes.length === 0
      ? ''
      : `<p class="changes"><b>The experiment itself changed</b>: ${escaped(changes.join('; '))}.</p>`;
  const old = strip
    ? `<details class="old"><summary>Film strip of the earlier experiment</summary>${stripFigure(strip, `${name}, ${against}`)}</details>`
    : '';
  return [
    `<section aria-label="Comparison of ${escaped(name)} with ${escaped(against)}"><h3>${escaped(title)}</h3>`,
    changed,
    sectionBody(difference, `${name}, ${against}`),
    plot ? plotsFigures([plot], `${name}, ${against}`) : '',
    old,
    '</section>',
  ].join('');
}

/** @returns for example `different: 2 rows changed; new columns: psnr` */
export function differenceInWords(difference: TableDifference): string {
  if (difference.state === 'missing') return 'not in the other results';
  if (isEqual(difference)) return `the same: all ${difference.rows} rows, cell by cell`;
  const { changedRows, gone, added, repeated, goneColumns, addedColumns } = difference;
  const rows = [
    [changedRows, 'changed'],
    [added.count, 'new'],
    [gone.count, 'gone'],
    [repeated.count, 'there more than once in the other'],
  ] as const;
  const parts = rows.flatMap(([n, what]) => (n === 0 ? [] : [`${count(n, 'row')} ${what}`]));
  if (addedColumns.length > 0) parts.push(`new columns: ${addedColumns.join(', ')}`);
  if (goneColumns.length > 0) parts.push(`columns gone: ${goneColumns.join(', ')}`);
  return `different: ${parts.join('; ')}`;
}

function sectionBody(difference: TableDifference, name: string): string {
  const words = `<p><span class="badge ${isEqual(difference) ? 'same' : 'differs'}">${isEqual(difference) ? 'Same' : 'Differs'}</span> ${escaped(capitalized(differenceInWords(difference)))}.</p>`;
  if (difference.state === 'missing' || isEqual(difference)) return words;
  const { changedCells, cells, gone, added, repeated } = difference;
  const lines = cells.map(changedLine);
  const more = changedCells - lines.length;
  const head = ['row', 'column']
    .map((text) => `<th scope="col" class="s">${text}</th>`)
    .concat(['other', 'this', 'change'].map((text) => `<th scope="col">${text}</th>`));
  return [
    words,
    lines.length === 0
      ? ''
      : scrollRegion(
          `Differences of ${name}`,
          `<table class="data"><thead><tr>${head.join('')}</tr></thead><tbody>${lines.join('')}</tbody></table>`,
        ),
    more > 0 ? `<p class="quiet">… and ${count(more, 'more cell')}.</p>` : '',
    rowList('Only here', added),
    rowList('Only in the other', gone),
    rowList('More than once in the other', repeated),
  ].join('');
}

function changedLine({ identity, column, before, now, change, verdict }: ChangedCell): string {
  const delta = change === undefined ? '' : signed(change);
  const judged = verdict === undefined ? '' : ` <b class="${verdict}">${verdict}</b>`;
  return `<tr><td class="s">${escaped(identity.join(', '))}</td><td class="s">${escaped(column)}</td><td><del>${cellHtml(before)}</del></td><td><ins>${cellHtml(now)}</ins></td><td>${delta}${judged}</td></tr>`;
}

function rowList(title: string, { count, first }: SomeRows): string {
  if (count === 0) return '';
  const list = first.map((row) => `<li>${escaped(row.join(', '))}</li>`);
  const more = count - list.length;
  return `<p>${title}:</p><ul>${list.join('')}${more > 0 ? `<li>… and ${more} more</li>` : ''}</ul>`;
}

function cellHtml(cell: string): string {
  return cell === '' ? '<span class="quiet">not defined</span>' : escaped(cell);
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
