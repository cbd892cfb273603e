import type { Worker } from 'node:worker_threads';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { digestOfExperiment } from '../../run/run.ts';
import { unitsOf } from '../../run/unit.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import type { Reading } from '../arguments/reading.ts';
import { isOutOfMemory, outOfMemory } from '../terminal/out_of_memory.ts';
import { batchFrom, type EndedJob, type Estimate, isShort } from './batches.ts';
import type { Job, Queue } from './queue.ts';
import { type EarlyThread, startThread, threadsBeside } from './thread.ts';
import type { Message, ReadFile, Request, SentFailure } from './worker.ts';

/** Threads that take jobs from a queue. */
export interface Pool {
  /** Offers jobs that came to the queue to threads that have none. */
  wake(): void;
  /** Resolves when every thread has ended. */
  ended: Promise<void>;
  /** Ends the threads, each after its job at work. @throws the first error that ended a thread early */
  close(): Promise<void>;
}

export interface ThreadPoolOptions {
  found: readonly ExperimentFile[];
  queue: Queue;
  /** How many threads compute, the one that starts the pool included. */
  workers: number | undefined;
  /** How many threads have work at the most. */
  most: number;
  reading: Reading;
  backend: string;
  /** A thread that may have started before. */
  early?: EarlyThread | undefined;
  /** Called with how a job's stack is computed, and why. */
  explain(job: Job, why: string): void;
  onProgress(): void;
  /** Receives the result of each job. */
  computed?: ((job: Job, result: UnitResult) => void) | undefined;
}

/** Starts threads beside this one, as many as there is work for. */
export async function startPool(options: ThreadPoolOptions): Promise<Pool> {
  const { found, workers, most, reading, backend, early } = options;
  const count = Math.min(threadsBeside(workers, backend), most);
  if (count < 1) return NO_POOL;
  const files = await Promise.all(
    found.map(async ({ path, experiment }) => ({ path, digest: await digestOfExperiment(experiment) })),
  );
  const start = () => early?.take() ?? startThread({ reading, backend });
  const estimated = ({ file, index }: Job) => {
    const units = unitsOf(found[file]!.experiment);
    return index < units.count ? units.seconds(index) : undefined;
  };
  return poolOf(count, start, { ...options, files, estimated });
}

const NO_POOL: Pool = { wake: () => undefined, ended: Promise.resolve(), close: () => Promise.resolve() };

/** The callbacks of a pool. */
interface Handlers extends Pick<ThreadPoolOptions, 'explain' | 'onProgress' | 'computed'> {
  queue: JobSource;
  /** The files of the jobs, in order. */
  files?: readonly ReadFile[];
  /** Default: all take as long. */
  estimated?: Estimate;
}

/** What threads ask of a queue. */
interface JobSource extends Pick<Queue, 'report'> {
  take(most: (next: Job) => number, fresh: boolean, own: number | undefined): Job[];
}

/** Starts `count` threads, which take jobs from a queue and report on them. @param start starts a thread that runs worker.ts */
export function poolOf(count: number, start: () => Worker, handlers: Handlers): Pool {
  const members = Array.from({ length: count }, () => startMember(start, handlers));
  const ended = Promise.all(members.map((member) => member.ended)).then(() => undefined);
  return {
    wake() {
      for (const member of members)
        if (member.ready && member.open.size === 0) sendNextJobs(member, handlers);
    },
    ended,
    async close() {
      for (const member of members) member.close();
      await ended;
      const broken = members.find(({ failure }) => failure !== undefined);
      if (broken) throw broken.failure;
    },
  };
}

/** One place in a pool. A thread that runs out of memory is replaced by a new one. */
interface Member {
  worker: Worker;
  /** The jobs that the thread was sent and has not ended, the one at work first. */
  open: Map<string, Job>;
  /** The jobs that ran out of memory once. */
  retried: Set<string>;
  /** How many jobs it was sent at once the last time. */
  batch: number;
  /** The job that it ended last, and what it took. */
  last: EndedJob | undefined;
  /** Whether the thread has said that it is ready. */
  ready: boolean;
  closing: boolean;
  /** The error that ended the thread. */
  failure: unknown;
  close(): void;
  ended: Promise<void>;
}

