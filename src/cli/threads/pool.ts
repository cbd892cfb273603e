import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { backends } from '../../backend/registry.ts';
import { UserError } from '../../core/error.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { digestOfExperiment } from '../../run/run.ts';
import { unitsOf } from '../../run/unit.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import type { Reading } from '../arguments/reading.ts';
import { isOutOfMemory, outOfMemory } from '../terminal/out_of_memory.ts';
import type { Job, Queue } from './queue.ts';
import type { Message, Request, SentFailure, WorkerData } from './worker.ts';

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
  reading: Reading;
  backend: string;
  /** Called with how a job's stack is computed, and why. */
  explain(job: Job, why: string): void;
  onProgress(): void;
  /** Receives the result of each job. */
  computed?: ((job: Job, result: UnitResult) => void) | undefined;
}

/** By default no more threads than this: each has a backend and models of its own. */
const DEFAULT_MAX_THREADS = 8;

/** Starts threads beside this one, as many as the queue has work for. */
export async function startPool(options: ThreadPoolOptions): Promise<Pool> {
  const {
    found,
    queue,
    workers = Math.min(availableParallelism(), DEFAULT_MAX_THREADS),
    reading,
    backend,
  } = options;
  const count = Math.min((hasThreads(backend) ? 1 : workers) - 1, queue.left(), threadsThatFit());
  if (count < 1) return NO_POOL;
  const files = await Promise.all(
    found.map(async ({ path, experiment }) => ({ path, digest: await digestOfExperiment(experiment) })),
  );
  const workerData: WorkerData = { files, reading, backend };
  const start = () => new Worker(new URL('./worker.js', import.meta.url), { workerData });
  const estimated = ({ file, index }: Job) => {
    const units = unitsOf(found[file]!.experiment);
    return index < units.count ? units.seconds(index) : undefined;
  };
  return poolOf(count, start, { ...options, estimated });
}

const NO_POOL: Pool = { wake: () => undefined, ended: Promise.resolve(), close: () => Promise.resolve() };

/** How many threads the address space has room for: where it is limited (ulimit -v), one too many ends the process. */
export function threadsThatFit(
  limits = readText('/proc/self/limits'),
  status = readText('/proc/self/status'),
): number {
  const [, limit] = /^Max address space +(\d+)/m.exec(limits) ?? [];
  const [, used] = /^VmSize:\s+(\d+) kB/m.exec(status) ?? [];
  if (limit === undefined || used === undefined) return Number.POSITIVE_INFINITY;
  return Math.max(0, Math.floor((Number(limit) - Number(used) * 1024) / THREAD_BYTES));
}

/** Address space that a thread reserves for its heap and its code, with some room. */
const THREAD_BYTES = 2 ** 30;

/** The text of a file, or nothing where the system has no such file. */
function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Whether a backend uses several cores by itself; such a one cannot be loaded twice. */
function hasThreads(backend: string): boolean {
  return Object.hasOwn(backends, backend) && backends[backend as keyof typeof backends].threads === true;
}

/** The callbacks of a pool. */
interface Handlers extends Pick<ThreadPoolOptions, 'explain' | 'onProgress' | 'computed'> {
  queue: JobSource;
  /** How many seconds a job takes, roughly; undefined if there is no such job. Default: all take as long. */
  estimated?(job: Job): number | undefined;
}

/** What threads ask of a queue. */
interface JobSource extends Pick<Queue, 'report'> {
  take(most: (next: Job) => number, fresh: boolean, own: number | undefined): Job[];
}

/** So many threads that take jobs from a queue, and report on them. @param start starts a thread that runs worker.ts */
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
  last: { job: Job; seconds: number } | undefined;
  /** Whether the thread has said that it is ready. */
  ready: boolean;
  closing: boolean;
  /** The error that ended the thread. */
  failure: unknown;
  close(): void;
  ended: Promise<void>;
}

/** Milliseconds of work that a thread is sent at once. This thread reads messages only now and then. */
const BATCH_MS = 200;

/** Most jobs that a thread is sent at once. */
const LONGEST_BATCH = 10_000;

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
    if (member.open.size > 0) send(member, [...member.open.values()]);
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
  if (member.open.size <= Math.max(member.batch / 2, isShort(member) ? 1 : 0)) sendNextJobs(member, handlers);
}

/** Whether what comes next may end before this thread reads that it does. */
function isShort({ last }: Member): boolean {
  return last !== undefined && 1000 * last.seconds < BATCH_MS;
}

function sendNextJobs(member: Member, { queue, estimated = () => 1 }: Handlers): void {
  const jobs = queue.take((next) => batchFrom(next, member, estimated), true, member.last?.job.file);
  if (jobs.length === 0) return;
  for (const job of jobs) member.open.set(jobKey(job), job);
  member.batch = jobs.length;
  send(member, jobs);
}

/**
 * How many jobs a thread is sent at once, from one on: as many as take `BATCH_MS`, by what its last one took and by what
 * is estimated of each. Of another experiment it is one: what that takes is not known, and others may have no work meanwhile.
 */
function batchFrom(next: Job, { last }: Member, estimated: NonNullable<Handlers['estimated']>): number {
  if (last?.job.file !== next.file) return 1;
  const pace = last.seconds / (estimated(last.job) ?? 1);
  let count = 0;
  for (let seconds = 0; count < LONGEST_BATCH; count++) {
    seconds += pace * (estimated({ file: next.file, index: next.index + count }) ?? Infinity);
    if (1000 * seconds > BATCH_MS) break;
  }
  return Math.max(1, count);
}

function send({ worker }: Member, jobs: readonly Job[]): void {
  worker.postMessage(jobs satisfies Request);
}

function jobKey({ file, index }: Job): string {
  return `${file} ${index}`;
}

function received({ problems, kind, failure }: SentFailure): UserError {
  return new UserError(problems, { kind, cause: failure });
}
