import { once } from '../core/memo.ts';
import type { Shifts } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';

export const invariantRadius = defineMeasure({
  title: 'Up to which length every shift matches.',
  when: 'always',
  columns: {
    invariant_radius: {
      type: 'number',
      unit: 'pixels',
      description:
        'The largest length max(|dy|, |dx|) among 0 and the drawn shifts such that every drawn shift up to it matches. Empty without trials.',
      formula: 'max{ℓ ∈ {0, |s|} : |s| <= ℓ implies class(s) = 0}',
      better: 'higher',
    },
  },
  measure({ shifts, classOf }) {
    if (shifts.total === 0) return { invariant_radius: null };
    const lengths = lengthsOf(shifts);
    let broken = Number.POSITIVE_INFINITY;
    for (let s = 0; s < lengths.length; s++)
      if (classOf[s] !== 0 && lengths[s]! < broken) broken = lengths[s]!;
    let radius = 0;
    for (let s = 0; s < lengths.length; s++)
      if (lengths[s]! < broken && lengths[s]! > radius) radius = lengths[s]!;
    return { invariant_radius: radius };
  },
});

/** The length of each shift, infinite where no trial drew it; found once for all steps. */
const lengthsOf = once(({ dy, dx, trials }: Pick<Shifts, 'dy' | 'dx' | 'trials'>): Float64Array => {
  const lengths = new Float64Array(trials.length).fill(Number.POSITIVE_INFINITY);
  for (let s = 0; s < trials.length; s++)
    if (trials[s]! > 0) lengths[s] = Math.max(Math.abs(dy[s]!), Math.abs(dx[s]!));
  return lengths;
});
