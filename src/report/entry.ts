import { isFailure, type Verdict } from '../expect/expect.ts';
import type { Seen } from '../run/look.ts';
import type { TableDifference } from './compare_tables.ts';

/** A drawing of a report: an SVG that takes its colours from the page, and what it shows. */
export interface ReportPlot {
  caption: string;
  svg: string;
}

/** All that a report says of one experiment. */
export interface ReportEntry extends Seen {
  /** The experiment file, as the user named it, and its text. */
  path: string;
  source: string;
  /** What each of the kept maps is of; empty where there is one variant. */
  variants: readonly string[];
  /** How many variants there are. */
  count: number;
  plots: readonly ReportPlot[];
  /** The first plot as PNG. */
  plotPng: Uint8Array;
  /** Against other results; none where there is nothing to compare with. */
  difference?: TableDifference | undefined;
}

/** Whether an experiment's claim holds. */
export type Outcome = 'holds' | 'fails' | 'warns' | 'open';

/** `warns`: only expectations of level `warn` do not hold; `open`: it expects nothing. */
export function outcomeOf(verdicts: readonly Verdict[]): Outcome {
  if (verdicts.length === 0) return 'open';
  if (verdicts.some(isFailure)) return 'fails';
  return verdicts.every(({ state }) => state === 'passed') ? 'holds' : 'warns';
}

export const OUTCOME_NAMES: Readonly<Record<Outcome, string>> = {
  holds: 'Holds',
  fails: 'Does not hold',
  warns: 'Only warns',
  open: 'Expects nothing',
};
