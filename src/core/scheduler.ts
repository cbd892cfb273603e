/** A piece of long work: it yields wherever it could rest. */
export type Work<Result> = Generator<void, Result, void>;

/** Long work asks it now and then, and gives way when a breath is due. */
export interface Breather {
  due(): boolean;
  /** Gives way once. @throws the signal's reason, if it is aborted */
  rest(): Promise<void>;
}

const LONGEST_BREATH = 50;

/** Lets everything else on the event loop (progress, Ctrl-C) have its turn every 50 ms. */
export function breather(signal?: AbortSignal): Breather {
  let began = performance.now();
  return {
    due: () => performance.now() - began > LONGEST_BREATH,
    async rest() {
      await new Promise((resolve) => setTimeout(resolve));
      signal?.throwIfAborted();
      began = performance.now();
    },
  };
}

/** Does the work, resting wherever it is due. */
export async function breathe<Result>(work: Work<Result>, breath: Breather): Promise<Result> {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (breath.due()) await breath.rest();
  }
}
