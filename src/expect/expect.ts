import type { Where } from '../core/error.ts';
import type { WorstOf } from '../measure/sets/of_pictures.ts';
import { type Cell, type Column, type Metric, rowInterval } from '../results/columns.ts';
import { type Counterparts, counterparts } from './counterpart.ts';

type ExpectedRow = Readonly<Record<string, Cell>>;

/** A bound on a metric that every selected row must satisfy. Unrounded values are compared. */
export interface Expectation {
  metric: Metric | (string & {});
  /** The one picture or class whose value is compared, instead of the value of all together. */
  of?: WorstOf | undefined;
  /** Values of identity columns, and perhaps the class of the pictures; all rows where there is none. */
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
  /** `warn`: a violation is reported but fails nothing. Default error. */
  level?: 'error' | 'warn' | undefined;
  /** Its place in the experiment file. */
  where?: Where | undefined;
}

export type Operator = 'min' | 'max' | 'equals' | 'compare_to';

/** The key under which a row with a worst value says what has it: `picture a.png`, `class boot`. It is no column. */
export const WORST_OF = 'of';

/** An end of an interval. */
export interface Bound {
  end: 'lower' | 'upper';
  value: number;
}

/** A row that violates an expectation. */
export interface Violation {
  row: ExpectedRow;
  operator: Operator;
  /** The bound; of a comparison, the other row's value and the gain. null: that value is not defined. */
  expected: number | null;
  /** The metric in this row. null: it is not defined. */
  actual: number | null;
  /** [low, high] of the metric in this row, if its trials were sampled. */
  interval?: readonly [number, number] | undefined;
  /** If the expectation is confident: the end of the interval that was compared in place of the metric. */
  bound?: Bound | undefined;
  /** For `compare_to`: the metric of the other row; with `confident`, the end of its interval. */
  other?: number | null | undefined;
}

/** The result of an expectation. `missing`: no row is selected, or a selected row has no counterpart. */
export type Verdict = { expectation: Expectation } & (
  | { state: 'passed'; rows: number }
  | { state: 'failed'; rows: number; violations: readonly Violation[] }
  | { state: 'missing' }
);

/**
 * Compares expectations with the rows of a table.
 *
 * @param rowsOf the rows that an expectation is about
 * @param columns of the table; they say which direction of a metric is better, and which columns hold its interval
 */
export function verify(
  expectations: readonly Expectation[],
  rowsOf: Iterable<ExpectedRow> | ((expectation: Expectation) => Iterable<ExpectedRow>),
  columns: readonly Column[] = [],
): Verdict[] {
  // Rows may be read from files: those that several expectations are about are read once for all.
  const byRows = new Map<Iterable<ExpectedRow>, Comparing[]>();
  const all = expectations.map((expectation) => {
    const rows = typeof rowsOf === 'function' ? rowsOf(expectation) : rowsOf;
    const one = comparing(expectation, rows, columns);
    byRows.set(rows, [...(byRows.get(rows) ?? []), one]);
    return one;
  });
  for (const [rows, some] of byRows) for (const row of rows) for (const one of some) one.take(row);
  return all.map((one) => one.verdict());
}

/** An expectation that is compared with rows one by one. */
interface Comparing {
  take(row: ExpectedRow): void;
  verdict(): Verdict;
}

function comparing(
  expectation: Expectation,
  rows: Iterable<ExpectedRow>,
  columns: readonly Column[],
): Comparing {
  const { metric, at, compare_to } = expectation;
  const column = columns.find(({ name }) => name === metric);
  const others = compare_to && counterparts(rows, columns, compare_to);
  const isSelected = selecting(at);
  // The variant that others are compared to is not compared to itself.
  const isOther = compare_to ? selecting(compare_to) : () => false;
  const violations: Violation[] = [];
  let selected = 0;
  let alone = false;
  return {
    take(row) {
      if (alone || !isSelected(row) || isOther(row)) return;
      alone = others !== undefined && others(row) === undefined;
      if (alone) return;
      selected++;
      violations.push(...violationsOf(expectation, row, column, others));
    },
    verdict() {
      if (alone || selected === 0) return { expectation, state: 'missing' };
      return violations.length === 0
        ? { expectation, state: 'passed', rows: selected }
        : { expectation, state: 'failed', rows: selected, violations };
    },
  };
}

