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

/** The facts of each row of the summary. */
export function factsOfRows(
  { variants }: Experiment,
  { precision }: Pick<Gathered, 'precision'>,
): RowFacts[] {
  const all = variants.flatMap(({ trials, measured }) => Array.from(measured, () => trials === 'all'));
  return precision.map((one, row) => ({ ...one, all: all[row]! }));
}
