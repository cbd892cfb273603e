import { UserError } from '../../core/error.ts';
import { isFailure } from '../../expect/expect.ts';
import { printable } from '../../expect/printable.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { toCsv } from '../../results/csv.ts';
import { resultFiles } from '../../results/files.ts';
import { writeResults } from '../../results/store.ts';
import { type Result, resultOf } from '../../run/run.ts';
import type { Reading } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { Interrupted, withPath } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { progress } from '../terminal/progress.ts';
import { note, print } from '../terminal/terminal.ts';
import { backendChooser } from '../threads/backend_chooser.ts';
import { computed } from '../threads/run_experiments.ts';
import { soFar, summary, toJson } from './outcome.ts';
import { showFailures, showResult } from './show_result.ts';

/** What goes to stdout; what is not the table or the document goes to stderr then. */
export type Output = 'text' | 'csv' | 'json';

export interface RunReadOptions {
  output: Output;
  /** Where results are written; nowhere without it. */
  folder: string | undefined;
  /** How the files were read. */
  reading: Reading;
  workers?: number | undefined;
  backend?: string;
  quiet?: boolean;
  verbose?: boolean;
  /** Computes everything a second time on a backend, and compares. */
  verify?: boolean;
}

/** Runs experiments; each is written as soon as it and those before it are done. */
export async function runRead(
  found: readonly ExperimentFile[],
  { output, folder, reading, workers, ...given }: RunReadOptions,
): Promise<ExitCode> {
  const { backend: name = 'auto', quiet = false, verbose = false, verify = false } = given;
  const done: Result[] = [];
  const bar = await progress(!quiet);
  try {
    await interruptible(async (signal) => {
      const computing = await backendChooser(name, verbose ? note : undefined);
      for await (const one of computed(found, { ...computing, reading, workers, bar, signal })) {
        if ('failure' in one) throw one.failure;
        const { experiment } = one.file;
        const result = await resultOf(experiment, one.parts);
        if (verify) {
          const { verifyRun } = await import('../../check/verify_run.ts');
          await verifyRun(experiment, result, VERIFIER, { ...(await verifier()), signal });
        }
        if (folder !== undefined) await writeResults(folder, resultFiles(result));
        bar.stop();
        if (output === 'text' && !quiet && done.length > 0) print('');
        done.push(result);
        show(result, output, quiet);
      }
    });
  } catch (error) {
    bar.stop();
    const begun = !(error instanceof UserError) || error.kind !== 'input';
    if (error instanceof Interrupted) note(`interrupted; ${soFar(found, done, folder)}`);
    else if (begun && found.length > 1) note(`stopped; ${soFar(found, done, folder)}`);
    throw withPath(error, found[done.length]?.path);
  }
  if (output === 'json') print(JSON.stringify({ version: 1, experiments: done.map(toJson) }, null, 2));
  if (!quiet && output !== 'csv') (output === 'text' ? print : note)(summary(done, folder));
  return done.some(({ verdicts }) => verdicts.some(isFailure)) ? 1 : 0;
}

/** Every installation has it, and it shares no code with plain loops. */
const VERIFIER = 'wasm';

async function verifier() {
  const { chooseBackend } = await import('../../backend/load.ts');
  return chooseBackend(VERIFIER);
}

function show(result: Result, output: Output, quiet: boolean): void {
  const failures = showFailures(result);
  if (output === 'csv') print(toCsv(result.table));
  if (output === 'text' && !quiet) print(showResult(result));
  else if (failures !== '') (output === 'text' ? print : note)(failures);
  if (quiet) return;
  for (const warning of result.warnings) note(printable(`warning: ${result.experiment}: ${warning}`));
}
