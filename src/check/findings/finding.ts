import type { Where } from '../../core/error.ts';
import type { Bound } from '../../expect/expect.ts';
import type { Cell } from '../../results/columns.ts';

/** A shift, and whether its output coincides with the reference. */
export interface ShiftVerdict {
  dy: number;
  dx: number;
  /** How often it was drawn. */
  trials: number;
  /** Before, as the committed table of shifts says; only where there is one. */
  before?: 'matches' | 'differs';
  now: 'matches' | 'differs';
}

/** A row that violates a claim, or one that is better than it was. */
export interface Difference {
  /** The identity of the row. */
  row: Readonly<Record<string, Cell>>;
  /** The column that is compared; undefined if the row as a whole is missing or new. */
  metric?: string | undefined;
  /** In words: `at least 0.9`, `at least 0.018 (layers plain) + 0.02`, `0.994`. */
  expected: string;
  /** In words, as a table prints it: `0.871`, `not defined`. */
  actual: string;
  /** The same with three digits, or as many as it takes to see that it violates the claim. */
  shown?: string | undefined;
  /** If the value is the worst of several pictures or classes, which one has it: `picture a.png`. */
  whose?: string | undefined;
  /** If the value is a share: `69 of 81`. */
  count?: string | undefined;
  /** [low, high] of the actual value, where it was sampled. */
  interval?: readonly [number, number] | undefined;
  /** The end of the interval that was compared in place of the actual value, where an expectation is confident. */
  bound?: Bound | undefined;
  /** That end in words: `its lower bound 0.992`. */
  compared?: string | undefined;
  /** A further remark: a test and its result. */
  note?: string | undefined;
  /** The place of the committed row. */
  where?: Where | undefined;
  /**
   * Up to five shifts whose verdict changed. Without a committed table of shifts, that do not match now, and only where
   * fewer trials match than did, or an expectation is about matching.
   */
  shifts: readonly ShiftVerdict[];
}

/**
 * The result of one claim: an expectation, a comparison with the committed tables, that each table has an
 * experiment, that a file is a valid one, or that an experiment can be run. `failed`: the numbers violate it (exit
 * 1). `error`: it could not be judged, since a file is wrong or nothing was measured (exit 2), or the run failed (exit 3).
 */
export interface Finding {
  experiment: string;
  about: 'expectation' | 'baseline' | 'table' | 'file' | 'run';
  claim: string;
  level: 'error' | 'warn';
  state: 'held' | 'failed' | 'error';
  /** The place of the claim. */
  where?: Where | undefined;
  /** Sentences that say what is wrong. */
  messages: readonly string[];
  /** How many rows were compared. */
  rows: number;
  differences: readonly Difference[];
  /** How many further rows differ, if there are any: the first 1,000 are listed. */
  moreDifferences?: number | undefined;
  /** Rows that are better than the committed ones. */
  improvements: readonly Difference[];
  /** How many further ones, if there are any: the first 1,000 are listed. */
  moreImprovements?: number | undefined;
}

/** All findings about one experiment. */
export interface CheckedExperiment {
  experiment: string;
  description?: string | undefined;
  /** The experiment file, as the user named it. */
  file?: string | undefined;
  findings: readonly Finding[];
  /** Warnings about the numbers. */
  warnings: readonly string[];
  seconds: number;
}

/** All findings of a check. */
export interface CheckReport {
  /** When the check began, as an ISO time. */
  began: string;
  /** The version of the package. */
  coincide: string;
  checked: readonly CheckedExperiment[];
  /** Sentences about the check as a whole: that nothing has changed, say. */
  messages: readonly string[];
}

/** The exit code of a finding: 0 it held or is a warning, 1 it did not hold, 2 it could not be checked, 3 the run failed. */
export function severity({ about, state, level }: Finding): 0 | 1 | 2 | 3 {
  if (state === 'held' || level === 'warn') return 0;
  if (state === 'failed') return 1;
  return about === 'run' ? 3 : 2;
}

/** A finding of level error without rows, unless `given` says otherwise. */
export function finding(
  given: Pick<Finding, 'experiment' | 'about' | 'claim' | 'state'> & Partial<Finding>,
): Finding {
  return { level: 'error', messages: [], rows: 0, differences: [], improvements: [], ...given };
}
