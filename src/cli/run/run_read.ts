import { UserError } from '../../core/error.ts';
import { isFailure } from '../../expect/expect.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { filesOfResult } from '../../results/files.ts';
import { writeResults } from '../../results/store.ts';
import { type Result, resultOf } from '../../run/run.ts';
import { isWorthKeeping } from '../../run/unit.ts';
import type { Reading } from '../arguments/reading.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { Interrupted, reportFailure, withPath } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { note, print, printFitted, printParts } from '../terminal/terminal.ts';
import { backendChooser } from '../threads/backend_chooser.ts';
import { runExperiments } from '../threads/run_experiments.ts';
import type { UnitCaches } from '../threads/unit_caches.ts';
import type { dispatchFiles, QueueUse } from './dispatch_files.ts';
import { resultsAsJson, runSummary, soFar } from './outcome.ts';
import { printResult, type StdoutForm } from './print_result.ts';

export interface RunReadOptions {
  output: StdoutForm;
  /** The folder that results are written to. Default: none. */
  folder: string | undefined;
  /** Where a table as CSV goes: the path of a device or pipe. Default: stdout. */
  stream?: string | undefined;
  /** How the files were read. */
  reading: Reading;
  workers?: number | undefined;
  backend?: string;
  quiet?: boolean;
  verbose?: boolean;
  /** Computes everything again on another backend and compares. */
  verify?: boolean;
  /** Computes all, and replaces what the unit cache has of it. */
  fresh?: boolean;
  /** A queue that computes the units. Default: this process does. */
  queue?: QueueUse | undefined;
  /** Whether something else takes stdout, so that results are not printed. */
  toStdout?: boolean;
  /** Called with all results once each has been computed. */
  finished?: (done: readonly Result[]) => Promise<void>;
}

/** Runs experiments, and writes and prints the results of each as soon as it and those before it are done. */
export async function runRead(found: readonly ExperimentFile[], options: RunReadOptions): Promise<ExitCode> {
  const { output, folder, finished } = options;
  const quiet = options.quiet || options.toStdout || false;
  const progress: Ended = { done: [], failed: [] };
  const bar = await createProgress(!quiet);
  const caches = options.verify ? undefined : await cachesOf(found, options);
  try {
    await interruptible((signal) => runEach(found, { ...options, quiet }, progress, bar, signal, caches));
  } catch (error) {
    bar.stop();
    caches?.flush();
    const begun = !(error instanceof UserError) || error.kind !== 'input';
    if (error instanceof Interrupted) {
      const left = caches?.left();
      note(`interrupted; ${soFar(found, progress.done, folder)}${left ? `\n${left}.` : ''}`);
    } else if (begun && found.length > 1) note(`stopped; ${soFar(found, progress.done, folder)}`);
    throw withPath(error, found[progress.done.length + progress.failed.length]?.path);
  }
  const { done, failed } = progress;
  caches?.flush();
  const used = caches?.used();
  if (used && !quiet) note(`${used}.`);
  if (output === 'json') await printParts(resultsAsJson(done));
  if (!quiet && output !== 'csv') (output === 'text' ? printFitted : note)(runSummary(done, folder));
  if (failed.length > 0) return 3;
  await finished?.(done);
  return done.some(({ verdicts }) => verdicts.some(isFailure)) ? 1 : 0;
}

/** The experiments that were run, and those that ran out of memory. */
interface Ended {
  done: Result[];
  failed: ExperimentFile[];
}

async function runEach(
  found: readonly ExperimentFile[],
  {
    output,
    folder,
    stream,
    reading,
    workers,
    backend = 'auto',
    quiet = false,
    verbose = false,
    verify,
    fresh = false,
    queue,
  }: RunReadOptions,
  { done, failed }: Ended,
  bar: Progress,
  signal: AbortSignal,
  caches: UnitCaches | undefined,
): Promise<void> {
  const computing = await backendChooser(backend, verbose ? note : undefined);
  const { kept, computed } = caches ?? {};
  const elsewhere = queue && (await elsewhereOf(found, queue, { reading, backend, fresh, caches }));
  const settings = {
    ...{ ...computing, reading, workers, bar, signal, kept, computed, elsewhere },
    // Others compute, and what they did is kept.
    keepGoing: queue !== undefined,
  };
  for await (const one of runExperiments(found, settings)) {
    const { experiment, path } = one.file;
    caches?.flush(one.file);
    if ('failure' in one) {
      bar.stop();
      failed.push(one.file);
      reportFailure(withPath(one.failure, path), verbose);
      continue;
    }
    const result = await resultOf(experiment, one.gathered);
    if (verbose && result.backend !== undefined) note(`${experiment.name}: computed by ${result.backend}`);
    if (verify) {
      const { verifyRun } = await import('../../check/verify_run.ts');
      const ways = {
        own: { ...computing.computing, signal },
        other: { ...(await verifier()), signal },
        name: VERIFIER,
      };
      const compared = await verifyRun(experiment, result, ways);
      if (!quiet) note(compared);
    }
    if (folder !== undefined) {
      const files = filesOfResult(result);
      await writeResults(folder, files.tables, files.package);
    }
    bar.stop();
    if (output === 'text' && !quiet && done.length > 0) print('');
    done.push(result);
    await printResult(result, output, quiet, stream);
  }
}

async function cachesOf(
  found: readonly ExperimentFile[],
  { backend = 'auto', fresh, queue }: RunReadOptions,
): Promise<UnitCaches | undefined> {
  const folder = queue?.store?.folder;
  if (folder === undefined && !found.some(({ experiment }) => isWorthKeeping(experiment))) return undefined;
  const { openUnitCaches } = await import('../threads/unit_caches.ts');
  return openUnitCaches(found, backend, fresh ? 'replace' : undefined, folder);
}

/** Only runs with a queue load what it needs. */
async function elsewhereOf(
  ...of: Parameters<typeof dispatchFiles>
): Promise<ReturnType<typeof dispatchFiles>> {
  const { dispatchFiles } = await import('./dispatch_files.ts');
  return dispatchFiles(...of);
}

/** Part of every installation, and shares no code with plain loops. */
const VERIFIER = 'wasm';

async function verifier() {
  const { chooseBackend } = await import('../../backend/load.ts');
  return chooseBackend(VERIFIER);
}
