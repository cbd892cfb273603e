import { join, relative } from 'node:path';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { STDIN } from '../../experiment/disk/standard_input.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import { changesExperiment, type Reading, type ReadingArguments, readingOf } from '../arguments/reading.ts';
import { MOST_THREADS, wholeNumber } from '../arguments/whole_number.ts';
import type { ShardArguments } from '../shards/run_shard.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { isStream, requireFolderName } from '../terminal/results_folder.ts';
import type { QueueUse } from './dispatch_files.ts';
import type { StdoutForm } from './print_result.ts';
import type { WholeTableArguments } from './whole_tables.ts';

export interface RunArguments extends ReadingArguments, ShardArguments, WholeTableArguments {
  files?: string[];
  json?: boolean;
  watch?: boolean;
  verify?: boolean;
  fresh?: boolean;
  queue?: string;
  store?: string;
}

/**
 * Runs the experiments in files, again after each change with `--watch`, and gives the exit code. All files are read
 * before what runs them is loaded, so that mistakes are reported at once.
 */
export async function runFiles(args: RunArguments): Promise<ExitCode> {
  const { files = [], watch = false } = args;
  const paths = files.length > 0 ? files : ['experiments'];
  const printed = args.json || args.verify || args.fresh || args.combine || args.latex;
  if (args.shard !== undefined && (watch || printed))
    throw new UserError(
      '--shard computes units and prints no table; leave out --watch, --json, --verify, --fresh, --combine and --latex.',
    );
  if (args.shard !== undefined && paths.includes(STDIN))
    throw new UserError('--shard: expected files; each shard would need the same standard input (-).');
  if (watch && paths.includes(STDIN))
    throw new UserError('--watch: expected files; standard input (-) cannot be read twice.');
  const reading = await readingOf(paths, args);
  if (!watch) return runOnce(paths, args, reading);
  const { watching } = await import('./watch.ts');
  return watching(paths, reading, (changed) => runOnce(changed, args, reading));
}

async function runOnce(paths: readonly string[], args: RunArguments, reading: Reading): Promise<ExitCode> {
  if (args.shard !== undefined) {
    if (args.queue !== undefined || args.store !== undefined)
      throw new UserError('--shard and --queue are two ways to spread a run; choose one.');
    const { runShard } = await import('../shards/run_shard.ts');
    return runShard(paths, args, reading);
  }
  const output = stdoutForm(args);
  const queue = await queueUseOf(args);
  const workers = wholeNumber('--workers', args.workers, MOST_THREADS);
  const found = await readExperiments(paths, reading);
  if (output === 'csv' && found.length > 1)
    throw new UserError(`-o ${args.out} takes one experiment, not ${found.length}; name its file.`);
  const folder =
    output === 'csv' ? undefined : (args.out ?? (changesExperiment(args) ? undefined : 'results'));
  const stream = output === 'csv' ? args.out : undefined;
  if (folder !== undefined) await requireResultsFolder(folder, found, args);
  const { runRead } = await import('./run_read.ts');
  const options = { ...args, workers, reading, output, folder, stream, queue };
  const { combine, latex, columns } = args;
  if ([combine, latex, columns].every((one) => one === undefined)) return runRead(found, options);
  const { wholeTables } = await import('./whole_tables.ts');
  const finished = await wholeTables(found, { combine, latex, columns }, output !== 'text');
  return runRead(found, { ...options, toStdout: combine === '-' || latex === '-', finished });
}

/** The queue that the arguments name. @throws UserError */
async function queueUseOf({ queue, store, ...args }: RunArguments): Promise<QueueUse | undefined> {
  if (queue === undefined) {
    if (store === undefined) return undefined;
    throw new UserError('--store: it is where the workers of a --queue write to; give both.');
  }
  if (args.workers !== undefined || args.verify)
    throw new UserError(
      '--queue has the units computed by `coincide worker`; leave out --workers and --verify.',
    );
  if (store === '') throw new UserError('--store: expected a folder.');
  const { queueAddress } = await import('../../units/queue/address.ts');
  const { openStore } = await import('../../units/queue/store.ts');
  const address = queueAddress(queue, process.env);
  return { address, store: store === undefined ? undefined : openStore(store) };
}

/** Fails early where results cannot be written, or would be written elsewhere by a link that nobody asked for. */
async function requireResultsFolder(
  folder: string,
  found: readonly ExperimentFile[],
  { out, 'allow-outside': outside }: RunArguments,
): Promise<void> {
  requireFolderName(folder);
  const { leadsElsewhere, requireWritableResults } = await import('../../results/store.ts');
  const paths = found.map(({ experiment }) => join(folder, experiment.name));
  const elsewhere = out === undefined && !outside ? await leadsElsewhere(paths) : undefined;
  if (elsewhere) {
    throw new UserError(
      `${relative('.', elsewhere.path)} leads to ${elsewhere.to} by a link; --out ${folder} writes there all the same.`,
    );
  }
  await requireWritableResults(folder);
}

function stdoutForm({ out, json = false }: RunArguments): StdoutForm {
  if (out === '') throw new UserError('--out: expected a folder, or - for stdout.');
  if (out !== undefined && isStream(out)) {
    if (json) throw new UserError(`-o ${out} and --json both take stdout; choose one.`);
    return 'csv';
  }
  return json ? 'json' : 'text';
}
