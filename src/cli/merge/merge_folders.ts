import { count } from '../../core/error.ts';
import { isFailure } from '../../expect/expect.ts';
import { resultFiles } from '../../results/files.ts';
import { measureParts, requireWritableResults, writeResults } from '../../results/store.ts';
import type { Result } from '../../run/run.ts';
import { mergedResult, readShards } from '../../units/merge.ts';
import { resultsAsJson, runSummary } from '../run/outcome.ts';
import { printResult } from '../run/print_result.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { note, print, printParts } from '../terminal/terminal.ts';

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
  const { experiments, units, missing } = await readShards(folders, partial);
  await requireWritableResults(out);
  const done: Result[] = [];
  for (const planned of experiments) {
    const result = await mergedResult(planned, units);
    const missingUnits = planned.units.filter((id) => !units.has(id)).length;
    const written = missingUnits > 0 ? { ...result, missingUnits } : result;
    await writeResults(out, await resultFiles(written, measureParts));
    if (!json && !quiet && done.length > 0) print('');
    await printResult(result, json ? 'json' : 'text', quiet);
    // The rows of a large table would take as much memory as there are.
    done.push(json ? result : { ...result, table: { columns: result.table.columns, rows: [] } });
  }
  if (json) await printParts(resultsAsJson(done));
  if (missing > 0) note(`partial: ${count(missing, 'unit')} missing; these tables fail check.`);
  if (!quiet) (json ? note : print)(runSummary(done, out));
  return done.some(({ verdicts }) => verdicts.some(isFailure)) ? 1 : 0;
}
