import { defineMeasure } from './kind.ts';
import { intervalColumns } from './statistics/interval_columns.ts';
import { jackknifeEnds, jackknifeInterval } from './statistics/jackknife_interval.ts';

export const neighbourInterval = defineMeasure({
  title: 'The 95 % interval of neighbour_rate, whose pairs share their draws.',
  when: 'asked',
  intervalOf: 'neighbour_rate',
  columns: { ...intervalColumns('neighbour', 'neighbour_rate', jackknifeEnds('neighbour_rate')) },
  measure({ shifts, classOf }) {
    const { trials, total, all } = shifts;
    /** By shift, the pairs that it is in, and those of them that coincide. */
    const [own, ownSame] = [new Float64Array(trials.length), new Float64Array(trials.length)];
    let [pairs, same] = [0, 0];
    for (const [s, t] of shifts.neighbours()) {
      if (trials[s] === 0 || trials[t] === 0) continue;
      const coincide = Number(classOf[s] === classOf[t]);
      pairs++;
      same += coincide;
      for (const one of [s, t]) {
        own[one]!++;
        ownSame[one]! += coincide;
      }
    }
    if (pairs === 0) return { neighbour_low: null, neighbour_high: null };
    if (all) return { neighbour_low: same / pairs, neighbour_high: same / pairs };
    const without = (s: number) => {
      // A shift that was drawn twice stays; and without its only pairs nothing is known, so nothing changes.
      if (trials[s]! > 1 || own[s] === pairs) return same / pairs;
      return (same - ownSame[s]!) / (pairs - own[s]!);
    };
    const [neighbour_low, neighbour_high] = jackknifeInterval({ same, pairs, trials, total, without });
    return { neighbour_low, neighbour_high };
  },
});
