import { escaped } from '../picture/svg.ts';
import { isEqual, type TableDifference } from './compare_tables.ts';
import { scrollRegion } from './figures.ts';

const MAX_CELLS_LISTED = 200;
const MAX_LABELS = 20;

/** The section that compares an experiment's table with an earlier one, with the differing cells marked. */
export function comparisonSection(difference: TableDifference, name: string): string {
  return `<section aria-label="Comparison of ${escaped(name)}"><h3 id="${escaped(name)}:comparison">Compared with the other results</h3>${sectionBody(difference, name)}</section>`;
}

/** @returns for example `different: 2 rows changed; new columns: psnr` */
export function differenceInWords(difference: TableDifference): string {
  if (difference.state === 'missing') return 'not in the other results';
  if (isEqual(difference)) return `the same: all ${difference.rows} rows, cell by cell`;
  const { changed, gone, added, goneColumns, addedColumns } = difference;
  const parts = [
    [changed.length, 'changed'],
    [added.length, 'new'],
    [gone.length, 'gone'],
  ].flatMap(([n, what]) => (n === 0 ? [] : [`${n} ${n === 1 ? 'row' : 'rows'} ${what}`]));
  if (addedColumns.length > 0) parts.push(`new columns: ${addedColumns.join(', ')}`);
  if (goneColumns.length > 0) parts.push(`columns gone: ${goneColumns.join(', ')}`);
  return `different: ${parts.join('; ')}`;
}

function sectionBody(difference: TableDifference, name: string): string {
  const words = `<p><span class="badge ${isEqual(difference) ? 'same' : 'differs'}">${isEqual(difference) ? 'Same' : 'Differs'}</span> ${escaped(capitalized(differenceInWords(difference)))}.</p>`;
  if (difference.state === 'missing' || isEqual(difference)) return words;
  const { changed, gone, added } = difference;
  const lines = changed.flatMap(({ identity, changes }) =>
    changes.map(
      ({ column, before, now }) =>
        `<tr><td class="s">${escaped(identity.join(', '))}</td><td class="s">${escaped(column)}</td><td><del>${cellHtml(before)}</del></td><td><ins>${cellHtml(now)}</ins></td></tr>`,
    ),
  );
  const more = lines.length - MAX_CELLS_LISTED;
  return [
    words,
    lines.length === 0
      ? ''
      : scrollRegion(
          `Differences of ${name}`,
          `<table class="data"><thead><tr><th scope="col" class="s">row</th><th scope="col" class="s">column</th><th scope="col">other</th><th scope="col">this</th></tr></thead><tbody>${lines.slice(0, MAX_CELLS_LISTED).join('')}</tbody></table>`,
        ),
    more > 0 ? `<p class="quiet">… and ${more} more cells.</p>` : '',
    rowList('Only here', added),
    rowList('Only in the other', gone),
  ].join('');
}

function rowList(title: string, rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const list = rows.slice(0, MAX_LABELS).map((row) => `<li>${escaped(row.join(', '))}</li>`);
  const more = rows.length - list.length;
  return `<p>${title}:</p><ul>${list.join('')}${more > 0 ? `<li>… and ${more} more</li>` : ''}</ul>`;
}

function cellHtml(cell: string): string {
  return cell === '' ? '<span class="quiet">not defined</span>' : escaped(cell);
}

function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
