import { count, formatWhere } from '../../core/error.ts';
import { sizeLabel } from '../../core/tensor.ts';
import { formatExpectation, isFailure, type Verdict } from '../../expect/expect.ts';
import { printable } from '../../expect/printable.ts';
import { moreBroken, violationText } from '../../expect/row_text.ts';
import { type Column, isSwept, type Row } from '../../results/columns.ts';
import { formatCell } from '../../results/csv.ts';
import { countRows, firstRows } from '../../results/packed_rows.ts';
import type { Result } from '../../run/run.ts';
import { aligned, colours, inLines, noColours, tableWidth } from '../terminal/terminal.ts';
import { shortNames } from './short_names.ts';

const MOST_ROWS = 60;
const MOST_VIOLATIONS = 5;

/** A result as text: the description, a short table, and a line for each expectation. */
export function showResult(result: Result): string {
  const { experiment, description, table, verdicts } = result;
  const set = table.columns.some(({ name }) => name === 'images');
  const swept = table.columns.filter(isSwept);
  const header = [
    ...swept.map(({ name }) => name),
    'depth',
    'layer',
    'size',
    ...(set ? ['images'] : []),
    'classes',
    'matches',
    'match rate',
  ];
  const against = table.columns.some(({ name }) => name === 'against_rate');
  if (against) header.push('against rate');
  const first = firstRows(table, MOST_ROWS) as Row[];
  const names = first.map((row) =>
    swept.map((column) => printable(formatCell(row[column.name] ?? null, column))),
  );
  const short = shortNames(names, tableWidth());
  const rows = first.map((row, i) => [...short[i]!, ...resultCells(row, against).map(printable)]);
  const more = countRows(table) - rows.length;
  return [
    description
      ? inLines(`${colours.bold(experiment)}: ${printable(description)}`, 2)
      : colours.bold(experiment),
    aligned(rows, header.map(printable), tableWidth(), swept.length + 1),
    ...(more > 0 ? [`  … and ${count(more, 'more row')}`] : []),
    ...verdicts.flatMap((verdict) => showVerdict(verdict, table.columns, colours)),
  ].join('\n');
}

/** The expectations that do not hold, as text; empty if all hold. */
export function showFailures({ experiment, verdicts, table }: Result): string {
  const failed = verdicts.filter(({ state }) => state !== 'passed');
  if (failed.length === 0) return '';
  return [experiment, ...failed.flatMap((verdict) => showVerdict(verdict, table.columns, noColours))].join(
    '\n',
  );
}

function resultCells(row: Row, against: boolean): string[] {
  const size = sizeLabel([row.height, row.width, row.channels]);
  const classes = String(Number((row.classes as number).toPrecision(4)));
  const images = row.images === undefined ? [] : [String(row.images)];
  const numbers = [...images, classes, `${row.matches}/${row.trials}`, rate(row, 'match')];
  return [String(row.depth), row.layer, size, ...numbers, ...(against ? [rate(row, 'against')] : [])];
}

/** `0.094 [0.077, 0.114]`; the rate alone if its interval is a point or is not defined. */
function rate(row: Row, what: 'match' | 'against'): string {
  const [middle, low, high] = [row[`${what}_rate`], row[`${what}_low`], row[`${what}_high`]].map(
    threeDecimals,
  );
  return low === '' || (low === high && low === middle) ? middle! : `${middle} [${low}, ${high}]`;
}

/** Three decimals; 0 and 1 are printed only if the value is exactly that. */
function threeDecimals(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  if (value === 0 || value === 1) return String(value);
  return Math.min(0.999, Math.max(0.001, value)).toFixed(3);
}

function showVerdict(
  verdict: Verdict,
  columns: readonly Column[],
  { green, red, yellow }: typeof colours,
): string[] {
  const { expectation, state } = verdict;
  const text = printable(formatExpectation(expectation));
  if (state === 'passed') return [`  ${green('✓')} ${text}`];
  const mark = isFailure(verdict) ? red('✗') : yellow('!');
  const where = expectation.where ? ` (${printable(formatWhere(expectation.where))})` : '';
  if (state === 'missing') return [`  ${mark} ${text}: no such row${where}`];
  const broken = verdict.violations
    .slice(0, MOST_VIOLATIONS)
    .map((violation) => `      ${printable(violationText(violation, expectation, columns))}`);
  const more = verdict.violations.length - broken.length;
  return [`  ${mark} ${text}${where}`, ...broken, ...(more > 0 ? [`      ${moreBroken(more)}`] : [])];
}
