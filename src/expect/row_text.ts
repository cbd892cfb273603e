import { count } from '../core/error.ts';
import { type Cell, type Column, isPlace } from '../results/columns.ts';
import { formatCell } from '../results/csv.ts';
import { type Broken, brokenOf, notText } from './broken.ts';
import type { Expectation, Violation } from './expect.ts';

/** `shift.max 3, depth 4: `: the row's swept values and picture, its depth, the step where that is not the depth, its shift. */
export function rowText(row: Readonly<Record<string, Cell>>): string {
  const { step, depth, dy, dx } = row;
  const parts = Object.entries(row)
    .filter(([name]) => !isPlace({ name }) && name !== 'dy' && name !== 'dx')
    .map(([name, value]) => `${name} ${value}`);
  if (depth !== undefined) parts.push(`depth ${depth}`);
  if (step !== undefined && String(step) !== String(depth)) parts.push(`step ${step}`);
  if (dy !== undefined) parts.push(`shift (${pixelsText(dy)}, ${pixelsText(dx!)})`);
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

/** Six digits, as tables print a shift. */
export function pixelsText(value: Cell): string {
  return typeof value === 'number' ? formatCell(value, { type: 'number', identity: false }) : String(value);
}

/** What a sentence about a row that violates an expectation says. */
export interface BrokenRow extends Broken {
  row: Readonly<Record<string, Cell>>;
  metric: string;
  interval?: readonly [number, number] | undefined;
}

/**
 * The sentence about a row that violates an expectation: its variant, the value, its interval and count, and the bound.
 * Every reporter, the report and the table of a run have this one.
 *
 * @example 'shift.max 4, depth 4: match_rate is 0.852 (69 of 81), not equal to 1'
 */
export function brokenRowText({ row, metric, ...broken }: BrokenRow): string {
  const { shown, whose, interval, count: counts } = broken;
  const ends = interval ? ` [${interval.map(threeDigits).join(', ')}]` : '';
  const counted = counts === undefined ? '' : ` (${counts})`;
  return `${rowText(row)}${metric}${whose === undefined ? '' : ` of ${whose}`} is ${shown}${ends}${counted}, ${notText(broken)}`;
}

/** The sentence of `brokenRowText` about a violation. @param columns of the table that has its row */
export function violationText(
  violation: Violation,
  expectation: Expectation,
  columns: readonly Column[],
): string {
  const { row, interval } = violation;
  const identity = columns.filter((column) => column.identity);
  const cells = Object.fromEntries(identity.map(({ name }) => [name, row[name] ?? null]));
  const { metric } = expectation;
  return brokenRowText({ row: cells, metric, interval, ...brokenOf(violation, expectation, columns) });
}

/** `… and 3 more rows that do not hold`, of rows that are not listed. */
export function moreBroken(rows: number): string {
  return `… and ${count(rows, 'more row')} that ${rows === 1 ? 'does' : 'do'} not hold`;
}

/** @example threeDigits(0.85185) // '0.852' */
export function threeDigits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
