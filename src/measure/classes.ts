import { defineMeasure } from './kind.ts';
import { spreadOf, spreadOfShifts } from './statistics/spread.ts';

export const classes = defineMeasure({
  title: 'How many distinct outputs there are, and how much information about the position they carry.',
  when: 'always',
  columns: {
    classes: {
      type: 'integer',
      unit: 'classes',
      description: 'Distinct outputs among the drawn shifts.',
      formula: '#{c : n_c > 0}',
      better: 'lower',
    },
    shift_bits: {
      type: 'number',
      unit: 'bits',
      description:
        'Entropy of the drawn shifts: the information about the position in the input. Empty without trials.',
      formula: 'Σ_s (m_s / N) log2(N / m_s)',
      source: 'Shannon 1948',
    },
    position_bits: {
      type: 'number',
      unit: 'bits',
      description:
        'Entropy of the classes: the part of that information that the outputs keep. 0 is invariance. Empty without trials.',
      formula: 'Σ_c (n_c / N) log2(N / n_c)',
      source: 'Shannon 1948',
      better: 'lower',
    },
  },
  measure({ shifts, trialsOf }) {
    const drawn = spreadOfShifts(shifts);
    // Where all outputs differ, each class has the trials of its shift.
    const { taken, bits } = trialsOf === shifts.trials ? drawn : spreadOf(trialsOf, shifts.total);
    return {
      classes: taken,
      shift_bits: drawn.bits,
      position_bits: bits,
    };
  },
});
