import { defineMeasure } from './kind.ts';
import { intervalColumns } from './statistics/interval_columns.ts';
import { jackknifeEnds, jackknifeInterval } from './statistics/jackknife_interval.ts';

export const pairInterval = defineMeasure({
  title: 'The 95 % interval of pair_rate, whose pairs share their draws.',
  when: 'asked',
  columns: { ...intervalColumns('pair', 'pair_rate', jackknifeEnds('pair_rate')) },
  measure({ shifts: { trials, total: n, all }, classOf, trialsOf }) {
    let same = 0;
    let differ = 0;
    for (const [s, m] of trials.entries()) {
      if (m === 0) continue;
      same += m * (trialsOf[classOf[s]!]! - m);
      differ += m * (n - m);
    }
    if (differ === 0) return { pair_low: null, pair_high: null };
    if (all) return { pair_low: same / differ, pair_high: same / differ };
    const without = (s: number) => {
      const m = trials[s]!;
      // Not over 0: where only some pairs coincide, there are at least three shifts.
      return (same - 2 * (trialsOf[classOf[s]!]! - m)) / (differ - 2 * (n - m));
    };
    const rate = { same: same / 2, pairs: differ / 2, trials, total: n, without };
    const [pair_low, pair_high] = jackknifeInterval(rate);
    return { pair_low, pair_high };
  },
});
