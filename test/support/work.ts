import type { Work } from '../../src/core/scheduler.ts';

/** Does a piece of work without a rest. */
export function done<Result>(work: Work<Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
