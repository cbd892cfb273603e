import { groupedBy } from '../../core/grouped_by.ts';
import { make, makeButton, makeSelect } from './elements.ts';
import { columnValues, filteredRows, type PageRows, pageRows, sortedRows, varyingColumns } from './rows.ts';
import type { TableView } from './state.ts';

/** A line of a shown table: a row, or the heading of a group. */
type Line = number | { group: string; count: number };

/** Lines drawn above and below those in sight. */
const MARGIN_LINES = 20;
const MAX_GROUPS = 1000;
const GUESSED_HEIGHT = 26;
const PRINTED_LINES = 200;

/** Lets a reader sort, filter and group a table, and hide columns with one value. It is read when it is opened. */
export function enliven(
  section: HTMLDetailsElement,
  view: TableView,
  changed: (view: TableView) => void,
): void {
  let begun = false;
  const begin = async () => {
    if (begun || !section.open) return;
    begun = true;
    showTable(section, await pageRows(section), view, changed);
  };
  section.addEventListener('toggle', begin);
  if (Object.keys(view).length > 0) section.open = true;
  void begin();
}

function showTable(
  section: HTMLElement,
  table: PageRows,
  view: TableView,
  changed: (view: TableView) => void,
): void {
  const region = section.querySelector<HTMLElement>('.scroll')!;
  const heads = [...region.querySelectorAll<HTMLElement>('thead th')];
  const body = region.querySelector('tbody')!;
  const status = make('span', { class: 'quiet', role: 'status' });
  const varying = new Set(varyingColumns(table));
  let lines: Line[] = [];
  let columns: number[] = [];
  let height = 0;

  function arrange(): void {
    columns = table.columns.flatMap((_, i) => (view.varying && !varying.has(i) ? [] : [i]));
    const by = table.columns.indexOf(view.sort ?? '');
    const kept = filteredRows(table, view.filter ?? '');
    const rows = by < 0 ? kept : sortedRows(table, kept, by, view.descending);
    lines = groupedLines(table, rows, table.columns.indexOf(view.group ?? ''));
    for (const [i, head] of heads.entries()) {
      head.hidden = !columns.includes(i);
      head.setAttribute('aria-sort', i === by ? (view.descending ? 'descending' : 'ascending') : 'none');
    }
    status.textContent = `${rows.length} of ${table.rows.length} rows`;
    region.scrollTop = 0;
    draw();
  }

  /** Draws the lines in sight; the others are empty room. */
  function draw(): void {
    const line = height || GUESSED_HEIGHT;
    const first = Math.max(0, Math.floor(region.scrollTop / line) - MARGIN_LINES);
    const last = Math.min(
      lines.length,
      Math.ceil((region.scrollTop + region.clientHeight) / line) + MARGIN_LINES,
    );
    const room = (count: number) => emptyRoom(columns.length, Math.max(0, count) * line);
    body.replaceChildren(
      room(first),
      ...lines.slice(first, last).map(lineElement),
      room(lines.length - last),
    );
    // Measured once: to ask for it lays out the page.
    if (height === 0) height = body.rows[1]?.offsetHeight ?? 0;
  }

  function lineElement(line: Line): HTMLElement {
    if (typeof line !== 'number')
      return make(
        'tr',
        { class: 'group' },
        make('th', { colspan: String(columns.length), scope: 'rowgroup' }, `${line.group} (${line.count})`),
      );
    const cells = columns.map((i) =>
      make('td', { class: heads[i]!.className || undefined }, table.rows[line]![i]!),
    );
    return make('tr', {}, ...cells);
  }

  const update = (change: Partial<TableView>) => {
    Object.assign(view, change);
    changed(view);
    arrange();
  };
  makeSortable(heads, table, view, update);
  region.before(make('div', { class: 'controls' }, ...tableControls(table, varying, view, update), status));
  section.querySelector('.rest')?.remove();
  region.addEventListener('scroll', () => requestAnimationFrame(draw), { passive: true });
  // On paper nothing scrolls: the first rows are printed, as without the script.
  addEventListener('beforeprint', () =>
    body.replaceChildren(...lines.slice(0, PRINTED_LINES).map(lineElement)),
  );
  addEventListener('afterprint', draw);
  arrange();
}

/** Rows with a heading for each value of a column. @param column -1: without headings */
function groupedLines(table: PageRows, rows: readonly number[], column: number): Line[] {
  if (column < 0) return [...rows];
  return [...groupedBy(rows, (row) => table.rows[row]![column]!)].flatMap(([value, some]) => [
    { group: `${table.columns[column]} ${value}`, count: some.length },
    ...some,
  ]);
}

function emptyRoom(columns: number, height: number): HTMLElement {
  const cell = make('td', { colspan: String(columns) });
  const empty = make('tr', { 'aria-hidden': 'true', class: 'room' }, cell);
  empty.hidden = height === 0;
  empty.style.height = `${height}px`;
  return empty;
}

/** Makes the headings buttons that sort: up, down, and back to the order of the file. */
function makeSortable(
  heads: readonly HTMLElement[],
  { columns }: PageRows,
  view: TableView,
  update: (change: Partial<TableView>) => void,
): void {
  for (const [i, head] of heads.entries()) {
    const name = columns[i]!;
    const sort = () => {
      if (view.sort !== name) update({ sort: name, descending: false });
      else if (view.descending) update({ sort: undefined, descending: undefined });
      else update({ descending: true });
    };
    const meaning = head.firstElementChild?.getAttribute('aria-describedby') ?? undefined;
    head.replaceChildren(makeButton(name, sort, { 'aria-describedby': meaning }));
  }
}

/** What filters and groups the rows, and hides the columns that do not vary. */
function tableControls(
  table: PageRows,
  varying: ReadonlySet<number>,
  view: TableView,
  update: (change: Partial<TableView>) => void,
): HTMLElement[] {
  const filter = make('input', {
    type: 'search',
    placeholder: 'words, or match_rate<0.9',
    'aria-label': 'Filter rows',
  });
  filter.value = view.filter ?? '';
  filter.addEventListener('input', () => update({ filter: filter.value }));
  const groupable = [...varying].filter((i) => {
    const { size } = columnValues(table, i);
    return size > 1 && size <= MAX_GROUPS && size < table.rows.length;
  });
  const group = makeSelect(
    'Group by',
    [['', 'nothing'], ...groupable.map((i) => [table.columns[i]!, table.columns[i]!] as const)],
    view.group ?? '',
    (value) => update({ group: value === '' ? undefined : value }),
  );
  const box = make('input', { type: 'checkbox' });
  box.checked = view.varying === true;
  box.addEventListener('change', () => update({ varying: box.checked }));
  const once = table.columns.length - varying.size;
  return [filter, group, make('label', {}, box, ` Hide ${once} columns with one value`)];
}
