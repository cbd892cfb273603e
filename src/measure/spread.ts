import { once } from '../core/memo.ts';
import type { Numbers, Shifts } from '../core/tensor.ts';

/** How trials are distributed over shifts, or over classes. */
export interface Spread {
  /** How many have at least one trial. */
  taken: number;
  /** Entropy Σ (n / N) log2(N / n) in bits; null without trials. */
  bits: number | null;
}

/**
 * The distribution of trials.
 *
 * @param counts trials of each shift or class
 * @param total the sum of `counts`
 * @example
 * spreadOf(Float64Array.of(1, 1, 0, 2), 4); // { taken: 3, bits: 1.5 }
 */
export function spreadOf(counts: Numbers, total: number): Spread {
  let [taken, sum] = [0, 0];
  entropyBits.fill(0);
  for (let i = 0; i < counts.length; i++) {
    const n = counts[i]!;
    if (n === 0) continue;
    taken++;
    let bits = n < entropyBits.length ? entropyBits[n]! : 0;
    if (bits === 0) {
      bits = (n / total) * Math.log2(total / n);
      if (n < entropyBits.length) entropyBits[n] = bits;
    }
    sum += bits;
  }
  return { taken, bits: total === 0 ? null : sum };
}

/** The distribution over shifts, computed once: all steps of a run share them. */
export const spreadOfShifts = once(({ trials, total }: Pick<Shifts, 'trials' | 'total'>) =>
  spreadOf(trials, total),
);

/** The bits of small counts, as they are computed: a logarithm is slow, and so is a new array. */
const entropyBits = new Float64Array(256);
