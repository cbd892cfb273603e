import { defineMeasure } from './kind.ts';
import { intervalColumns } from './statistics/interval_columns.ts';
import { interval, wilsonEnds } from './statistics/wilson.ts';

export const against = defineMeasure({
  title: 'How often a second image, shifted by the same shift, gives the same output.',
  when: 'against',
  columns: {
    against_matches: {
      type: 'integer',
      unit: 'trials',
      description: 'Trials in which the second image, shifted alike, gives the same output.',
      formula: 'Σ_s m_s [x_s = y_s]',
      over: 'sum',
    },
    against_rate: {
      type: 'rate',
      unit: '1',
      description: 'Share of them.',
      formula: 'against_matches / N',
      interval: ['against_low', 'against_high'],
      over: { sum: 'against_matches', of: 'trials' },
    },
    ...intervalColumns('against', 'against_rate', wilsonEnds('as match_low', 'as match_high')),
  },
  measure({ shifts, agrees = [] }) {
    const count = agrees.reduce((sum, same, s) => sum + (same ? shifts.trials[s]! : 0), 0);
    const [against_low, against_high] = interval(count, shifts);
    return { against_matches: count, against_rate: count / shifts.total, against_low, against_high };
  },
});
