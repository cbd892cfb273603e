import { once } from '../../core/memo.ts';
import type { Numbers, Shifts } from '../../core/tensor.ts';

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
  // Most neighbours have as many trials as each other, often one each.
  for (let i = 0; i < counts.length; ) {
    const n = counts[i]!;
    const first = i;
    while (i < counts.length && counts[i] === n) i++;
    if (n === 0) continue;
    taken += i - first;
    sum += (i - first) * entropyTerm(n, total);
  }
  return { taken, bits: total === 0 ? null : sum };
}

/** The distribution over shifts, computed once: all steps of a run share them. */
export const spreadOfShifts = once(({ trials, total }: Pick<Shifts, 'trials' | 'total'>) =>
  spreadOf(trials, total),
);

/** (n / N) log2(N / n). Those of small counts are kept while the total stays, since a logarithm is slow. */
function entropyTerm(n: number, total: number): number {
  if (smallTotal !== total) {
    smallTotal = total;
    smallBits.fill(Number.NaN);
  }
  const known = smallBits[n];
  if (known !== undefined && !Number.isNaN(known)) return known;
  const bits = (n / total) * Math.log2(total / n);
  // Beyond the end nothing is kept.
  smallBits[n] = bits;
  return bits;
}

/** By count, for a total; NaN: not computed yet. */
const smallBits = new Float64Array(256);
let smallTotal = 0;
