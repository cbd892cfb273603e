import { UserError } from '../../core/error.ts';
import { createScheduler } from '../../core/scheduler.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { holdLayers } from '../../layers/stack.ts';
import { type Part, runVariant } from '../../run/run_variant.ts';
import type { Reading } from '../arguments/reading.ts';
import type { Progress } from '../terminal/progress.ts';
import type { Computing } from './backend_chooser.ts';
import type { Crew } from './pool.ts';
import { type Job, queueOf } from './queue.ts';

export interface ComputedOptions extends Computing {
  /** How the files were read: other threads read them again. */
  reading: Reading;
  /** How many threads compute, this one included. Default: as many as there are cores, once it pays. */
  workers: number | undefined;
  bar: Progress;
  signal: AbortSignal;
  /** Goes on with the next experiment where the run of one fails. Default: that ends all. */
  goesOn?: boolean;
}

/** What the variants of an experiment gave, or why it could not be run. */
export type Computed = { file: ExperimentFile } & ({ parts: Part[] } | { failure: UserError });

/** Work that is done sooner is not worth starting threads for. */
const AFTER = 1000;

/**
 * Runs experiments, and gives what the variants of each gave, in order. Variants are spread over threads where there
 * is much to do; which of them runs where changes nothing in what it gives.
 *
 * @throws the failure of the first variant that fails, unless it goes on; the signal's reason
 */
export async function* computed(
  found: readonly ExperimentFile[],
  { name, computing, say, reading, workers, bar, signal, goesOn = false }: ComputedOptions,
): AsyncGenerator<Computed> {
  const queue = queueOf(found, !goesOn);
  const all = queue.left();
  const experimentOf = ({ file }: Job) => found[file]!.experiment;
  const told = (job: Job) => (why: string) => say(experimentOf(job).name, why);
  const scheduler = createScheduler(signal);
  let crew: Promise<Crew> | undefined;
  let current = 0;
  const show = () => {
    const { own, all: done } = queue.done(current);
    const { name, variants } = found[current]!.experiment;
    bar.update({ what: name, done: own, of: variants.length, before: done - own, all });
  };
  const hire = async () => {
    const { crewOf } = await import('./pool.ts');
    return crewOf({ found, queue, workers, reading, backend: name, told, show });
  };
  const timer = setTimeout(
    () => {
      crew = hire();
      // Where it fails, that is told at the end.
      crew.catch(() => undefined);
    },
    workers === undefined ? AFTER : 0,
  );
  const held = new Map<number, () => void>();

  async function here(job: Job): Promise<void> {
    const experiment = experimentOf(job);
    if (!held.has(job.file)) held.set(job.file, holdLayers(experiment.variants.map(({ steps }) => steps)));
    const progress = (share: number) => {
      queue.tell(job, { share });
      show();
    };
    try {
      const part = await runVariant(experiment, job.index, {
        ...computing,
        told: told(job),
        scheduler,
        progress,
      });
      queue.tell(job, { part });
    } catch (failure) {
      queue.tell(job, { failure });
    }
    if (scheduler.due()) await scheduler.yieldNow();
  }

  function outcome(file: number): { parts: Part[] } | { failure: UserError } | undefined {
    try {
      const parts = queue.parts(file);
      return parts && { parts };
    } catch (failure) {
      if (!goesOn || !(failure instanceof UserError) || failure.kind !== 'run') throw failure;
      return { failure };
    }
  }

  try {
    for (const [at, file] of found.entries()) {
      current = at;
      show();
      let done: { parts: Part[] } | { failure: UserError } | undefined;
      for (done = outcome(at); !done; done = outcome(at)) {
        const [job] = queue.take(1);
        await (job ? here(job) : queue.change(signal));
        signal.throwIfAborted();
      }
      held.get(at)?.();
      held.delete(at);
      yield { file, ...done };
    }
  } finally {
    clearTimeout(timer);
    for (const release of held.values()) release();
    await (await crew)?.dismiss();
  }
}
