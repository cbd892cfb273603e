import type { Experiment } from '../experiment/parse.ts';
import type { Stored } from '../results/stored.ts';
import type { Result } from '../run/run.ts';
import type { RunSettings } from '../run/settings.ts';
import type { RowFacts } from './baseline/baseline.ts';

/** An experiment that has been run, and all that it is judged by. */
export interface Judged {
  experiment: Experiment;
  settings: RunSettings & { file?: string | undefined };
  result: Result;
  /** Of each row of the table. */
  facts: readonly RowFacts[];
  /** The committed results. */
  stored: Stored;
}
