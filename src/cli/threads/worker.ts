import { parentPort, workerData } from 'node:worker_threads';
import { chooseBackend } from '../../backend/load.ts';
import { type ErrorKind, type Problem, UserError } from '../../core/error.ts';
import { createScheduler } from '../../core/scheduler.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { createHeldLayers } from '../../layers/stack/held_layers.ts';
import { buffersOf } from '../../results/packed_rows.ts';
import { digestOfExperiment } from '../../run/run.ts';
import { runUnit } from '../../run/run_unit.ts';
import { unitsOf } from '../../run/unit.ts';
import { readOneExperiment } from '../arguments/read_experiments.ts';
import type { Reading } from '../arguments/reading.ts';
import { isOutOfMemory } from '../terminal/out_of_memory.ts';
import type { Job, JobEvent } from './queue.ts';

// A thread that runs units of experiments. It reads the files itself: an experiment holds functions, which cannot
// be sent between threads.

/** The data that a thread starts with. */
export interface WorkerData {
  reading: Reading;
  backend: string;
}

/** A file as it was read, by the digest of its experiment. */
export interface ReadFile {
  path: string;
  digest: string;
}

/** A message to a thread: the request to say that it is ready, jobs to run one after the other, or the request to end. */
export type Request = 'begin' | readonly (Job & ReadFile)[] | 'end';

/** A UserError in a form that can be sent between threads. */
export interface SentFailure {
  problems: readonly Problem[];
  kind: ErrorKind;
  failure: unknown;
}

/** A message from a thread: it is ready; an event of a job; or why the job's stack is computed as it is. */
export type Message = { ready: true } | { job: Job; event: JobEvent | SentFailure | { why: string } };

const { reading, backend } = workerData as WorkerData;
const sendMessage = (message: Message) => parentPort!.postMessage(message);
/** Least milliseconds between progress messages. */
const PROGRESS_MS = 100;

let heldExperiment: { file: number; experiment: Experiment } | undefined;
const workerLayers = createHeldLayers();
let last = Promise.resolve();

const ending = new AbortController();

parentPort!.on('message', (request: Request) => {
  if (request === 'begin') sendMessage({ ready: true });
  else if (request === 'end') {
    ending.abort();
    // Waits for the job at work: ending a thread inside a native runtime ends the whole process.
    last = last.then(() => parentPort!.close());
  } else for (const job of request) last = last.then(() => work(job));
});

async function work({ path, digest, ...job }: Job & ReadFile): Promise<void> {
  if (ending.signal.aborted) return;
  let sent = performance.now();
  try {
    const experiment = await loadExperiment(job.file, { path, digest });
    if (!experiment) return sendMessage({ job, event: { returned: true } });
    const result = await runUnit(experiment, unitsOf(experiment).at(job.index), {
      ...(await chooseBackend(backend)),
      scheduler: createScheduler(ending.signal),
      told: (why) => sendMessage({ job, event: { why } }),
      progress(done, of) {
        if (performance.now() - sent < PROGRESS_MS) return;
        sent = performance.now();
        sendMessage({ job, event: { share: done / of } });
      },
    });
    const buffers = [
      result.values.buffer as ArrayBuffer,
      ...Object.values(result.further).flatMap(buffersOf),
    ];
    parentPort!.postMessage({ job, event: { result } } satisfies Message, buffers);
  } catch (failure) {
    if (ending.signal.aborted) return;
    // Ends this thread and frees its memory; the pool tries the job once more in a new one.
    if (isOutOfMemory(failure)) throw failure;
    const own = failure instanceof UserError && { problems: failure.problems, kind: failure.kind };
    sendMessage({ job, event: { failure, ...own } });
  }
}

/** The experiment of a file, cached until another is asked for; undefined if the file has changed since it was read. */
async function loadExperiment(file: number, { path, digest }: ReadFile): Promise<Experiment | undefined> {
  if (heldExperiment?.file === file) return heldExperiment.experiment;
  workerLayers.releaseAll();
  heldExperiment = undefined;
  try {
    const experiment = await readOneExperiment(path, reading);
    if ((await digestOfExperiment(experiment)) !== digest) return undefined;
    workerLayers.hold(file, experiment.variants);
    heldExperiment = { file, experiment };
    return experiment;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
