import { squared } from '../../core/power.ts';
import type { Numbers } from '../../core/tensor.ts';
import { wilson } from './wilson.ts';

/** A rate over pairs of trials, which share their draws. */
export interface PairedRate {
  same: number;
  pairs: number;
  /** Trials by shift, and their sum. */
  trials: Numbers;
  total: number;
  /** The rate without one trial of a shift. */
  without(shift: number): number;
}

/**
 * Wilson's 95 % interval of a rate over pairs, for as many pairs as would, if they shared no draw, have the standard
 * error that the jackknife over trials finds; no more than there are, and ⌊N / 2⌋ where every pair or none coincides.
 *
 * @returns [low, high]
 * Source: Efron & Stein 1981, "The jackknife estimate of variance"; Arvesen 1969, for U-statistics; Dean & Pagano 2015,
 * for the effective number.
 */
export function jackknifeInterval({ same, pairs, trials, total, without }: PairedRate): [number, number] {
  const rate = same / pairs;
  let independent = Math.floor(total / 2);
  if (same > 0 && same < pairs) {
    const variance = jackknife(trials, total, without);
    independent = (rate * (1 - rate)) / variance;
  }
  const n = Math.min(independent, pairs);
  return wilson(rate * n, n);
}

/** The ends of a `jackknifeInterval`, for `intervalColumns`. @param rate the column whose interval it is */
export function jackknifeEnds(rate: string) {
  return {
    low: {
      description:
        "Lower end: Wilson's, over as many pairs as would, if they shared no draw, have the standard error that the jackknife over trials finds; no more than there are, and ⌊N / 2⌋ where every pair or none coincides. The rate itself for `trials: all`.",
      formula: `as match_low, with p = ${rate} in place of match_rate and min(p(1 - p) / SE², pairs) of N, SE² = (N - 1) / N · Σ_i (p_(i) - mean p_(i))², p_(i) without trial i`,
    },
    high: { description: 'Upper end, likewise.', formula: 'as match_high, likewise' },
    source:
      'Efron & Stein 1981, "The jackknife estimate of variance"; Arvesen 1969, for U-statistics; Dean & Pagano 2015, for the effective number',
  };
}

/** The jackknife's variance: trials of one shift are alike. */
function jackknife(trials: Numbers, n: number, without: (shift: number) => number): number {
  const left = Float64Array.from(trials, (m, s) => (m === 0 ? 0 : without(s)));
  const mean = left.reduce((sum, p, s) => sum + trials[s]! * p, 0) / n;
  return ((n - 1) / n) * left.reduce((sum, p, s) => sum + trials[s]! * squared(p - mean), 0);
}
