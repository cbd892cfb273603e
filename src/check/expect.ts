import type { Where } from '../error.ts';
import type { Cell, Metric } from '../results/columns.ts';

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
  /** Where it stands in the experiment file. */
  where?: Where | undefined;
}

/** One row that does not hold. */
export interface Violation {
  row: Readonly<Record<string, Cell>>;
  operator: 'min' | 'max' | 'equals';
  expected: number;
  /** null: not defined in this row. */
  actual: number | null;
}

/** What became of an expectation. */
export type Verdict = { expectation: Expectation } & (
  | { state: 'passed'; rows: number }
  | { state: 'failed'; rows: number; violations: readonly Violation[] }
  | { state: 'missing' }
);

/** Holds expectations against the rows of a table. */
export function verify(
  expectations: readonly Expectation[],
  rows: readonly Readonly<Record<string, Cell>>[],
): Verdict[] {
  return expectations.map((expectation) => {
    const selected = selectRows(rows, expectation.at);
    if (selected.length === 0) return { expectation, state: 'missing' };
    const violations = selected.flatMap((row) => violationsOf(expectation, row));
    return violations.length === 0
      ? { expectation, state: 'passed', rows: selected.length }
      : { expectation, state: 'failed', rows: selected.length, violations };
  });
}

/** The rows that have these values; a number and its text are the same. */
export function selectRows<R extends Readonly<Record<string, Cell>>>(
  rows: readonly R[],
  at: Expectation['at'],
): R[] {
  const wanted = Object.entries(at).map(([column, value]) => [column, String(value)] as const);
  return rows.filter((row) =>
    wanted.every(([column, value]) => Object.hasOwn(row, column) && String(row[column]) === value),
  );
}

/** `classes at depth 4: equals 1`, as the file says it. */
export function formatExpectation({ metric, at, min, max, equals, within }: Expectation): string {
  const places = Object.entries(at).map(([column, value]) => `${column} ${value}`);
  const bounds = [
    min !== undefined && `at least ${min}`,
    max !== undefined && `at most ${max}`,
    equals !== undefined && (within === 0 ? `equal to ${equals}` : `within ${within} of ${equals}`),
  ].filter((bound) => bound !== false);
  return `${metric}${places.length > 0 ? ` at ${places.join(', ')}` : ''}: ${bounds.join(' and ')}`;
}

function violationsOf({ metric, min, max, equals, within }: Expectation, row: Violation['row']): Violation[] {
  const cell = row[metric];
  const actual = typeof cell === 'number' ? cell : null;
  const broken = (
    operator: Violation['operator'],
    expected: number | undefined,
    holds: (x: number) => boolean,
  ) =>
    expected === undefined || (actual !== null && holds(actual)) ? [] : [{ row, operator, expected, actual }];
  return [
    ...broken('min', min, (x) => x >= min!),
    ...broken('max', max, (x) => x <= max!),
    ...broken('equals', equals, (x) => Math.abs(x - equals!) <= within),
  ];
}
