import type { Column } from '../results/columns.ts';
import { cellsText, type Expectation, holds, type Violation, WORST_OF } from './expect.ts';

/** A violated expectation in words. */
export interface Broken {
  /** `at least 0.995`, `within 0.02 of 0.5`, `at least 0.018 (layers plain) + 0.99`. */
  expected: string;
  /** The compared value if it is an end of the interval: `its lower bound 0.992`. */
  compared?: string | undefined;
  /** The value, with three digits or as many as it takes to see that it violates the expectation: `0.852`. */
  shown: string;
  /** If it is the worst value of several pictures or classes, which one has it: `picture a.png`. */
  whose?: string | undefined;
  /** If the value is a share: `69 of 81`. */
  count?: string | undefined;
}

/**
 * Puts a violation into words: the expectation, and the end of the interval that violates it.
 *
 * @param columns of the table; they say which direction of the metric is better
 */
export function brokenOf(violation: Violation, expectation: Expectation, columns: readonly Column[]): Broken {
  const column = columns.find(({ name }) => name === expectation.metric);
  const better = column?.better;
  const { operator, bound, other } = violation;
  const { equals, within } = expectation;
  const rounded = roundingFunction(violation, expectation, better);
  const compared = bound && `its ${bound.end} bound ${rounded(bound.value)}`;
  const { actual } = violation;
  const shown = actual === null ? 'not defined' : String(rounded(actual));
  const worst = violation.row[WORST_OF];
  const whose = expectation.of !== undefined && typeof worst === 'string' ? worst : undefined;
  const said = { compared, shown, whose, count: countText(violation.row, column) };
  if (operator === 'equals') {
    return { ...said, expected: within === 0 ? `equal to ${equals}` : `within ${within} of ${equals}` };
  }
  const least = operator === 'min' || (operator === 'compare_to' && better !== 'lower');
  const side = least ? 'at least' : 'at most';
  if (operator !== 'compare_to') return { ...said, expected: `${side} ${violation.expected}` };
  const variant = cellsText(expectation.compare_to!);
  if (other === null || other === undefined) {
    return { ...said, expected: `${side} that of ${variant}, which is not defined` };
  }
  const end = expectation.confident ? `the ${least ? 'upper' : 'lower'} bound of ` : '';
  const gain = (expectation.min_gain ?? 0) * (least ? 1 : -1);
  const more = gain === 0 ? '' : ` ${gain > 0 ? '+' : '-'} ${Math.abs(gain)}`;
  return { ...said, expected: `${side} ${rounded(other)} (${end}${variant})${more}` };
}

/** `not at least 0.9`, `its lower bound 0.992 is not at least 0.995`: how a sentence about a row ends. */
export function notText({ compared, expected }: Pick<Broken, 'compared' | 'expected'>): string {
  return compared === undefined ? `not ${expected}` : `${compared} is not ${expected}`;
}

/** `69 of 81`; undefined unless the column is one count over another. */
function countText(row: Violation['row'], column: Column | undefined): string | undefined {
  const [part, whole] = (column?.counts ?? []).map((name) => row[name]);
  return typeof part === 'number' && typeof whole === 'number' ? `${part} of ${whole}` : undefined;
}

const MIN_DIGITS = 3;
const MAX_DIGITS = 17;

/**
 * Rounds numbers to three digits, or to as many as it takes for the rounded numbers to violate the expectation too.
 */
function roundingFunction(
  { operator, actual, bound, other }: Violation,
  expectation: Expectation,
  better: Column['better'],
): (value: number) => number {
  const to = (digits: number) => (value: number) => Number(value.toPrecision(digits));
  for (let digits = MIN_DIGITS; digits < MAX_DIGITS; digits++) {
    const round = to(digits);
    const value = bound ? round(bound.value) : actual === null ? null : round(actual);
    if (value === null || !holds(operator, expectation, value, round(other ?? 0), better)) return round;
  }
  return to(MAX_DIGITS);
}
