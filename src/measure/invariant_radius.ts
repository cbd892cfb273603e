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
  measure({ shifts: { dy, dx, trials, total }, classOf }) {
    if (total === 0) return { invariant_radius: null };
    const length = (s: number) => Math.max(Math.abs(dy[s]!), Math.abs(dx[s]!));
    let broken = Number.POSITIVE_INFINITY;
    for (let s = 0; s < trials.length; s++) {
      if (trials[s]! > 0 && classOf[s] !== 0) broken = Math.min(broken, length(s));
    }
    let radius = 0;
    for (let s = 0; s < trials.length; s++) {
      if (trials[s]! > 0 && length(s) < broken) radius = Math.max(radius, length(s));
    }
    return { invariant_radius: radius };
  },
});
