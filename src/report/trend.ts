import { count } from '../core/error.ts';
import { element, escaped } from '../picture/svg.ts';
import { lastSteps } from '../plot/table.ts';
import { type Column, isSwept, type Row } from '../results/columns.ts';
import { formatCell } from '../results/csv.ts';
import type { Result } from '../run/run.ts';
import type { ResultsComparison } from './entry.ts';
import { scrollRegion } from './figures.ts';

const MAX_TREND_ROWS = 50;

/** The value of each variant at its last step in every folder and now, with a line of its course; changed ones first. */
export function trendFigure(comparisons: readonly ResultsComparison[], result: Result): string {
  const { experiment, table } = result;
  const metric = trendMetric(result);
  const { name } = metric;
  const swept = table.columns.filter(isSwept);
  const lines = lastSteps(table).map((row) => {
    const key = trendKey(row, swept);
    const before = comparisons.map(({ trend }) => trend?.get(key));
    return { row, values: [...before, formatCell(row[name] ?? null, metric)] };
  });
  const hasChanged = ({ values }: (typeof lines)[number]) => new Set(values).size > 1;
  const shown = [...lines.filter(hasChanged), ...lines.filter((line) => !hasChanged(line))].slice(
    0,
    MAX_TREND_ROWS,
  );
  const more = lines.length - shown.length;
  const head = [...comparisons.map(({ against }) => against), 'this'];
  const rows = shown.map(({ row, values }) => {
    const cells = values.map((value) => `<td>${value === undefined ? '–' : escaped(value)}</td>`);
    return `<tr><th scope="row" class="s">${escaped(variantOf(row, swept))}</th>${cells.join('')}<td>${courseSvg(values)}</td></tr>`;
  });
  const title = `Trend of ${name} at the last step`;
  return `<section aria-label="${escaped(`${title}, ${experiment}`)}"><h3>${escaped(title)}</h3>${scrollRegion(
    `${title}, ${experiment}`,
    `<table class="data"><thead><tr><th scope="col" class="s">variant</th>${head.map((text) => `<th scope="col">${escaped(text)}</th>`).join('')}<th scope="col">course</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
  )}${more > 0 ? `<p class="quiet">… and ${count(more, 'more variant')}.</p>` : ''}</section>`;
}

function variantOf(row: Row, swept: readonly Column[]): string {
  const names = swept.map(({ name }) => `${name} ${row[name]}`);
  return names.length === 0 ? `depth ${row.depth}` : names.join(', ');
}

/** The column that a trend shows: the metric of the first expectation whose metric the table has, else the match rate. */
function trendMetric({ table: { columns }, verdicts }: Pick<Result, 'table' | 'verdicts'>): Column {
  const names = [...verdicts.map(({ expectation }) => expectation.metric), 'match_rate'];
  return columns.find(
    ({ name }) => name === names.find((one) => columns.some((column) => column.name === one)),
  )!;
}

/** Collects what the trend shows of other results: the metric of the last step of each variant, by the row's key. */
export function trendValues(result: Pick<Result, 'table' | 'verdicts'>): {
  take(cells: Readonly<Record<string, string>>): void;
  values: ReadonlyMap<string, string>;
} {
  const { name } = trendMetric(result);
  const swept = result.table.columns.filter(isSwept);
  const wanted = new Set(lastSteps(result.table).map((row) => trendKey(row, swept)));
  const values = new Map<string, string>();
  return {
    take(cells) {
      const key = JSON.stringify([cells.step, ...swept.map((column) => cells[column.name])]);
      const value = cells[name];
      if (value !== undefined && wanted.has(key) && !values.has(key)) values.set(key, value);
    },
    values,
  };
}

/** The step and the swept values of a row, as tables print them. */
function trendKey(row: Row, swept: readonly Column[]): string {
  return JSON.stringify([
    String(row.step),
    ...swept.map((column) => formatCell(row[column.name] ?? null, column)),
  ]);
}

const COURSE = { width: 80, height: 20 };

/** Values as a small line, the last one with a dot. */
function courseSvg(values: readonly (string | undefined)[]): string {
  const numbers = values.map((value) => (value === undefined || value === '' ? undefined : Number(value)));
  const known = numbers.filter((value) => value !== undefined);
  if (known.length < 2) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const place = (value: number, i: number) => {
    const x = 4 + (i / (numbers.length - 1)) * (COURSE.width - 8);
    const y = high === low ? COURSE.height / 2 : 4 + ((high - value) / (high - low)) * (COURSE.height - 8);
    return `${Number(x.toFixed(1))},${Number(y.toFixed(1))}`;
  };
  const points = numbers.flatMap((value, i) => (value === undefined ? [] : [place(value, i)]));
  const [x, y] = points.at(-1)!.split(',');
  return element(
    'svg',
    { class: 'course', ...COURSE, viewBox: `0 0 ${COURSE.width} ${COURSE.height}`, 'aria-hidden': 'true' },
    element('polyline', {
      points: points.join(' '),
      fill: 'none',
      stroke: 'currentColor',
      'stroke-width': 1.5,
    }),
    element('circle', { cx: x, cy: y, r: 3, fill: 'currentColor' }),
  );
}
