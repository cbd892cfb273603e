import { parentPort, workerData } from 'node:worker_threads';
import { chooseBackend } from '../../backend/load.ts';
import { type ErrorKind, type Problem, UserError } from '../../core/error.ts';
import { createScheduler } from '../../core/scheduler.ts';
import { readExperimentFile } from '../../experiment/disk/files.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { holdLayers } from '../../layers/stack.ts';
import { digestOfExperiment } from '../../run/run.ts';
import { runVariant } from '../../run/run_variant.ts';
import { type Reading, readOptions } from '../arguments/reading.ts';
import type { Job, News } from './queue.ts';

// A thread that runs variants of experiments. It reads the files for itself, since what was read holds functions.

/** What a thread is told when it starts. */
export interface Workplace {
  files: readonly { path: string; digest: string }[];
  reading: Reading;
  backend: string;
}

/** What it is to run, one after the other; or that it is to end. */
export type Order = readonly Job[] | 'end';

/** A failure that a user can mend, in a form that can be handed over. */
export interface Mistake {
  problems: readonly Problem[];
  kind: ErrorKind;
  failure: unknown;
}

/** What it says. */
export type FromWorker = { ready: true } | { job: Job; news: News | Mistake | { why: string } };

const { files, reading, backend } = workerData as Workplace;
const say = (message: FromWorker) => parentPort!.postMessage(message);
/** So often it says how far it is, at the most, in milliseconds. */
const EVERY = 100;

let held: { file: number; experiment: Experiment; release(): void } | undefined;
let line = Promise.resolve();

const ending = new AbortController();

parentPort!.on('message', (order: Order) => {
  if (order === 'end') {
    ending.abort();
    // Not before what it is at has rested: a runtime that is torn from its work takes the process with it.
    line = line.then(() => parentPort!.close());
  } else for (const job of order) line = line.then(() => work(job));
});
say({ ready: true });

async function work(job: Job): Promise<void> {
  if (ending.signal.aborted) return;
  let said = performance.now();
  try {
    const experiment = await hold(job.file);
    if (!experiment) return say({ job, news: { declined: true } });
    const part = await runVariant(experiment, job.index, {
      ...(await chooseBackend(backend)),
      scheduler: createScheduler(ending.signal),
      told: (why) => say({ job, news: { why } }),
      progress(share) {
        if (performance.now() - said < EVERY) return;
        said = performance.now();
        say({ job, news: { share } });
      },
    });
    say({ job, news: { part } });
  } catch (failure) {
    if (ending.signal.aborted) return;
    const told = failure instanceof UserError && { problems: failure.problems, kind: failure.kind };
    say({ job, news: { failure, ...told } });
  }
}

/** The experiment of a file with its layers, kept until another is asked for; none where it is no longer what was read. */
async function hold(file: number): Promise<Experiment | undefined> {
  if (held?.file === file) return held.experiment;
  held?.release();
  held = undefined;
  const { path, digest } = files[file]!;
  try {
    const experiment = await readExperimentFile(path, readOptions(reading));
    if ((await digestOfExperiment(experiment)) !== digest) return undefined;
    held = { file, experiment, release: holdLayers(experiment.variants.map(({ steps }) => steps)) };
    return experiment;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
