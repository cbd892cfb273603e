import { squared } from '../../core/power.ts';
import type { Random } from '../../core/random.ts';
import type { Scheduler } from '../../core/scheduler.ts';
import { type Image, type Window, windowImage } from '../../core/tensor.ts';
import type { OthersReader } from '../kind.ts';
import { sumRounding } from './sum_rounding.ts';

/** The unshifted outputs of the other pictures of a set. */
export interface OtherReferences {
  /** The median distance between the references of two pictures; NaN for fewer than two. */
  median: number;
  /** The distance of an output from the picture's own reference. */
  distance(output: Window): number;
  /** Whether no other picture's reference is nearer to an output than its own, or as near. */
  isNearestToOwn(output: Window): boolean;
}

/** Above this many pictures, the pairs of that many are taken. */
const MOST_PAIRED = 2_000;

/** Keeps the unshifted outputs of a set at one step. */
export function gatherReferences(): OthersReader {
  const known = new Map<string, Float32Array>();
  let median = Number.NaN;
  return {
    add({ data }, { name }) {
      known.set(name, Float32Array.from(data));
    },
    async complete(random, scheduler) {
      const all = [...known.values()];
      median = await medianDistance(paired(all, random), scheduler);
    },
    of: ({ data: own }: Image, { name }): OtherReferences => ({
      median,
      distance: (output) => Math.sqrt(squaredDistance(windowImage(output).data, own)),
      isNearestToOwn(output) {
        const { data } = windowImage(output);
        // A tie is one whatever the order of the sum.
        const asNear = squaredDistance(data, own) * (1 + 2 * sumRounding(data.length));
        for (const [other, reference] of known)
          if (other !== name && squaredDistance(data, reference, asNear) <= asNear) return false;
        return true;
      },
    }),
  };
}

/** The references whose pairs are taken: all, or some that are drawn without replacement. */
function paired(
  all: readonly Float32Array[],
  random: (purpose: string, key: readonly unknown[]) => Random,
): readonly Float32Array[] {
  if (all.length <= MOST_PAIRED) return all;
  const next = random('pairs', [all.length]);
  const left = [...all];
  return Array.from({ length: MOST_PAIRED }, (_, i) => {
    const other = i + Math.floor(next() * (left.length - i));
    [left[i], left[other]] = [left[other]!, left[i]!];
    return left[i]!;
  });
}

async function medianDistance(references: readonly Float32Array[], scheduler: Scheduler): Promise<number> {
  const distances = new Float64Array((references.length * (references.length - 1)) / 2);
  let length = 0;
  for (const [i, one] of references.entries()) {
    for (let j = 0; j < i; j++) distances[length++] = Math.sqrt(squaredDistance(one, references[j]!));
    if (scheduler.due()) await scheduler.yieldNow();
  }
  if (length === 0) return Number.NaN;
  distances.sort();
  const middle = length >> 1;
  return length % 2 === 1 ? distances[middle]! : (distances[middle - 1]! + distances[middle]!) / 2;
}

/** @param enough a sum that is above it need not be complete */
function squaredDistance(x: Float32Array, y: Float32Array, enough = Number.POSITIVE_INFINITY): number {
  let sum = 0;
  for (let i = 0; i < x.length && sum <= enough; i++) sum += squared(x[i]! - y[i]!);
  return sum;
}
