import { judge } from '../../check/check_experiment.ts';
import type { Checked } from '../../check/findings/finding.ts';
import { failureFound } from '../../check/findings/mistake_findings.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { readStored } from '../../results/stored.ts';
import type { Reading } from '../arguments/reading.ts';
import { withPath } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { progress } from '../terminal/progress.ts';
import { note } from '../terminal/terminal.ts';
import { backendChooser } from '../threads/backend_chooser.ts';
import { computed } from '../threads/run_experiments.ts';

export interface CheckReadOptions {
  /** Where the committed results are. */
  folder: string;
  /** How the files were read. */
  reading: Reading;
  workers: number | undefined;
  backend: string | undefined;
  verbose: boolean | undefined;
}

/** Runs experiments, and judges each when it and those before it are done. */
export async function checkRead(
  found: readonly ExperimentFile[],
  { folder, reading, workers, backend: name = 'auto', verbose = false }: CheckReadOptions,
): Promise<Checked[]> {
  const done: Checked[] = [];
  const bar = await progress(true);
  try {
    await interruptible(async (signal) => {
      const chosen = await backendChooser(name, verbose ? note : undefined);
      const options = { ...chosen, reading, workers, bar, signal, goesOn: true };
      for await (const one of computed(found, options)) {
        const { path: file, experiment } = one.file;
        if ('failure' in one) {
          done.push(failureFound({ ...experiment, file }, one.failure.problems));
          continue;
        }
        const stored = await readStored(folder, experiment.name);
        done.push(await judge(experiment, one.parts, stored, { file, ...chosen.computing, signal }));
      }
    });
  } catch (error) {
    throw withPath(error, found[done.length]?.path);
  } finally {
    bar.stop();
  }
  return done;
}
