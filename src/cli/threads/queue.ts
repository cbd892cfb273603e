import { EventEmitter, once } from 'node:events';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import type { Part } from '../../run/run_variant.ts';

/** One variant of one experiment, to be run. */
export interface Job {
  /** Which of the files. */
  file: number;
  /** Which of its variants. */
  index: number;
}

/** What is told of a job: that it has come further, or to its end; or that it is given back. */
export type News = { share: number } | { part: Part } | { failure: unknown } | { declined: true };

/** The variants of some experiments, taken by whoever is free. */
export interface Queue {
  /**
   * The next jobs, of one experiment; none of those that come after one of it that has failed.
   *
   * @param fresh of an experiment that nobody has begun, if there is one: what it loads is then loaded once; and of none
   * of which a job was given back
   */
  take(most: number, fresh?: boolean): Job[];
  left(): number;
  /** How many variants' work is done, of one experiment and of all. */
  done(file: number): { own: number; all: number };
  tell(job: Job, news: News): void;
  /** What an experiment's variants gave, once it is all there. @throws the failure of the first that failed */
  parts(file: number): Part[] | undefined;
  /** Waits until a job ends, or is given back. @throws the signal's reason */
  change(signal: AbortSignal): Promise<void>;
}

/** @param stops whether nothing is given out of the experiments after one that has failed */
export function queueOf(found: readonly ExperimentFile[], stops = true): Queue {
  const files = found.map(({ experiment: { variants } }) => ({
    count: variants.length,
    /** How many of them are to be taken: those before the first that has failed. */
    end: variants.length,
    /** How many of them were taken. */
    given: 0,
    /** Those that were given back. */
    returned: [] as number[],
    declined: false,
    /** The parts that are there, up to the first that is not. */
    there: 0,
    parts: new Array<Part>(variants.length),
    failures: new Map<number, { failure: unknown }>(),
    shares: new Float64Array(variants.length),
    done: 0,
  }));
  const ends = new EventEmitter();
  let left = files.reduce((sum, { count }) => sum + count, 0);
  let all = 0;

  return {
    take(most, fresh = false) {
      const stopped = stops ? files.findIndex(({ end, count }) => end < count) : -1;
      const open = stopped === -1 ? files : files.slice(0, stopped + 1);
      const back = fresh ? -1 : open.findIndex(({ returned }) => returned.length > 0);
      if (back !== -1) {
        left--;
        return [{ file: back, index: files[back]!.returned.shift()! }];
      }
      const next = (among: (given: number) => boolean) =>
        open.findIndex(({ given, end, declined }) => given < end && !(fresh && declined) && among(given));
      const unbegun = fresh ? next((given) => given === 0) : -1;
      const file = unbegun === -1 ? next(() => true) : unbegun;
      if (file === -1) return [];
      const first = files[file]!.given;
      const length = Math.min(most, files[file]!.end - first);
      files[file]!.given += length;
      left -= length;
      return Array.from({ length }, (_, i) => ({ file, index: first + i }));
    },
    left: () => left,
    done: (file) => ({ own: files[file]!.done, all }),
    tell({ file, index }, news) {
      const own = files[file]!;
      if ('declined' in news) {
        own.returned.push(index);
        own.declined = true;
        left++;
        ends.emit('end');
        return;
      }
      const share = 'share' in news ? news.share : 1;
      own.done += share - own.shares[index]!;
      all += share - own.shares[index]!;
      own.shares[index] = share;
      if ('share' in news) return;
      if ('part' in news) own.parts[index] = news.part;
      else own.failures.set(index, news);
      if ('failure' in news) own.end = Math.min(own.end, index);
      ends.emit('end');
    },
    parts(file) {
      const own = files[file]!;
      while (own.parts[own.there]) own.there++;
      const failed = own.failures.get(own.there);
      if (failed) throw failed.failure;
      return own.there === own.count ? own.parts : undefined;
    },
    async change(signal) {
      await once(ends, 'end', { signal }).catch((error) => {
        signal.throwIfAborted();
        throw error;
      });
    },
  };
}
