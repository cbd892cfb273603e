import { once } from '../core/memo.ts';
import { squared } from '../core/power.ts';
import type { Numbers, Shifts } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';

export const agreement = defineMeasure({
  title: 'How often two draws coincide.',
  when: 'always',
  columns: {
    agreement: {
      type: 'rate',
      unit: '1',
      description:
        'Chance that two draws coincide, equal shifts included, as the literature counts; empty for a single draw.',
      formula: 'Σ_c n_c(n_c - 1) / (N(N - 1)); for `trials: all` Σ_c (n_c / N)²',
      source: 'Zhang 2019, "Making convolutional networks shift-invariant again" (consistency)',
      better: 'higher',
    },
    pair_rate: {
      type: 'rate',
      unit: '1',
      description: 'Chance that two trials with different shifts coincide; empty where no two shifts differ.',
      formula: '(Σ_c n_c(n_c - 1) - Σ_s m_s(m_s - 1)) / (N(N - 1) - Σ_s m_s(m_s - 1))',
      better: 'higher',
      interval: ['pair_low', 'pair_high'],
    },
  },
  measure({ shifts, classOf, trialsOf }) {
    const { trials, total, all } = shifts;
    const { differ, distinct } = chancesOf(shifts);
    // Where all outputs differ, each class has the trials of its shift.
    if (trialsOf === trials) return { agreement: distinct, pair_rate: differ === 0 ? null : 0 };
    // A sum of products that are never negative: no two large numbers are subtracted.
    let coincide = 0;
    for (let s = 0; s < trials.length; s++) {
      // A shift that is left out has no class.
      if (trials[s] !== 0) coincide += trials[s]! * (trialsOf[classOf[s]!]! - trials[s]!);
    }
    return { agreement: chance(trialsOf, total, all), pair_rate: differ === 0 ? null : coincide / differ };
  },
});

/** Σ_s m_s(N - m_s), and the agreement where all outputs differ; found once for all steps. */
const chancesOf = once(({ trials, total, all }: Pick<Shifts, 'trials' | 'total' | 'all'>) => {
  let differ = 0;
  for (let s = 0; s < trials.length; s++) differ += trials[s]! * (total - trials[s]!);
  return { differ, distinct: chance(trials, total, all) };
});

function chance(trialsOf: Numbers, n: number, all: boolean): number | null {
  if (n === 1 && !all) return null;
  let sum = 0;
  for (let c = 0; c < trialsOf.length; c++) {
    const share = trialsOf[c]! / n;
    sum += all ? squared(share) : share * ((trialsOf[c]! - 1) / (n - 1));
  }
  return sum;
}
