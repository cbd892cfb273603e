import { isFailure, type Verdict } from '../expect/expect.ts';
import type { Snapshot } from '../run/capture.ts';
import type { TableDifference } from './compare_tables.ts';

/** A plot of a report: an SVG that takes its text colour from the page, and a caption. */
export interface ReportPlot {
  caption: string;
  svg: string;
}

/** Everything that a report shows of one experiment. */
export interface ReportEntry extends Snapshot {
  /** The experiment file, as the user wrote its path, and its text. */
  path: string;
  source: string;
  /** The name of each variant in `maps`; empty if there is only one variant. */
  variants: readonly string[];
  /** The number of variants. */
  count: number;
  plots: readonly ReportPlot[];
  /** The first plot as PNG. */
  plotPng: Uint8Array;
  /** The difference to other results, if the report compares. */
  difference?: TableDifference | undefined;
}

/** The verdict on an experiment: `open` means that it has no expectations. */
export type EntryVerdict = 'holds' | 'fails' | 'warns' | 'open';

/** `fails` if a verdict of level `error` did not pass, `warns` if only ones of level `warn` did not, `open` if there are none. */
export function entryVerdict(verdicts: readonly Verdict[]): EntryVerdict {
  if (verdicts.length === 0) return 'open';
  if (verdicts.some(isFailure)) return 'fails';
  return verdicts.every(({ state }) => state === 'passed') ? 'holds' : 'warns';
}

export const OUTCOME_NAMES: Readonly<Record<EntryVerdict, string>> = {
  holds: 'Holds',
  fails: 'Does not hold',
  warns: 'Warning',
  open: 'Expects nothing',
};
