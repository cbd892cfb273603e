import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { backends } from '../../backend/registry.ts';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { digestOfExperiment } from '../../run/run.ts';
import type { Reading } from '../arguments/reading.ts';
import type { Job, Queue } from './queue.ts';
import type { FromWorker, Mistake, Order, Workplace } from './worker.ts';

/** Threads that take jobs from a queue. */
export interface Crew {
  /** Ends them, as soon as what they are at rests. @throws what one of them broke down with */
  dismiss(): Promise<void>;
}

export interface CrewOptions {
  found: readonly ExperimentFile[];
  queue: Queue;
  workers: number | undefined;
  reading: Reading;
  backend: string;
  /** What is told how a job is computed. */
  told(job: Job): (why: string) => void;
  /** Shows how far it has come. */
  show(): void;
}

/** A thread is given so many milliseconds of work at once, since this one reads its messages only now and then. */
const MEAL = 200;

/** By default no more: each has a backend and models of its own. */
const MOST = 8;

/** Starts the threads that a queue has work for, beside this one. */
export async function crewOf(options: CrewOptions): Promise<Crew> {
  const { found, queue, workers = Math.min(availableParallelism(), MOST), reading, backend } = options;
  const count = Math.min((hasThreads(backend) ? 1 : workers) - 1, queue.left());
  if (count < 1) return { dismiss: () => Promise.resolve() };
  const files = await Promise.all(
    found.map(async ({ path, experiment }) => ({ path, digest: await digestOfExperiment(experiment) })),
  );
  const workerData: Workplace = { files, reading, backend };
  const breakdowns: unknown[] = [];
  const threads = Array.from({ length: count }, () => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
    employ(worker, options);
    worker.on('error', (failure) => breakdowns.push(failure));
    return { worker, ended: new Promise((resolve) => worker.on('exit', resolve)) };
  });
  return {
    async dismiss() {
      for (const { worker } of threads) worker.postMessage('end' satisfies Order);
      await Promise.all(threads.map(({ ended }) => ended));
      if (breakdowns.length > 0) throw breakdowns[0];
    },
  };
}

/** Such a backend uses the cores by itself, and cannot be loaded twice. */
function hasThreads(backend: string): boolean {
  return Object.hasOwn(backends, backend) && backends[backend as keyof typeof backends].threads === true;
}

function employ(worker: Worker, { queue, told, show }: CrewOptions): void {
  const open = new Map<string, Job>();
  let most = 1;
  const give = () => {
    const jobs = queue.take(most, true);
    for (const job of jobs) open.set(keyOf(job), job);
    if (jobs.length > 0) worker.postMessage(jobs satisfies Order);
  };
  worker.on('message', (message: FromWorker) => {
    if ('ready' in message) return give();
    const { job, news } = message;
    if ('why' in news) return told(job)(news.why);
    if (!('share' in news)) open.delete(keyOf(job));
    queue.tell(job, 'problems' in news ? { failure: failureOf(news) } : news);
    show();
    if ('share' in news) return;
    if ('part' in news) most = Math.max(1, Math.floor(MEAL / 1000 / news.part.seconds));
    if (open.size <= most / 2) give();
  });
  const fail = (failure: unknown) => {
    for (const job of open.values()) queue.tell(job, { failure });
  };
  worker.on('error', fail);
  worker.on('messageerror', fail);
}

function keyOf({ file, index }: Job): string {
  return `${file} ${index}`;
}

function failureOf({ problems, kind, failure }: Mistake): UserError {
  return new UserError(problems, { kind, cause: failure });
}
