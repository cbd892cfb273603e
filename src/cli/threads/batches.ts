import type { Job } from './queue.ts';

/** The job that a thread ended last, and what it took. */
export interface EndedJob {
  job: Job;
  seconds: number;
}

/** How many seconds a job takes, roughly; undefined if there is no such job. */
export type Estimate = (job: Job) => number | undefined;

/** Milliseconds of work that a thread is sent at once. This thread reads messages only now and then. */
const BATCH_MS = 200;

/** Most jobs that a thread is sent at once. */
const LONGEST_BATCH = 10_000;

/**
 * How many jobs a thread is sent at once, from one on: as many as take `BATCH_MS`, by what its last one took and by what
 * is estimated of each. Of another experiment it is one: what that takes is not known, and others may have no work meanwhile.
 */
export function batchFrom(next: Job, last: EndedJob | undefined, estimated: Estimate): number {
  if (last?.job.file !== next.file) return 1;
  const pace = last.seconds / (estimated(last.job) ?? 1);
  let count = 0;
  for (let seconds = 0; count < LONGEST_BATCH; count++) {
    seconds += pace * (estimated({ file: next.file, index: next.index + count }) ?? Infinity);
    if (1000 * seconds > BATCH_MS) break;
  }
  return Math.max(1, count);
}

/** Whether what comes next may end before this thread reads that it does. */
export function isShort(last: EndedJob | undefined): boolean {
  return last !== undefined && 1000 * last.seconds < BATCH_MS;
}
