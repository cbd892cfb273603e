import { intervalColumns } from './interval_columns.ts';
import { defineMeasure } from './kind.ts';
import { wilson } from './wilson.ts';

const SOURCE =
  'Efron & Stein 1981, "The jackknife estimate of variance"; Arvesen 1969, for U-statistics; Dean & Pagano 2015, for the effective number';

export const pairInterval = defineMeasure({
  title: 'The 95 % interval of pair_rate, whose pairs share their draws.',
  when: 'asked',
  columns: {
    ...intervalColumns('pair', 'pair_rate', {
      low: {
        description:
          "Lower end: Wilson's, over as many pairs as would, if they shared no draw, have the standard error that the jackknife over trials finds; no more than there are, and N / 2 where every pair or none coincides. The rate itself for `trials: all`.",
        formula:
          'as match_low, with p = pair_rate in place of match_rate and min(p(1 - p) / SE², pairs) of N, SE² = (N - 1) / N · Σ_i (p_(i) - mean p_(i))², p_(i) without trial i',
      },
      high: { description: 'Upper end, likewise.', formula: 'as match_high, likewise' },
      source: SOURCE,
    }),
  },
  measure({ shifts: { trials, total: n, all }, classOf, trialsOf }) {
    let same = 0;
    let differ = 0;
    for (const [s, m] of trials.entries()) {
      if (m === 0) continue;
      same += m * (trialsOf[classOf[s]!]! - m);
      differ += m * (n - m);
    }
    if (differ === 0) return { pair_low: null, pair_high: null };
    const rate = same / differ;
    if (all) return { pair_low: rate, pair_high: rate };
    let pairs = Math.floor(n / 2);
    if (same > 0 && same < differ) {
      const variance = jackknife(trials, n, (s, m) => {
        // Not over 0: where only some pairs coincide, there are at least three shifts.
        return (same - 2 * (trialsOf[classOf[s]!]! - m)) / (differ - 2 * (n - m));
      });
      pairs = Math.min((rate * (1 - rate)) / variance, differ / 2);
    }
    const [pair_low, pair_high] = wilson(rate * pairs, pairs);
    return { pair_low, pair_high };
  },
});

/** The jackknife's variance: trials of one shift are alike. */
function jackknife(trials: Float64Array, n: number, without: (shift: number, m: number) => number): number {
  const left = Float64Array.from(trials, (m, s) => (m === 0 ? 0 : without(s, m)));
  const mean = left.reduce((sum, p, s) => sum + trials[s]! * p, 0) / n;
  return ((n - 1) / n) * left.reduce((sum, p, s) => sum + trials[s]! * (p - mean) ** 2, 0);
}
