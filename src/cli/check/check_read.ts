import { checkResults } from '../../check/check_experiment.ts';
import type { CheckedExperiment } from '../../check/findings/finding.ts';
import { failureFound } from '../../check/findings/mistake_findings.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { pathLabel } from '../../experiment/disk/standard_input.ts';
import { readStored } from '../../results/stored.ts';
import { withPath } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';
import { note } from '../terminal/terminal.ts';
import { backendChooser } from '../threads/backend_chooser.ts';
import { type RunExperimentsOptions, runExperiments } from '../threads/run_experiments.ts';

export interface CheckReadOptions extends Pick<RunExperimentsOptions, 'reading' | 'workers' | 'early'> {
  /** The folder of the committed results. */
  folder: string;
  backend: string;
  quiet: boolean;
  verbose: boolean;
  /** Takes from the unit cache what is there. */
  cached: boolean;
  /** Folders of shards: all units are taken from there. */
  merge: readonly string[] | undefined;
}

/** Runs experiments, and compares each with its expectations and committed results. */
export async function checkRead(
  found: readonly ExperimentFile[],
  { folder, reading, workers, early, backend, quiet, verbose, cached, merge }: CheckReadOptions,
): Promise<CheckedExperiment[]> {
  const done: CheckedExperiment[] = [];
  const bar = await createProgress(!quiet);
  const caches = cached
    ? (await import('../threads/unit_caches.ts')).openUnitCaches(found, backend, 'read')
    : undefined;
  const kept = merge
    ? await (await import('../shards/merged_units.ts')).mergedUnits(found, merge, backend)
    : caches?.kept;
  try {
    await interruptible(async (signal) => {
      const chosen = await backendChooser(backend, verbose ? note : undefined);
      const options = { ...chosen, reading, workers, early, bar, signal, keepGoing: true, kept };
      for await (const one of runExperiments(found, options)) {
        const { path, experiment } = one.file;
        const file = pathLabel(path);
        if ('failure' in one) {
          done.push(failureFound({ ...experiment, file }, one.failure.problems));
          continue;
        }
        const stored = await readStored(folder, experiment.name);
        done.push(
          await checkResults(experiment, one.gathered, stored, { file, ...chosen.computing, signal }),
        );
      }
    });
  } catch (error) {
    throw withPath(error, found[done.length]?.path);
  } finally {
    bar.stop();
  }
  const used = caches?.used();
  if (used && !quiet) note(`${used}.`);
  return done;
}
