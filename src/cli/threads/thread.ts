import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { backends } from '../../backend/registry.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { addingWork } from './long_work.ts';
import { threadsThatFit } from './threads_that_fit.ts';
import type { WorkerData } from './worker.ts';

/** Starts a thread that runs units. */
export function startThread(workerData: WorkerData): Worker {
  return new Worker(new URL('./worker.js', import.meta.url), { workerData });
}

/** By default no more threads than this: each has a backend and models of its own. */
const DEFAULT_MAX_THREADS = 8;

/**
 * How many threads may compute beside this one.
 *
 * @param workers how many compute, this one included. Default: as many as there are cores, 8 at most
 */
export function threadsBeside(
  workers = Math.min(availableParallelism(), DEFAULT_MAX_THREADS),
  backend: string,
): number {
  return Math.min((hasThreads(backend) ? 1 : workers) - 1, threadsThatFit());
}

/** Whether a backend uses several cores by itself; such a one cannot be loaded twice. */
function hasThreads(backend: string): boolean {
  return Object.hasOwn(backends, backend) && backends[backend as keyof typeof backends].threads === true;
}

/** A thread that loads its modules while the files are still read. */
export interface EarlyThread {
  /** Takes an experiment that was read. The thread starts once all so far are long work. */
  read(experiment: Experiment): void;
  /** The thread, if it has started and was not taken. */
  take(): Worker | undefined;
  /** Ends it if it was not taken. */
  close(): Promise<void>;
}

/** @param start starts a thread, as `startThread` does */
export function createEarlyThread(start: () => Worker): EarlyThread {
  const isLong = addingWork();
  let isOpen = true;
  let thread: Worker | undefined;
  const take = () => {
    const taken = thread;
    isOpen = false;
    thread = undefined;
    return taken;
  };
  return {
    read(experiment) {
      if (!isOpen || !isLong(experiment)) return;
      isOpen = false;
      thread = start();
    },
    take,
    async close() {
      await take()?.terminate();
    },
  };
}
