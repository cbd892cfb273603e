import { UserError } from '../error.ts';
import { type ExperimentFile, readExperimentFiles } from '../experiment/files.ts';
import type { Layer } from '../layers/stack.ts';
import { toCsv } from '../results/csv.ts';
import { resultFiles } from '../results/files.ts';
import { writeResults } from '../results/store.ts';
import { type Result, runExperiment } from '../run.ts';
import type { Backend } from '../tensor.ts';
import type { ExitCode } from './command.ts';
import { Interrupted } from './failure.ts';
import { interruptible } from './interrupt.ts';
import { overridesOf } from './overrides.ts';
import { progress } from './progress.ts';
import type { RunArguments } from './run.ts';
import { showFailures, showResult } from './show_result.ts';
import { note, print } from './terminal.ts';

/** Reads all files, then runs them one by one; what is done is written before the next one begins. */
export async function runFiles(args: RunArguments): Promise<ExitCode> {
  const { files = [], json = false, quiet = false, verbose = false } = args;
  const overrides = overridesOf(args);
  const found = await readExperimentFiles(files.length > 0 ? files : ['experiments'], { overrides });
  const stdout = args.out === '-';
  if (stdout && json) throw new UserError('-o - and --json both take stdout; choose one.');
  if (stdout && found.length > 1)
    throw new UserError(`-o - takes one experiment, not ${found.length}; name its file.`);
  const folder = stdout ? undefined : (args.out ?? (overrides.length === 0 ? 'results' : undefined));
  const backend = await chooser(args.backend ?? 'auto', verbose ? note : undefined);

  const done: Result[] = [];
  const bar = await progress(!quiet);
  try {
    await interruptible(async (signal) => {
      for (const { experiment } of found) {
        const result = await runExperiment(experiment, {
          backend: (layers) => backend(layers, experiment.name),
          signal,
          progress: (at, of) => bar.update(experiment.name, (done.length + at / of) / found.length),
        });
        bar.stop();
        if (folder !== undefined) await writeResults(folder, resultFiles(result));
        done.push(result);
        if (stdout) print(toCsv(result.table));
        else if (!json && !quiet) print(showResult(result));
        else if (!json) for (const line of showFailures(result)) print(line);
        if (!quiet) for (const warning of result.warnings) note(`warning: ${result.experiment}: ${warning}`);
      }
    });
  } catch (error) {
    bar.stop();
    if (error instanceof Interrupted) note(interruption(found, done, folder));
    else if (found.length > 1) note(interruption(found, done, folder).replace('interrupted', 'stopped'));
    throw named(error, found[done.length]);
  }
  if (json) print(`${JSON.stringify({ version: 1, experiments: done.map(toJson) }, null, 2)}\n`);
  else if (!quiet && !stdout) print(summary(done, folder));
  return done.some(({ verdicts }) => verdicts.some(({ state }) => state !== 'passed')) ? 1 : 0;
}

type Chooser = (layers: readonly Layer[], experiment: string) => Promise<Backend>;

/** A backend that is asked for by name is loaded before anything runs. */
async function chooser(name: string, say: ((text: string) => void) | undefined): Promise<Chooser> {
  const { autoBackend, loadBackend } = await import('../backend/load.ts');
  const told = new Set<string>();
  const tell = (text: string) => {
    if (!told.has(text)) say?.(text);
    told.add(text);
  };
  if (name !== 'auto') {
    const backend = await loadBackend(name);
    tell(`backend ${name} ${backend.version}: asked for`);
    return async () => backend;
  }
  return async (layers, experiment) => {
    const { backend, why } = await autoBackend(layers);
    tell(`${experiment}: backend ${backend.name} ${backend.version}: ${why}`);
    return backend;
  };
}

function toJson({
  experiment,
  description,
  table,
  shifts,
  verdicts,
  warnings,
  resolved,
  digest,
  backend,
}: Result): object {
  return {
    experiment,
    description,
    columns: table.columns.map(({ name }) => name),
    rows: table.rows,
    ...(shifts && { shifts: { columns: shifts.columns.map(({ name }) => name), rows: shifts.rows } }),
    expectations: verdicts,
    warnings,
    resolved,
    digest,
    backend,
  };
}

function summary(done: readonly Result[], folder: string | undefined): string {
  const verdicts = done.flatMap((result) => result.verdicts);
  const failed = verdicts.filter(({ state }) => state !== 'passed').length;
  const held = `${count(verdicts.length - failed, 'expectation')} held${failed > 0 ? `, ${failed} did not` : ''}`;
  const files = done.reduce((n, result) => n + (result.shifts ? 3 : 2), 0);
  const where =
    folder === undefined
      ? 'wrote nothing (--out DIR keeps such a run)'
      : `wrote ${count(files, 'file')} to ${folder}/`;
  return `${count(done.length, 'experiment')}: ${held}; ${where}`;
}

/** What was done before it ended, and what was not. */
function interruption(
  found: readonly ExperimentFile[],
  done: readonly Result[],
  folder: string | undefined,
): string {
  const names = (list: readonly string[]) => (list.length === 0 ? 'nothing' : list.join(', '));
  const written = folder === undefined ? 'nothing' : names(done.map(({ experiment }) => experiment));
  const rest = names(found.slice(done.length).map(({ experiment }) => experiment.name));
  return `interrupted; written: ${written}; not written: ${rest}.`;
}

/** A failure of a run, with the file that it is about. */
function named(error: unknown, file: ExperimentFile | undefined): unknown {
  if (!(error instanceof UserError) || error.kind !== 'run' || !file) return error;
  const problems = error.problems.map(({ message }) => ({ message, where: { file: file.path } }));
  return new UserError(problems, { kind: 'run', cause: error });
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
