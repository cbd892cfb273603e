import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/expect/expect.ts';
import { entryVerdict } from '../../src/report/entry.ts';

const verdict = (state: Verdict['state'], level?: 'error' | 'warn') =>
  ({
    state,
    expectation: { metric: 'classes', at: {}, within: 0, level },
    rows: 1,
    violations: [],
  }) as Verdict;

describe('the outcome of an experiment', () => {
  test.each([
    ['open', []],
    ['holds', [verdict('passed'), verdict('passed', 'warn')]],
    ['warns', [verdict('passed'), verdict('failed', 'warn')]],
    ['warns', [verdict('missing', 'warn')]],
    ['fails', [verdict('failed'), verdict('failed', 'warn')]],
    ['fails', [verdict('missing', 'error')]],
  ] as const)('%s', (outcome, verdicts) => {
    expect(entryVerdict(verdicts)).toBe(outcome);
  });
});
