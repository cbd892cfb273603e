import { EventEmitter, once } from 'node:events';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import type { VariantResult } from '../../run/run_variant.ts';

/** One variant of one experiment, to be run. */
export interface Job {
  /** Index of the experiment among the files. */
  file: number;
  /** Index of the variant in the experiment. */
  index: number;
}

/** An event of a job: progress, a result, a failure, or that it was not run and must be given out again. */
export type JobEvent =
  | { share: number }
  | { result: VariantResult }
  | { failure: unknown }
  | { returned: true };

/** The variants of some experiments, for threads to take and report on. */
export interface Queue {
  /**
   * The next jobs, at most `most`, all of one experiment. Empty if none is left, or if only such are left as come
   * after a failure that ends the run.
   *
   * @param fresh prefers an experiment that no thread has begun, since each thread reads and loads it anew; leaves out
   * experiments of which a job was returned
   */
  take(most: number, fresh?: boolean): Job[];
  /** How many jobs were not taken yet. */
  left(): number;
  /** How many variants are done, in one experiment and in all; a variant at work counts by its share. */
  done(file: number): { own: number; all: number };
  report(job: Job, event: JobEvent): void;
  /** The results of an experiment's variants; undefined until all are there. @throws the first variant's failure */
  results(file: number): VariantResult[] | undefined;
  /** Waits until a job ends or is returned. @throws the signal's reason */
  changed(signal: AbortSignal): Promise<void>;
}

/** The state of one experiment. */
interface QueuedExperiment {
  count: number;
  /** Variants from here on are not taken: it is one behind the first that failed. */
  end: number;
  taken: number;
  returned: number[];
  /** Whether some job of it was returned. */
  declined: boolean;
  /** How many results are there without a gap, from the first on. */
  complete: number;
  results: VariantResult[];
  failures: Map<number, { failure: unknown }>;
  /** Whether a failure of it ends the run. */
  stops: boolean;
  shares: Float64Array;
  done: number;
}

/** @param endsRun whether a failure ends the run: of experiments behind it nothing more is given out */
export function createQueue(
  found: readonly ExperimentFile[],
  endsRun: (failure: unknown) => boolean = () => true,
): Queue {
  const entries = found.map(({ experiment }) => queueEntry(experiment.variants.length));
  const events = new EventEmitter();
  let left = entries.reduce((sum, { count }) => sum + count, 0);
  let all = 0;

  return {
    take(most, fresh = false) {
      const jobs = (fresh ? undefined : takeReturned(entries)) ?? takeNext(entries, most, fresh);
      left -= jobs.length;
      return jobs;
    },
    left: () => left,
    done: (file) => ({ own: entries[file]!.done, all }),
    report({ file, index }, event) {
      const entry = entries[file]!;
      if ('returned' in event) {
        entry.returned.push(index);
        entry.declined = true;
        left++;
        events.emit('change');
        return;
      }
      const share = 'share' in event ? event.share : 1;
      all += share - entry.shares[index]!;
      entry.done += share - entry.shares[index]!;
      entry.shares[index] = share;
      if ('share' in event) return;
      if ('result' in event) entry.results[index] = event.result;
      else {
        entry.failures.set(index, event);
        entry.end = Math.min(entry.end, index);
        entry.stops ||= endsRun(event.failure);
      }
      events.emit('change');
    },
    results: (file) => variantResults(entries[file]!),
    async changed(signal) {
      await once(events, 'change', { signal }).catch((error) => {
        signal.throwIfAborted();
        throw error;
      });
    },
  };
}

function queueEntry(count: number): QueuedExperiment {
  return {
    count,
    end: count,
    taken: 0,
    returned: [],
    declined: false,
    complete: 0,
    results: new Array(count),
    failures: new Map(),
    stops: false,
    shares: new Float64Array(count),
    done: 0,
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

function takeNext(entries: readonly QueuedExperiment[], most: number, fresh: boolean): Job[] {
  const open = openEntries(entries);
  const isLeft = ({ taken, end, declined }: QueuedExperiment) => taken < end && !(fresh && declined);
  const unbegun = fresh ? open.findIndex((entry) => isLeft(entry) && entry.taken === 0) : -1;
  const file = unbegun === -1 ? open.findIndex(isLeft) : unbegun;
  if (file === -1) return [];
  const entry = entries[file]!;
  const first = entry.taken;
  entry.taken = Math.min(first + most, entry.end);
  return Array.from({ length: entry.taken - first }, (_, i) => ({ file, index: first + i }));
}

function variantResults(entry: QueuedExperiment): VariantResult[] | undefined {
  while (entry.results[entry.complete]) entry.complete++;
  const failed = entry.failures.get(entry.complete);
  if (failed) throw failed.failure;
  return entry.complete === entry.count ? entry.results : undefined;
}
