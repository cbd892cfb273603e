import type { Where } from '../error.ts';
import type { Cell, Column, Metric } from '../results/columns.ts';
import { type Counterparts, counterparts } from './counterpart.ts';

type Row = Readonly<Record<string, Cell>>;

/** What must hold of a metric in every selected row; unrounded values are compared. */
export interface Expectation {
  metric: Metric | (string & {});
  /** Values of identity columns; all rows where there is none. */
  at: Readonly<Record<string, string | number | boolean>>;
  min?: number | undefined;
  max?: number | undefined;
  equals?: number | undefined;
  /** Absolute tolerance of `equals`. */
  within: number;
  /** Whether the end of the interval that is nearer to breaking is compared, instead of the estimate. Default false. */
  confident?: boolean | undefined;
  /** Another variant, by values of identity columns, than which the row must be no worse. */
  compare_to?: Readonly<Record<string, string | number | boolean>> | undefined;
  /** How much better than it. Default 0. */
  min_gain?: number | undefined;
  /** Whether it fails a check, or is only told. Default error. */
  level?: 'error' | 'warn' | undefined;
  /** Where it stands in the experiment file. */
  where?: Where | undefined;
}

/** One row that does not hold. */
export interface Violation {
  row: Row;
  operator: 'min' | 'max' | 'equals' | 'compare_to';
  /** null: the other row's value is not defined. */
  expected: number | null;
  /** What was compared: the metric, or the end of its interval. null: not defined in this row. */
  actual: number | null;
  /** [low, high] of the metric in this row, where it was sampled. */
  interval?: readonly [number, number] | undefined;
}

/** What became of an expectation. */
export type Verdict = { expectation: Expectation } & (
  | { state: 'passed'; rows: number }
  | { state: 'failed'; rows: number; violations: readonly Violation[] }
  | { state: 'missing' }
);

/**
 * Holds expectations against the rows of a table.
 *
 * @param columns of the table: which way a metric is better, and which columns hold its interval
 */
export function verify(
  expectations: readonly Expectation[],
  rows: readonly Row[],
  columns: readonly Column[] = [],
): Verdict[] {
  return expectations.map((expectation) => {
    const { metric, at, compare_to } = expectation;
    const column = columns.find(({ name }) => name === metric);
    const others = compare_to && counterparts(rows, columns, compare_to);
    // The variant that others are compared to is not compared to itself.
    const selected = selectRows(rows, at).filter((row) => others?.(row) !== row);
    if (selected.length === 0 || (others && selected.some((row) => !others(row)))) {
      return { expectation, state: 'missing' };
    }
    const violations = selected.flatMap((row) => violationsOf(expectation, row, column, others));
    return violations.length === 0
      ? { expectation, state: 'passed', rows: selected.length }
      : { expectation, state: 'failed', rows: selected.length, violations };
  });
}

/** `at least 0.5`: what a row does not hold, as sentences say it. */
export function formatBound(
  { operator, expected }: Pick<Violation, 'operator' | 'expected'>,
  better: Column['better'],
): string {
  if (operator === 'equals') return `equal to ${expected}`;
  const least = operator === 'min' || (operator === 'compare_to' && better !== 'lower');
  return `${least ? 'at least' : 'at most'} ${expected ?? 'that of the other row, which is not defined'}`;
}

/** Whether a verdict is one that a run or a check fails for. */
export function isFailure({ state, expectation }: Verdict): boolean {
  return state === 'missing' || (state === 'failed' && expectation.level !== 'warn');
}

/** The rows that have these values; a number and its text are the same. */
export function selectRows<R extends Row>(rows: readonly R[], at: Expectation['at']): R[] {
  const wanted = Object.entries(at).map(([column, value]) => [column, String(value)] as const);
  return rows.filter((row) =>
    wanted.every(([column, value]) => Object.hasOwn(row, column) && String(row[column]) === value),
  );
}

/** `classes at depth 4: equal to 1`, as the file says it. */
export function formatExpectation(expectation: Expectation): string {
  const { metric, at, min, max, equals, within, confident, compare_to, min_gain = 0 } = expectation;
  const places = values(at);
  const bounds = [
    min !== undefined && `at least ${min}`,
    max !== undefined && `at most ${max}`,
    equals !== undefined && (within === 0 ? `equal to ${equals}` : `within ${within} of ${equals}`),
    compare_to && `${gainText(min_gain)} ${values(compare_to)}`,
  ].filter((bound) => typeof bound === 'string');
  const sure = confident ? ', confidently' : '';
  return `${metric}${places === '' ? '' : ` at ${places}`}: ${bounds.join(' and ')}${sure}`;
}

function gainText(gain: number): string {
  if (gain === 0) return 'no worse than';
  return gain > 0 ? `better by at least ${gain} than` : `worse by at most ${-gain} than`;
}

function values(at: Expectation['at']): string {
  return Object.entries(at)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
}

function violationsOf(
  { metric, min, max, equals, within, confident = false, compare_to, min_gain = 0 }: Expectation,
  row: Row,
  column: Column | undefined,
  others: Counterparts | undefined,
): Violation[] {
  const [low, value, high] = estimate(row, metric, column, confident);
  const interval = intervalOf(row, column);
  const broken = (
    operator: Violation['operator'],
    expected: number | null,
    actual: number | null,
    holds: boolean,
  ): Violation[] =>
    holds && actual !== null
      ? []
      : [{ row, operator, expected, actual, ...(interval && value !== null && { interval }) }];
  const far = equals !== undefined && Math.abs(low! - equals) > Math.abs(high! - equals) ? low : high;
  const found = [
    ...(min === undefined ? [] : broken('min', min, low, low! >= min)),
    ...(max === undefined ? [] : broken('max', max, high, high! <= max)),
    ...(equals === undefined ? [] : broken('equals', equals, far, Math.abs(far! - equals) <= within)),
  ];
  if (compare_to === undefined) return found;
  const [otherLow, , otherHigh] = estimate(others!(row)!, metric, column, confident);
  const higher = column?.better !== 'lower';
  const [mine, theirs] = higher ? [low, otherHigh] : [high, otherLow];
  if (theirs === null) return [...found, ...broken('compare_to', null, mine, false)];
  const needed = higher ? theirs + min_gain : theirs - min_gain;
  return [...found, ...broken('compare_to', needed, mine, higher ? mine! >= needed : mine! <= needed)];
}

/** What is compared: the value, or the ends of its interval on either side. */
function estimate(
  row: Row,
  metric: string,
  column: Column | undefined,
  confident: boolean,
): readonly [number | null, number | null, number | null] {
  const cell = row[metric];
  const value = typeof cell === 'number' ? cell : null;
  if (!confident) return [value, value, value];
  const [low, high] = (column?.interval ?? []).map((name) => row[name]);
  const end = (bound: Cell | undefined) => (typeof bound === 'number' ? bound : null);
  return [end(low), value, end(high)];
}

function intervalOf(row: Row, column: Column | undefined): readonly [number, number] | undefined {
  const [low, high] = (column?.interval ?? []).map((name) => row[name]);
  return typeof low === 'number' && typeof high === 'number' && low !== high ? [low, high] : undefined;
}
