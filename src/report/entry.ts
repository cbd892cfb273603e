import { isFailure, type Verdict } from '../expect/expect.ts';
import type { FilmStrip } from '../picture/film_strip.ts';
import type { Snapshot } from '../run/capture.ts';
import type { TableDifference } from './compare_tables.ts';

/** A plot of a report: an SVG that takes its text colour from the page, and a caption. */
export interface ReportPlot {
  caption: string;
  svg: string;
}

/** An experiment beside its earlier results. */
export interface ResultsComparison {
  /** The folder of the other results, as the user wrote it. */
  against: string;
  difference: TableDifference;
  /** The value of the trend's metric in the other results, by the key of each row that the trend shows. */
  trend?: ReadonlyMap<string, string> | undefined;
  /** How the experiment itself differs from the one that the other results are of, in phrases. */
  changes: readonly string[];
  /** Both tables in one figure; undefined if they hold no rows to be drawn together. */
  plot?: ReportPlot | undefined;
  /** The film strip of the earlier experiment, if that was another one. */
  strip?: FilmStrip | undefined;
}

/** Everything that a report shows of one experiment. */
export interface ReportEntry extends Snapshot {
  /** The experiment file, as the user wrote its path, and its text. */
  path: string;
  source: string;
  /** The number of variants. */
  count: number;
  plots: readonly ReportPlot[];
  /** The first plot as PNG. */
  plotPng: Uint8Array;
  /** Comparisons with other results, in the order that they were asked for. */
  comparisons?: readonly ResultsComparison[] | undefined;
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

/** Entries in the order of a reader: those that fail, those that warn, then the others; each group as it was given. */
export function failingFirst<E extends { result: { verdicts: readonly Verdict[] } }>(
  entries: readonly E[],
): E[] {
  const rank = ({ result: { verdicts } }: E) => URGENCY[entryVerdict(verdicts)];
  return [...entries].sort((one, other) => rank(one) - rank(other));
}

const URGENCY: Readonly<Record<EntryVerdict, number>> = { fails: 0, warns: 1, holds: 2, open: 2 };
