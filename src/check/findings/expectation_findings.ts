import { brokenOf } from '../../expect/broken.ts';
import { formatExpectation, type Verdict } from '../../expect/expect.ts';
import type { Column } from '../../results/columns.ts';
import { identityOf } from '../baseline/pair_rows.ts';
import type { Difference, Finding } from './finding.ts';

/** What a check says of an expectation. An expectation that no row with trials is held against was never evaluated. */
export function expectationFinding(
  verdict: Verdict,
  experiment: string,
  columns: readonly Column[],
): Finding {
  const { expectation } = verdict;
  const finding = {
    experiment,
    about: 'expectation' as const,
    claim: formatExpectation(expectation),
    level: expectation.level ?? 'error',
    where: expectation.where,
    messages: [],
    rows: verdict.state === 'missing' ? 0 : verdict.rows,
    differences: [],
    improvements: [],
  };
  if (verdict.state === 'passed') return { ...finding, state: 'held' };
  if (verdict.state === 'missing') {
    const messages = ['no row is selected, so the expectation was never evaluated'];
    return { ...finding, state: 'error', messages };
  }
  const empty = verdict.violations.filter(({ row }) => row.trials === 0);
  const identity = columns.filter((one) => one.identity);
  const differences = verdict.violations.map((violation): Difference => {
    const { row, actual, interval, bound } = violation;
    return {
      row: identityOf(row, identity),
      metric: expectation.metric,
      ...brokenOf(violation, expectation, columns),
      actual: actual === null ? 'not defined' : String(actual),
      interval,
      bound,
      shifts: [],
    };
  });
  const messages = empty.length > 0 ? ['a selected row has no trials, so nothing was measured'] : [];
  return { ...finding, state: empty.length > 0 ? 'error' : 'failed', messages, differences };
}
