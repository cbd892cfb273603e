import { measure } from './kind.ts';

export const classes = measure({
  title: 'How many outputs there are, and how much of the position is left in them.',
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
        'Entropy of the drawn shifts: the position information that went in. Empty without trials.',
      formula: 'Σ_s (m_s / N) log2(N / m_s)',
      source: 'Shannon 1948',
    },
    position_bits: {
      type: 'number',
      unit: 'bits',
      description: 'Entropy of the classes: what of it is left. 0 is invariance. Empty without trials.',
      formula: 'Σ_c (n_c / N) log2(N / n_c)',
      source: 'Shannon 1948',
      better: 'lower',
    },
  },
  measure: ({ shifts, trialsOf }) => ({
    classes: taken(trialsOf),
    shift_bits: entropy(shifts.trials, shifts.total),
    position_bits: entropy(trialsOf, shifts.total),
  }),
});

function taken(counts: Float64Array): number {
  let classes = 0;
  for (const n of counts) if (n > 0) classes++;
  return classes;
}

function entropy(counts: Float64Array, total: number): number | null {
  if (total === 0) return null;
  let [sum, last, bits] = [0, 0, 0];
  for (const n of counts) {
    // Mostly all counts are alike, and a logarithm takes long.
    if (n !== last) bits = n === 0 ? 0 : (n / total) * Math.log2(total / n);
    last = n;
    sum += bits;
  }
  return sum;
}
