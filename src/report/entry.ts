import type { Verdict } from '../expect/expect.ts';
import type { Seen } from '../run/look.ts';
import type { Difference } from './compare.ts';

/** A drawing of a report: an SVG that takes its colours from the page, and what it shows. */
export interface Drawing {
  caption: string;
  svg: string;
}

/** All that a report says of one experiment. */
export interface Entry extends Seen {
  /** The experiment file, as the user named it, and its text. */
  path: string;
  source: string;
  /** What each of the kept maps is of; empty where there is one variant. */
  variants: readonly string[];
  /** How many variants there are. */
  count: number;
  plots: readonly Drawing[];
  /** The first plot as PNG. */
  plotPng: Uint8Array;
  /** Against other results; none where there is nothing to compare with. */
  difference?: Difference | undefined;
}

/** Whether an experiment's claim holds. */
export type Outcome = 'holds' | 'fails' | 'open';

/** `open`: it expects nothing. */
export function outcomeOf(verdicts: readonly Verdict[]): Outcome {
  if (verdicts.length === 0) return 'open';
  return verdicts.every(({ state }) => state === 'passed') ? 'holds' : 'fails';
}

export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  holds: 'Holds',
  fails: 'Does not hold',
  open: 'Expects nothing',
};
