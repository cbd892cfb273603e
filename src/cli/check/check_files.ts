import { resolve } from 'node:path';
import { type CheckReport, severity } from '../../check/findings/finding.ts';
import { findingsOf } from '../../check/findings/summary.ts';
import { UserError } from '../../core/error.ts';
import { printable } from '../../expect/printable.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { STDIN } from '../../experiment/disk/standard_input.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import { type ReadingArguments, readingOf } from '../arguments/reading.ts';
import { MOST_THREADS, wholeNumber } from '../arguments/whole_number.ts';
import type { ShardArguments } from '../shards/run_shard.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { reportFailure } from '../terminal/failure.ts';
import { note } from '../terminal/terminal.ts';
import { version } from '../terminal/version.ts';
import { createEarlyThread, startThread, threadsBeside } from '../threads/thread.ts';
import type { CheckReadOptions } from './check_read.ts';
import { type ChosenReporter, chosenReporters, requireWritableReports, writeReports } from './reporting.ts';

export interface CheckArguments extends ShardArguments, Pick<ReadingArguments, 'name' | 'allow-outside'> {
  files?: string[];
  results?: string;
  reporter?: string[];
  'changed-since'?: string;
  all?: boolean;
  cached?: boolean;
  merge?: string[];
}

const EXPERIMENTS = 'experiments';
const RESULTS = 'results';

/** Reads all files, checks the experiments and reports the findings. Writes only the files of reporters. */
export async function checkFiles(args: CheckArguments): Promise<ExitCode> {
  const { files = [], reporter = [], backend = 'auto', 'changed-since': since, cached = false, merge } = args;
  const reporters = chosenReporters(reporter);
  const paths = files.length > 0 ? files : [EXPERIMENTS];
  const workers = wholeNumber('--workers', args.workers, MOST_THREADS);
  if (args.shard !== undefined && (reporter.length > 0 || since || cached || merge))
    throw new UserError(
      '--shard computes units and judges nothing; leave out --reporter, --changed-since, --cached and --merge.',
    );
  if (args.shard !== undefined && paths.includes(STDIN))
    throw new UserError('--shard: expected files; each shard would need the same standard input (-).');
  const reading = await readingOf(paths, args);
  if (args.shard !== undefined) {
    const { runShard } = await import('../shards/run_shard.ts');
    return runShard(paths, args, reading);
  }
  if (args.out !== undefined) throw new UserError('--out: a check writes nothing, but for a --shard of it.');
  // Where some units may not be computed, it is not known yet whether another thread is worth its start.
  const computesAll = since === undefined && !cached && !merge;
  const early =
    computesAll && threadsBeside(workers, backend) > 0
      ? createEarlyThread(() => startThread({ reading, backend }))
      : undefined;
  try {
    return await checkPaths(paths, { ...args, backend }, { reading, reporters, workers, early });
  } finally {
    await early?.close();
  }
}

/** The arguments of a check that were read already. */
interface ReadArguments extends Pick<CheckReadOptions, 'reading' | 'workers' | 'early'> {
  reporters: readonly ChosenReporter[];
}

async function checkPaths(
  paths: readonly string[],
  args: CheckArguments & { backend: string },
  { reporters, ...options }: ReadArguments,
): Promise<ExitCode> {
  const { results = RESULTS, backend, quiet = false, verbose = false, cached = false, merge } = args;
  const began = new Date().toISOString();
  const found = await readExperiments(paths, options.reading, options.early?.read).catch((error) => {
    if (!(error instanceof UserError) || error.kind !== 'input') throw error;
    return error;
  });
  if (found instanceof UserError) return reportMistakes(found, began, reporters, verbose);
  await requireWritableReports(reporters);
  const { chosen, messages } = await chooseExperiments(found, args, results);
  const { checkRead } = await import('./check_read.ts');
  let checked = await checkRead(chosen, {
    ...options,
    folder: results,
    backend,
    quiet,
    verbose,
    cached,
    merge,
  });
  if (paths.some((path) => resolve(path) === resolve(EXPERIMENTS))) {
    const { obsoleteTables, withObsolete } = await import('./obsolete.ts');
    checked = withObsolete(checked, await obsoleteTables(results, found));
  }
  const report: CheckReport = { began, coincide: version, checked, messages };
  for (const { experiment, warnings } of checked) {
    for (const warning of warnings) note(printable(`warning: ${experiment}: ${warning}`));
  }
  await writeReports(report, reporters);
  return Math.max(0, ...findingsOf(report).map(severity)) as ExitCode;
}

/** Reports files that cannot be read as experiments: as text on stderr, and by the other reporters. */
async function reportMistakes(
  error: UserError,
  began: string,
  reporters: readonly ChosenReporter[],
  verbose: boolean,
): Promise<ExitCode> {
  const code = reportFailure(error, verbose);
  const { mistakesFound } = await import('../../check/findings/mistake_findings.ts');
  const checked = mistakesFound(error.problems);
  await writeReports(
    { began, coincide: version, checked, messages: ['nothing was run'] },
    reporters.filter(({ name, file }) => name !== 'text' || file !== undefined),
  );
  return code;
}

/** The experiments to check, and what to say about those that are left out. */
async function chooseExperiments(
  found: readonly ExperimentFile[],
  { 'changed-since': since, all = false }: CheckArguments,
  results: string,
): Promise<{ chosen: readonly ExperimentFile[]; messages: string[] }> {
  if (since === undefined || all) return { chosen: found, messages: [] };
  const { changedSince } = await import('./changed_since.ts');
  const chosen = await changedSince(since, found, results);
  const left = found.length - chosen.length;
  if (chosen.length === 0) return { chosen, messages: [`no experiment has changed since ${since}`] };
  if (left === 0) return { chosen, messages: [] };
  return { chosen, messages: [`${left} of ${found.length} experiments have not changed since ${since}`] };
}
