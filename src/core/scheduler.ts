/** Long work as a generator: it yields at every point where it may be interrupted. */
export type Work<Result> = Generator<void, Result, void>;

/** Long loops ask it whether to let the event loop have a turn. */
export interface Scheduler {
  /** Whether the current slice of time is used up. */
  due(): boolean;
  /** Lets the event loop have one turn, and begins a new slice. @throws the signal's reason, if it is aborted */
  yieldNow(): Promise<void>;
}

/** Milliseconds of work between two turns of the event loop. */
const SLICE_MS = 50;

/** A scheduler that lets progress, Ctrl-C and timers have a turn every 50 ms. */
export function createScheduler(signal?: AbortSignal): Scheduler {
  let began = performance.now();
  return {
    due: () => performance.now() - began > SLICE_MS,
    async yieldNow() {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      began = performance.now();
    },
  };
}

/**
 * Hands over each value of a generator in turn. Unlike in a loop of `for await`, none is held while the next one is made:
 * one may take as much memory as the other.
 */
export async function takeEach<Value>(
  values: AsyncGenerator<Value>,
  take: (value: Value) => Promise<void>,
): Promise<void> {
  try {
    while (await handOverNext(values, take));
  } finally {
    await values.return(undefined);
  }
}

/** Hands over the next value. Its frame ends with it, and so does its hold on the value. */
async function handOverNext<Value>(
  values: AsyncGenerator<Value>,
  take: (value: Value) => Promise<void>,
): Promise<boolean> {
  const next = await values.next();
  if (!next.done) await take(next.value);
  return !next.done;
}

/**
 * Runs the work to its end, and yields to the event loop whenever the scheduler says so. Short work is done at once, since
 * a promise for each piece of it takes longer than the piece.
 */
export function runWork<Result>(work: Work<Result>, scheduler: Scheduler): Result | Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (scheduler.due()) return finishLater(work, scheduler);
  }
}

async function finishLater<Result>(work: Work<Result>, scheduler: Scheduler): Promise<Result> {
  try {
    await scheduler.yieldNow();
  } catch (error) {
    // Its `finally` blocks free what it holds.
    work.return(undefined as Result);
    throw error;
  }
  return runWork(work, scheduler);
}
