import { defineMeasure } from './kind.ts';
import { spreadOfShifts } from './statistics/spread.ts';

export const draws = defineMeasure({
  title: 'How many shifts were drawn, and how many of them are distinct.',
  when: 'always',
  columns: {
    trials: { type: 'integer', unit: 'trials', description: 'Draws of a shift.', formula: 'N', over: 'sum' },
    shifts: {
      type: 'integer',
      unit: 'shifts',
      description: 'Distinct shifts among them.',
      formula: '#{s : m_s > 0}',
    },
  },
  measure: ({ shifts }) => ({ trials: shifts.total, shifts: spreadOfShifts(shifts).taken }),
});
