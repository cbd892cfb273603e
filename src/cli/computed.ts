import { breather } from '../breathe.ts';
import type { ExperimentFile } from '../experiment/files.ts';
import { holdLayers } from '../layers/stack.ts';
import { type Part, runPart } from '../part.ts';
import type { Computing } from './backend_chooser.ts';
import type { Progress } from './progress.ts';
import { type Job, queueOf } from './queue.ts';
import type { Reading } from './reading.ts';
import type { Crew } from './workers.ts';

export interface ComputedOptions extends Computing {
  /** How the files were read: other threads read them again. */
  reading: Reading;
  /** How many threads compute, this one included. Default: as many as there are cores, once it pays. */
  workers: number | undefined;
  bar: Progress;
  signal: AbortSignal;
}

/** Work that is done sooner is not worth starting threads for. */
const AFTER = 1000;

/**
 * Runs experiments, and gives what the variants of each gave, in order. Variants are spread over threads where there
 * is much to do; which of them runs where changes nothing in what it gives.
 *
 * @throws the failure of the first variant that fails; the signal's reason
 */
export async function* computed(
  found: readonly ExperimentFile[],
  { name, computing, say, reading, workers, bar, signal }: ComputedOptions,
): AsyncGenerator<{ file: ExperimentFile; parts: Part[] }> {
  const queue = queueOf(found);
  const all = queue.left();
  const experimentOf = ({ file }: Job) => found[file]!.experiment;
  const told = (job: Job) => (why: string) => say(experimentOf(job).name, why);
  const breath = breather(signal);
  let crew: Promise<Crew> | undefined;
  let current = 0;
  const show = () => {
    const { own, all: done } = queue.done(current);
    const { name, variants } = found[current]!.experiment;
    bar.update({ what: name, done: own, of: variants.length, before: done - own, all });
  };
  const hire = async () => {
    const { crewOf } = await import('./workers.ts');
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
      const part = await runPart(experiment, job.index, { ...computing, told: told(job), breath, progress });
      queue.tell(job, { part });
    } catch (failure) {
      queue.tell(job, { failure });
    }
    if (breath.due()) await breath.rest();
  }

  try {
    for (const [at, file] of found.entries()) {
      current = at;
      show();
      let parts = queue.parts(at);
      for (; !parts; parts = queue.parts(at)) {
        const [job] = queue.take(1);
        await (job ? here(job) : queue.change(signal));
        signal.throwIfAborted();
      }
      held.get(at)?.();
      held.delete(at);
      yield { file, parts };
    }
  } finally {
    clearTimeout(timer);
    for (const release of held.values()) release();
    await (await crew)?.dismiss();
  }
}
