import { brokenOf } from '../../expect/broken.ts';
import { formatExpectation, type Verdict } from '../../expect/expect.ts';
import type { Column } from '../../results/columns.ts';
import { identityOf } from '../baseline/pair_rows.ts';
import { type Difference, type Finding, finding } from './finding.ts';
import { MAX_LISTED, notListed } from './listed.ts';

/** The finding about an expectation. One that selects no row, or a row without trials, was not evaluated: an error. */
export function expectationFinding(
  verdict: Verdict,
  experiment: string,
  columns: readonly Column[],
): Finding {
  const { expectation } = verdict;
  const claim = {
    experiment,
    about: 'expectation' as const,
    claim: formatExpectation(expectation),
    level: expectation.level ?? 'error',
    where: expectation.where,
    rows: verdict.state === 'missing' ? 0 : verdict.rows,
  };
  if (verdict.state === 'passed') return finding({ ...claim, state: 'held' });
  if (verdict.state === 'missing') {
    const messages = ['no row is selected, so the expectation was never evaluated'];
    return finding({ ...claim, state: 'error', messages });
  }
  const empty = verdict.violations.filter(({ row }) => row.trials === 0);
  const identity = columns.filter((one) => one.identity);
  const listed = verdict.violations.slice(0, MAX_LISTED);
  const differences = listed.map((violation): Difference => {
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
  const state = empty.length > 0 ? 'error' : 'failed';
  const moreDifferences = notListed({ first: differences, count: verdict.violations.length });
  return finding({ ...claim, state, messages, differences, moreDifferences });
}
