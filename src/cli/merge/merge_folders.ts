import { count, UserError } from '../../core/error.ts';
import { isFailure } from '../../expect/expect.ts';
import { filesOfResult } from '../../results/files.ts';
import { requireWritableResults, writeResults } from '../../results/store.ts';
import type { Result } from '../../run/run.ts';
import { mergedResult, readShards } from '../../units/merge.ts';
import { resultsAsJson, runSummary } from '../run/outcome.ts';
import { printResult, type StdoutForm } from '../run/print_result.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { isStream, requireFolderName } from '../terminal/results_folder.ts';
import { note, print, printFitted, printParts } from '../terminal/terminal.ts';

export interface MergeArguments {
  folders: string[];
  out?: string;
  'allow-partial'?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** Writes and prints the results of shards, as the whole run would. @returns 1 where an expectation does not hold */
export async function mergeFolders({
  folders,
  out = 'results',
  'allow-partial': partial = false,
  json = false,
  quiet = false,
}: MergeArguments): Promise<ExitCode> {
  const stream = isStream(out) ? out : undefined;
  if (stream === undefined) requireFolderName(out);
  else if (json) throw new UserError(`-o ${out} and --json both take stdout; choose one.`);
  const output: StdoutForm = stream === undefined ? (json ? 'json' : 'text') : 'csv';
  const { experiments, units, missing } = await readShards(folders, partial);
  if (stream === undefined) await requireWritableResults(out);
  else if (experiments.length > 1)
    throw new UserError(`-o ${out} takes one experiment, not ${experiments.length}; write to a folder.`);
  const done: Result[] = [];
  for (const planned of experiments) {
    const result = await mergedResult(planned, units);
    const missingUnits = planned.units.filter((id) => !units.has(id)).length;
    if (stream === undefined) {
      const files = filesOfResult(missingUnits > 0 ? { ...result, missingUnits } : result);
      await writeResults(out, files.tables, files.package);
    }
    if (output === 'text' && !quiet && done.length > 0) print('');
    await printResult(result, output, quiet, stream);
    // The rows of a large table would take as much memory as there are.
    done.push(json ? result : { ...result, table: { columns: result.table.columns, rows: [] } });
  }
  if (json) await printParts(resultsAsJson(done));
  if (missing > 0) note(`partial: ${count(missing, 'unit')} missing; these tables fail check.`);
  if (!quiet && output !== 'csv') (json ? note : printFitted)(runSummary(done, out));
  return done.some(({ verdicts }) => verdicts.some(isFailure)) ? 1 : 0;
}
