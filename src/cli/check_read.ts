import type { Checked } from '../check/finding.ts';
import type { ExperimentFile } from '../experiment/files.ts';
import { checkExperiment } from '../judge/check_experiment.ts';
import { readStored } from '../results/stored.ts';
import { backendChooser } from './backend_chooser.ts';
import { interruptible } from './interrupt.ts';
import { progress } from './progress.ts';
import { named } from './run_failure.ts';
import { note } from './terminal.ts';

export interface CheckReadOptions {
  /** Where the committed results are. */
  folder: string;
  backend: string | undefined;
  verbose: boolean | undefined;
}

/** Checks experiments one by one; while one computes, nothing else could. */
export async function checkRead(
  found: readonly ExperimentFile[],
  { folder, backend: name = 'auto', verbose = false }: CheckReadOptions,
): Promise<Checked[]> {
  const done: Checked[] = [];
  const bar = await progress(true);
  try {
    await interruptible(async (signal) => {
      const { computing, say } = await backendChooser(name, verbose ? note : undefined);
      const all = found.reduce((sum, { experiment }) => sum + experiment.variants.length, 0);
      let before = 0;
      for (const { path, experiment } of found) {
        const of = experiment.variants.length;
        const tell = (at: number) => bar.update({ what: experiment.name, done: at, of, before, all });
        tell(0);
        const checked = await checkExperiment(experiment, await readStored(folder, experiment.name), {
          file: path,
          ...computing,
          told: (why) => say(experiment.name, why),
          signal,
          progress: tell,
        });
        before += of;
        done.push(checked);
      }
    });
  } catch (error) {
    throw named(error, found[done.length]);
  } finally {
    bar.stop();
  }
  return done;
}
