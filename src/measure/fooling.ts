import { drawnInOrder } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';

/** How many of some pictures with the same shifts match, by shift in the order dy, then dx. */
type MatchesByShift = Record<'pictures' | 'dy' | 'dx' | 'matches', Float64Array>;

export const fooling = defineMeasure({
  title: 'The one shift at which fewest pictures of a set match.',
  when: 'asked',
  needs: 'set',
  everyShift: true,
  columns: {
    worst_shift_dy: {
      type: 'number',
      unit: 'pixels',
      description:
        'Rows of the shift at which fewest pictures match. If there are several, the first in the order dy, then dx.',
      formula: 'argmin_s Σ_i [class(s) of i = 0]',
      over: 'gathered',
    },
    worst_shift_dx: {
      type: 'number',
      unit: 'pixels',
      description: 'Columns of that shift.',
      formula: 'argmin_s Σ_i [class(s) of i = 0]',
      over: 'gathered',
    },
    worst_shift_rate: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      description:
        'Share of pictures that match at that shift. It has no interval, since the shift was chosen.',
      formula: 'min_s Σ_i [class(s) of i = 0] / I',
      over: 'gathered',
    },
    fooling_rate: {
      type: 'rate',
      unit: '1',
      better: 'lower',
      description:
        'Share of pictures that one shift, the same for all, changes: the universal perturbation among the shifts.',
      formula: '1 - worst_shift_rate',
      source: 'Moosavi-Dezfooli et al. 2017, "Universal adversarial perturbations" (fooling rate)',
      over: 'gathered',
    },
  },
  measure: () => ({ worst_shift_dy: null, worst_shift_dx: null, worst_shift_rate: null, fooling_rate: null }),
  gather: {
    async part({ shifts, classOf }): Promise<MatchesByShift> {
      const { dy, dx } = shifts;
      const drawn = [...drawnInOrder(shifts)];
      return {
        pictures: Float64Array.of(1),
        dy: Float64Array.from(drawn, (s) => dy[s]!),
        dx: Float64Array.from(drawn, (s) => dx[s]!),
        matches: Float64Array.from(drawn, (s) => Number(classOf[s] === 0)),
      };
    },
    join(part: MatchesByShift, next: MatchesByShift) {
      part.pictures[0]! += next.pictures[0]!;
      for (const [s, count] of next.matches.entries()) part.matches[s]! += count;
      return part;
    },
    values({ pictures: [pictures], dy, dx, matches }: MatchesByShift) {
      if (matches.length === 0) return {};
      const least = matches.reduce((least, count) => Math.min(least, count));
      const worst = matches.indexOf(least);
      return {
        worst_shift_dy: dy[worst]!,
        worst_shift_dx: dx[worst]!,
        worst_shift_rate: least / pictures!,
        fooling_rate: 1 - least / pictures!,
      };
    },
  },
});
