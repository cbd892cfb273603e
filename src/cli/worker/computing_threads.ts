import type { UnitResult } from '../../run/unit_result.ts';
import { GivenBack } from '../../units/queue/take_units.ts';
import type { Reading } from '../arguments/reading.ts';
import { poolOf } from '../threads/pool.ts';
import type { Job, JobEvent } from '../threads/queue.ts';
import { startThread } from '../threads/thread.ts';
import type { ReadFile } from '../threads/worker.ts';

/** Threads that compute units of one experiment. */
export interface ComputingThreads {
  /** @throws GivenBack where no thread can compute it; UserError where the unit fails */
  compute(index: number): Promise<UnitResult>;
  /** Ends the threads. What they have not computed is given back. */
  close(): Promise<void>;
}

/** A thread gives back what it reads otherwise. */
const FILE_CHANGED = 'a file has changed since it was read';

interface AwaitedUnit {
  resolve(result: UnitResult): void;
  reject(error: unknown): void;
}

/** Starts threads that read an experiment, and compute what they are asked for. */
export function startComputing(
  file: ReadFile,
  { reading, backend, count }: { reading: Reading; backend: string; count: number },
): ComputingThreads {
  const jobs: Job[] = [];
  const waiting = new Map<number, AwaitedUnit>();
  const report = ({ index }: Job, event: JobEvent) => {
    if ('share' in event || 'kept' in event) return;
    const one = waiting.get(index);
    waiting.delete(index);
    if ('result' in event) one?.resolve(event.result);
    else one?.reject('failure' in event ? event.failure : new GivenBack(FILE_CHANGED));
  };
  const pool = poolOf(count, () => startThread({ reading, backend }), {
    files: [file],
    queue: { take: (most) => jobs.splice(0, jobs[0] ? most(jobs[0]) : 0), report },
    explain: () => undefined,
    onProgress: () => undefined,
  });
  let ended = false;
  const giveBackAll = () => {
    ended = true;
    jobs.length = 0;
    for (const index of [...waiting.keys()]) report({ file: 0, index }, { returned: true });
  };
  void pool.ended.then(giveBackAll);
  return {
    compute(index) {
      if (ended) return Promise.reject(new GivenBack());
      const computed = new Promise<UnitResult>((resolve, reject) => waiting.set(index, { resolve, reject }));
      jobs.push({ file: 0, index });
      pool.wake();
      return computed;
    },
    async close() {
      giveBackAll();
      // A thread that broke has failed its units already.
      await pool.close().catch(() => undefined);
    },
  };
}