/**
 * Whether a value satisfies one bound of an expectation: `min` (value ≥ min), `max` (value ≤ max), `equals`
 * (|value - equals| ≤ within) or `compare_to` (value ≥ other + min_gain; value ≤ other - min_gain where lower is better).
 *
 * @param other the value of the other row, for `compare_to`
 */
export function holds(
  operator: Operator,
  { min, max, equals, within, min_gain = 0 }: Expectation,
  value: number,
  other: number,
  better: Column['better'],
): boolean {
  if (operator === 'min') return value >= min!;
  if (operator === 'max') return value <= max!;
  if (operator === 'equals') return Math.abs(value - equals!) <= within;
  return better === 'lower' ? value <= other - min_gain : value >= other + min_gain;
}

/** Whether a run, a check or a report fails for a verdict: an expectation of level `warn` never fails anything. */
export function isFailure({ state, expectation }: Verdict): boolean {
  return state !== 'passed' && expectation.level !== 'warn';
}

/** The rows that have these values; a number and its text are the same. */
export function selectRows<R extends ExpectedRow>(rows: readonly R[], at: Expectation['at']): R[] {
  return rows.filter(selecting(at));
}

function selecting(at: Expectation['at']): (row: ExpectedRow) => boolean {
  const wanted = Object.entries(at).map(([column, value]) => [column, String(value)] as const);
  return (row) =>
    wanted.every(([column, value]) => Object.hasOwn(row, column) && String(row[column]) === value);
}

/** `classes at depth 4: equal to 1`, as the file says it. */
export function formatExpectation(expectation: Expectation): string {
  const { metric, of, at, min, max, equals, within, confident, compare_to, min_gain = 0 } = expectation;
  const places = cellsText(at);
  const what = of === undefined ? metric : `${of} of ${metric}`;
  const bounds = [
    min !== undefined && `at least ${min}`,
    max !== undefined && `at most ${max}`,
    equals !== undefined && (within === 0 ? `equal to ${equals}` : `within ${within} of ${equals}`),
    compare_to && `${gainText(min_gain)} ${cellsText(compare_to)}`,
  ].filter((bound) => typeof bound === 'string');
  const sure = confident ? ', confidently' : '';
  return `${what}${places === '' ? '' : ` at ${places}`}: ${bounds.join(' and ')}${sure}`;
}

function gainText(gain: number): string {
  if (gain === 0) return 'no worse than';
  return gain > 0 ? `better by at least ${gain} than` : `worse by at most ${-gain} than`;
}

/** `depth 4, layer relu` */
export function cellsText(at: Readonly<Record<string, Cell>>): string {
  return Object.entries(at)
    .map(([column, value]) => `${column} ${value}`)
    .join(', ');
}

function violationsOf(
  expectation: Expectation,
  row: ExpectedRow,
  column: Column | undefined,
  others: Counterparts | undefined,
): Violation[] {
  const { metric, min, max, equals, confident = false, min_gain = 0 } = expectation;
  const [low, actual, high] = estimate(row, metric, column, confident);
  const interval = actual === null ? undefined : rowInterval(row, column);
  const broken = (
    operator: Operator,
    expected: number | null,
    at: 'lower' | 'upper',
    other?: number | null,
  ) => {
    const value = at === 'lower' ? low : high;
    const defined = value !== null && other !== null;
    if (defined && holds(operator, expectation, value, other ?? 0, column?.better)) return [];
    const bound = confident && interval && value !== null && { end: at, value };
    const more = { ...(interval && { interval }), ...(bound && { bound }), ...(others && { other }) };
    return [{ row, operator, expected, actual, ...more }];
  };
  const far = equals !== undefined && Math.abs(low! - equals) > Math.abs(high! - equals) ? 'lower' : 'upper';
  const found = [
    ...(min === undefined ? [] : broken('min', min, 'lower')),
    ...(max === undefined ? [] : broken('max', max, 'upper')),
    ...(equals === undefined ? [] : broken('equals', equals, far)),
  ];
  if (!others) return found;
  const [otherLow, , otherHigh] = estimate(others(row)!, metric, column, confident);
  if (column?.better === 'lower') {
    const needed = otherLow === null ? null : otherLow - min_gain;
    return [...found, ...broken('compare_to', needed, 'upper', otherLow)];
  }
  const needed = otherHigh === null ? null : otherHigh + min_gain;
  return [...found, ...broken('compare_to', needed, 'lower', otherHigh)];
}

/** [low, value, high] of a metric; low and high are the value itself unless the expectation is confident. */
function estimate(
  row: ExpectedRow,
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
