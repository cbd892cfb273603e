import { EventEmitter, once } from 'node:events';
import type { UnitResult } from '../../run/unit_result.ts';

/** One unit of one experiment, to be run. */
export interface Job {
  /** Index of the experiment among the files. */
  file: number;
  /** Index of the unit in the experiment. */
  index: number;
}

/**
 * An event of a job: progress, a result, that its result is in what is kept, a failure, or that it was not run and must be
 * given out again.
 */
export type JobEvent =
  | { share: number }
  | { result: UnitResult }
  | { kept: true }
  | { failure: unknown }
  | { returned: true };

/** The units of some experiments, for threads to take and report on. */
export interface Queue {
  /**
   * The next jobs, all of one experiment. Empty if none is left, or if only such are left as come after a failure that
   * ends the run.
   *
   * @param most how many at most; where it depends on them, a function of the first
   * @param fresh prefers an experiment that no thread has begun, since each thread reads and loads it anew; leaves out
   * experiments of which a job was returned
   * @param own the experiment that whoever asks has loaded, which is preferred to all others
   */
  take(most: number | ((next: Job) => number), fresh?: boolean, own?: number): Job[];
  /** How many jobs were not taken yet. */
  left(): number;
  /** How many units are done, in one experiment and in all; a unit at work counts by its share. */
  done(file: number): { own: number; all: number };
  report(job: Job, event: JobEvent): void;
  /**
   * Hands over the results of an experiment's units in their order, each once, as far as they are there without a gap.
   *
   * @returns whether all were handed over
   * @throws the failure of the unit that comes next
   */
  handOver(file: number, receive: (result: UnitResult, index: number) => void): boolean;
  /** Waits until a job ends or is returned. @throws the signal's reason */
  changed(signal: AbortSignal): Promise<void>;
}

/** Units that were computed before, of all experiments of a queue. They are handed over in their turn, and not given out. */
export interface KeptUnits {
  has(file: number, index: number): boolean;
  /** Undefined where the unit cannot be read any more: then it is given out after all. */
  read(file: number, index: number): UnitResult | undefined;
}

const NOTHING_KEPT: KeptUnits = { has: () => false, read: () => undefined };

/** The state of one experiment. */
interface QueuedExperiment {
  count: number;
  /** Units from here on are not taken: it is one behind the first that failed. */
  end: number;
  taken: number;
  returned: number[];
  /** Whether some job of it was returned. */
  declined: boolean;
  /** How many results were handed over. */
  complete: number;
  /** Those that are there and were not handed over, by unit. */
  results: Map<number, UnitResult>;
  failures: Map<number, { failure: unknown }>;
  /** Whether a failure of it ends the run. */
  stops: boolean;
  shares: Float64Array;
  done: number;
  /** Those that were kept and could not be read. */
  lost: Set<number>;
  /** Whether a unit is kept. */
  isKept(index: number): boolean;
}

/**
 * @param counts how many units each experiment has
 * @param endsRun whether a failure ends the run: of experiments behind it nothing more is given out
 */
export function createQueue(
  counts: readonly number[],
  endsRun: (failure: unknown) => boolean = () => true,
  kept: KeptUnits = NOTHING_KEPT,
): Queue {
  const entries = counts.map((count, file) => queueEntry(count, (index) => kept.has(file, index)));
  const events = new EventEmitter();
  let all = entries.reduce((sum, { done }) => sum + done, 0);
  let left = counts.reduce((sum, count) => sum + count, 0) - all;

  return {
    take(most, fresh = false, own = -1) {
      const jobs = (fresh ? undefined : takeReturned(entries)) ?? takeNext(entries, most, fresh, own);
      left -= jobs.length;
      return jobs;
    },
    left: () => left,
    done: (file) => ({ own: entries[file]!.done, all }),
    report({ file, index }, event) {
      const entry = entries[file]!;
      const share = 'returned' in event ? 0 : 'share' in event ? event.share : 1;
      all += share - entry.shares[index]!;
      entry.done += share - entry.shares[index]!;
      entry.shares[index] = share;
      if ('share' in event) return;
      if ('returned' in event) {
        entry.returned.push(index);
        entry.declined = true;
        left++;
        events.emit('change');
        return;
      }
      if ('result' in event) entry.results.set(index, event.result);
      else if ('kept' in event) entry.lost.delete(index);
      else {
        entry.failures.set(index, event);
        entry.end = Math.min(entry.end, index);
        entry.stops ||= endsRun(event.failure);
      }
      events.emit('change');
    },
    handOver(file, receive) {
      const entry = entries[file]!;
      for (; entry.complete < entry.count; entry.complete++) {
        const index = entry.complete;
        const result = entry.isKept(index) ? kept.read(file, index) : entry.results.get(index);
        if (!result && entry.isKept(index)) {
          entry.lost.add(index);
          this.report({ file, index }, { returned: true });
        }
        if (!result) break;
        entry.results.delete(index);
        receive(result, index);
      }
      const failed = entry.failures.get(entry.complete);
      if (failed) throw failed.failure;
      return entry.complete === entry.count;
    },
    async changed(signal) {
      await once(events, 'change', { signal }).catch((error) => {
        signal.throwIfAborted();
        throw error;
      });
    },
  };
}

function queueEntry(count: number, isKept: (index: number) => boolean): QueuedExperiment {
  const shares = new Float64Array(count);
  const lost = new Set<number>();
  let done = 0;
  for (let index = 0; index < count; index++) if (isKept(index)) done += shares[index] = 1;
  return {
    count,
    end: count,
    taken: 0,
    returned: [],
    declined: false,
    complete: 0,
    results: new Map(),
    failures: new Map(),
    stops: false,
    shares,
    done,
    lost,
    isKept: (index) => !lost.has(index) && isKept(index),
  };
}

/** Those that may still be taken from. */
function openEntries(entries: readonly QueuedExperiment[]): readonly QueuedExperiment[] {
  const last = entries.findIndex(({ stops }) => stops);
  return last === -1 ? entries : entries.slice(0, last + 1);
}

function takeReturned(entries: readonly QueuedExperiment[]): Job[] | undefined {
  const file = openEntries(entries).findIndex(({ returned }) => returned.length > 0);
  return file === -1 ? undefined : [{ file, index: entries[file]!.returned.shift()! }];
}

function takeNext(
  entries: readonly QueuedExperiment[],
  most: number | ((next: Job) => number),
  fresh: boolean,
  own: number,
): Job[] {
  const open = openEntries(entries);
  for (const entry of open) while (entry.taken < entry.end && entry.isKept(entry.taken)) entry.taken++;
  const isLeft = ({ taken, end, declined }: QueuedExperiment) => taken < end && !(fresh && declined);
  const ways = [
    (entry: QueuedExperiment) => entry === open[own],
    ({ taken }: QueuedExperiment) => fresh && taken === 0,
    () => true,
  ];
  const found = ways.map((way) => open.findIndex((entry) => isLeft(entry) && way(entry)));
  const file = found.find((at) => at >= 0);
  if (file === undefined) return [];
  const entry = entries[file]!;
  const count = typeof most === 'number' ? most : most({ file, index: entry.taken });
  const jobs: Job[] = [];
  for (; entry.taken < entry.end && jobs.length < count; entry.taken++)
    if (!entry.isKept(entry.taken)) jobs.push({ file, index: entry.taken });
  return jobs;
}
