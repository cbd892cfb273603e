import type { Experiment } from '../experiment/parse.ts';
import type { Stored } from '../results/stored.ts';
import type { Gathered } from '../run/gather.ts';
import type { Result } from '../run/run.ts';
import type { RunSettings } from '../run/settings.ts';
import type { RowFacts } from './baseline/compare_table.ts';

/** An experiment that was run, and the committed results that it is compared with. */
export interface CheckContext {
  experiment: Experiment;
  settings: RunSettings & { file?: string | undefined };
  result: Result;
  /** One for each row of the summary. */
  facts: readonly RowFacts[];
  stored: Stored;
}

/** The facts of each row of the summary. Rows of exact steps share theirs: there may be millions of them. */
export function factsOfRows(
  { variants }: Experiment,
  { precision }: Pick<Gathered, 'precision'>,
): RowFacts[] {
  const facts: RowFacts[] = [];
  for (const { trials, measured } of variants) {
    const all = trials === 'all';
    for (let row = 0; row < measured.size; row++) {
      const own = precision[facts.length]!;
      facts.push(own.exact ? (all ? EXACT_OF_ALL : EXACT_SAMPLED) : { ...own, all });
    }
  }
  return facts;
}

const EXACT_OF_ALL: RowFacts = { exact: true, largest: 0, all: true };
const EXACT_SAMPLED: RowFacts = { exact: true, largest: 0, all: false };
