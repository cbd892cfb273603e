import { defineMeasure } from './kind.ts';
import { intervalColumns } from './statistics/interval_columns.ts';
import { interval, wilsonEnds } from './statistics/wilson.ts';

export const matches = defineMeasure({
  title: 'How often the output coincides with the reference, and the 95 % interval.',
  when: 'always',
  columns: {
    matches: {
      type: 'integer',
      unit: 'trials',
      description: 'Trials whose output coincides with the reference.',
      formula: 'n_0',
      better: 'higher',
      over: 'sum',
    },
    match_rate: {
      type: 'rate',
      unit: '1',
      description: 'Share of them.',
      formula: 'n_0 / N',
      better: 'higher',
      interval: ['match_low', 'match_high'],
      over: { sum: 'matches', of: 'trials' },
    },
    ...intervalColumns(
      'match',
      'match_rate',
      wilsonEnds(
        '(p + z²/2N - z √(p(1 - p)/N + z²/4N²)) / (1 + z²/N), z = 1.959963984540054, p = match_rate; 0 at no match',
        '(p + z²/2N + z √(p(1 - p)/N + z²/4N²)) / (1 + z²/N), z = 1.959963984540054, p = match_rate; 1 at all',
      ),
    ),
  },
  measure({ shifts, trialsOf }) {
    const [match_low, match_high] = interval(trialsOf[0]!, shifts);
    return { matches: trialsOf[0]!, match_rate: trialsOf[0]! / shifts.total, match_low, match_high };
  },
});