function startMember(start: () => Worker, handlers: Handlers): Member {
  let end = () => {};
  const member: Member = {
    worker: start(),
    open: new Map(),
    retried: new Set(),
    batch: 1,
    last: undefined,
    ready: false,
    closing: false,
    failure: undefined,
    close() {
      member.closing = true;
      member.worker.postMessage('end' satisfies Request);
    },
    ended: new Promise((resolve) => {
      end = resolve;
    }),
  };
  attach(member, start, handlers, () => end());
  return member;
}

/** Sends jobs to a member's thread and reports on them, until the thread ends. */
function attach(member: Member, start: () => Worker, handlers: Handlers, end: () => void): void {
  const { worker } = member;
  member.ready = false;
  // A thread that has started before may have loaded its modules before anything listened.
  worker.postMessage('begin' satisfies Request);
  let restarts = false;
  const fail = (failure: unknown) => {
    for (const job of member.open.values()) handlers.queue.report(job, { failure });
    member.open.clear();
    member.failure ??= failure;
  };
  worker.on('message', (message: Message) => {
    member.ready = true;
    receive(message, member, handlers);
  });
  worker.on('messageerror', fail);
  worker.on('error', (error) => {
    if (!isOutOfMemory(error)) return fail(error);
    giveUpOrRetry(error, member, handlers.queue);
    // A thread that could not even start would fail again; this thread computes what is left.
    restarts = member.ready && !member.closing;
  });
  worker.on('exit', () => {
    member.ready = false;
    if (!restarts) {
      for (const job of member.open.values()) handlers.queue.report(job, { returned: true });
      return end();
    }
    member.worker = start();
    attach(member, start, handlers, end);
  });
}

/** After a thread ran out of memory: its job at work fails if it was tried twice, else it stays to be tried again. */
function giveUpOrRetry(error: unknown, { open, retried }: Member, queue: JobSource): void {
  const [first] = open;
  if (!first) return;
  const [key, job] = first;
  if (retried.has(key)) {
    open.delete(key);
    queue.report(job, { failure: outOfMemory(error) });
  } else retried.add(key);
}

function receive(message: Message, member: Member, handlers: Handlers): void {
  const { queue, explain, onProgress, computed } = handlers;
  if ('ready' in message) {
    // After a restart the jobs of the thread before it come first.
    if (member.open.size > 0) send(member, [...member.open.values()], handlers);
    else sendNextJobs(member, handlers);
    return;
  }
  const { job, event } = message;
  if ('why' in event) {
    explain(job, event.why);
    return;
  }
  if (!('share' in event)) member.open.delete(jobKey(job));
  if ('result' in event) computed?.(job, event.result);
  queue.report(job, 'problems' in event ? { failure: received(event) } : event);
  onProgress();
  if ('share' in event) return;
  if ('result' in event) member.last = { job, seconds: event.result.seconds };
  if (member.open.size <= Math.max(member.batch / 2, isShort(member.last) ? 1 : 0))
    sendNextJobs(member, handlers);
}

function sendNextJobs(member: Member, handlers: Handlers): void {
  const { queue, estimated = () => 1 } = handlers;
  const jobs = queue.take((next) => batchFrom(next, member.last, estimated), true, member.last?.job.file);
  if (jobs.length === 0) return;
  for (const job of jobs) member.open.set(jobKey(job), job);
  member.batch = jobs.length;
  send(member, jobs, handlers);
}

function send({ worker }: Member, jobs: readonly Job[], { files = [] }: Handlers): void {
  worker.postMessage(jobs.map((job) => ({ ...job, ...files[job.file]! })) satisfies Request);
}

function jobKey({ file, index }: Job): string {
  return `${file} ${index}`;
}

function received({ problems, kind, failure }: SentFailure): UserError {
  return new UserError(problems, { kind, cause: failure });
}
