import { UserError } from '../../core/error.ts';
import { readExperimentFiles } from '../../experiment/disk/files.ts';
import type { OverrideArguments } from '../arguments/overrides.ts';
import { readOptions } from '../arguments/reading.ts';
import { workersOf } from '../arguments/worker_count.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import type { Output } from './run_read.ts';

export interface RunArguments extends OverrideArguments {
  files?: string[];
  out?: string;
  json?: boolean;
  backend?: string;
  workers?: string;
  'allow-outside'?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  watch?: boolean;
  verify?: boolean;
}

/** Reads all files, then runs them: a mistake in one of them is told before the rest of the program is loaded. */
export async function runFiles(args: RunArguments): Promise<ExitCode> {
  const { files = [], watch = false } = args;
  const paths = files.length > 0 ? files : ['experiments'];
  if (!watch) return runOnce(paths, args);
  const { watching } = await import('./watch.ts');
  return watching(paths, readOptions(args), (changed) => runOnce(changed, args));
}

async function runOnce(paths: readonly string[], args: RunArguments): Promise<ExitCode> {
  const options = readOptions(args);
  const output = outputOf(args);
  const found = await readExperimentFiles(paths, options);
  if (output === 'csv' && found.length > 1)
    throw new UserError(`-o - takes one experiment, not ${found.length}; name its file.`);
  const folder =
    output === 'csv' ? undefined : (args.out ?? (options.overrides!.length === 0 ? 'results' : undefined));
  const { runRead } = await import('./run_read.ts');
  return runRead(found, { ...args, workers: workersOf(args), reading: args, output, folder });
}

function outputOf({ out, json = false }: RunArguments): Output {
  if (out === '') throw new UserError('--out: expected a folder, or - for stdout.');
  if (out === '-' && json) throw new UserError('-o - and --json both take stdout; choose one.');
  if (out === '-') return 'csv';
  return json ? 'json' : 'text';
}
