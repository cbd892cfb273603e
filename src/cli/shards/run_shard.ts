import { join } from 'node:path';
import { backendClass } from '../../backend/backend_class.ts';
import { count, UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { reason } from '../../results/reason.ts';
import { requireWritableResults } from '../../results/store.ts';
import type { Gathered } from '../../run/gather.ts';
import { unitsOf } from '../../run/unit.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import { manifestOf, writeManifest } from '../../units/manifest.ts';
import { shardOf, splitByCost } from '../../units/shard.ts';
import { createUnitWriter } from '../../units/unit_cache.ts';
import { openUnitFiles } from '../../units/unit_files.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import type { Reading, ReadingArguments } from '../arguments/reading.ts';
import { MOST_THREADS, wholeNumber } from '../arguments/whole_number.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { Interrupted, reportFailure, withPath } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';
import { isStream, requireFolderName } from '../terminal/results_folder.ts';
import { note, printFitted } from '../terminal/terminal.ts';
import { buildVersion } from '../terminal/version.ts';
import { backendChooser } from '../threads/backend_chooser.ts';
import { runExperiments } from '../threads/run_experiments.ts';

export interface ShardArguments {
  shard?: string;
  out?: string;
  backend?: string;
  workers?: string;
  quiet?: boolean;
  verbose?: boolean;
}

/**
 * Computes the units of one shard of some experiments into a folder, with a manifest. It judges nothing and writes no
 * table. Units that are there are not computed again.
 */
export async function runShard(
  paths: readonly string[],
  args: ShardArguments,
  reading: Reading,
): Promise<ExitCode> {
  const { out: folder, backend = 'auto', quiet = false, verbose = false } = args;
  if (folder === undefined || folder === '' || isStream(folder))
    throw new UserError('--shard: expected --out FOLDER, where its units go.');
  requireFolderName(folder);
  const shard = shardOf(args.shard!, process.env);
  const workers = wholeNumber('--workers', args.workers, MOST_THREADS);
  const found = await readExperiments(paths, reading);
  await requireWritableResults(folder);
  const computing = await backendChooser(backend, verbose ? note : undefined);
  const computer = { coincide: buildVersion, backend: backendClass(backend) };
  const manifest = await manifestOf(found, {
    ...computer,
    of: shard.of,
    command: argumentsOf(paths, { ...reading, backend: args.backend }),
  });
  await stored(folder, () => writeManifest(folder, manifest));
  const { experiments } = manifest;
  const shards = splitByCost(
    experiments.flatMap(({ seconds }) => seconds),
    shard.of,
  );
  const begins = experiments.map((_, file) =>
    experiments.slice(0, file).reduce((sum, { units }) => sum + units.length, 0),
  );
  const isOwn = (file: number, index: number) => shards[begins[file]! + index] === shard.index - 1;
  const folders = found.map(({ experiment }) => join(folder, ...experiment.name.split('/')));
  const files = openUnitFiles([...new Set(folders)]);
  const isThere = (file: number, index: number) => files.has(experiments[file]!.units[index]!);
  const writers = folders.map((own) => createUnitWriter(own, {}));
  const flush = () => stored(folder, async () => writers.forEach(flushOne));
  const own = countUnits(found, isOwn);
  const there = countUnits(found, (file, index) => isOwn(file, index) && isThere(file, index));
  const failed: ExperimentFile[] = [];
  const bar = await createProgress(!quiet);
  try {
    await interruptible(async (signal) => {
      const options = {
        ...computing,
        reading,
        workers,
        bar,
        signal,
        keepGoing: true,
        kept: {
          has: (file: number, index: number) => !isOwn(file, index) || isThere(file, index),
          read: () => NOT_NEEDED,
        },
        gather: () => ({ add: () => undefined, end: () => NOTHING_GATHERED }),
        computed({ file, index }: { file: number; index: number }, result: UnitResult) {
          writers[file]!.add(experiments[file]!.units[index]!, result);
        },
      };
      for await (const one of runExperiments(found, options)) {
        if (!('failure' in one)) continue;
        bar.stop();
        failed.push(one.file);
        reportFailure(withPath(one.failure, one.file.path), verbose);
      }
    });
  } catch (error) {
    bar.stop();
    await flush();
    if (error instanceof Interrupted) {
      const written = there + writers.reduce((sum, { written }) => sum + written(), 0);
      note(
        `interrupted; ${written} of ${count(own, 'unit')} are in ${folder}, and the same command goes on from there.`,
      );
    }
    throw error;
  }
  bar.stop();
  await flush();
  if (!quiet) {
    if (there > 0) note(`${there} of ${own} units were there.`);
    printFitted(
      `shard ${shard.index} of ${shard.of}: ${count(own, 'unit')} of ${begins.at(-1)! + experiments.at(-1)!.units.length} in ${folder.replace(/\/+$/, '')}/`,
    );
  }
  return failed.length > 0 ? 3 : 0;
}

/** A shard puts nothing together. */
const NOT_NEEDED = {} as UnitResult;
const NOTHING_GATHERED = {} as Gathered;

function flushOne(writer: { flush(): void }): void {
  writer.flush();
}

function countUnits(
  found: readonly ExperimentFile[],
  isCounted: (file: number, index: number) => boolean,
): number {
  let counted = 0;
  for (const [file, { experiment }] of found.entries())
    for (let index = 0; index < unitsOf(experiment).count; index++) if (isCounted(file, index)) counted++;
  return counted;
}

/** @throws UserError (storage) in place of the system's error */
async function stored(folder: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError(`could not write ${folder}: ${reason(cause)}; what is there is whole.`, {
      kind: 'storage',
      cause,
    });
  }
}

/**
 * The arguments that say which experiments are run and what computes them, as a command line has them.
 *
 * @example argumentsOf(['a.yaml'], { seed: '3' }) // ['a.yaml', '--seed', '3']
 */
function argumentsOf(
  paths: readonly string[],
  args: ReadingArguments & { backend?: string | undefined },
): string[] {
  const { set = [], seed, trials, variant = [], picture = [], threads, providers, backend } = args;
  const options = { seed, trials, threads, providers, backend };
  return [
    ...paths,
    ...set.flatMap((one) => ['--set', one]),
    ...variant.flatMap((one) => ['--variant', one]),
    ...picture.flatMap((one) => ['--picture', one]),
    ...Object.entries(options).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value])),
    ...(args['allow-outside'] ? ['--allow-outside'] : []),
  ];
}
