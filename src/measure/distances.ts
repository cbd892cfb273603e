import { defineMeasure } from './kind.ts';

export const distances = defineMeasure({
  title: 'How far the outputs are from the reference.',
  when: 'always',
  distances: true,
  quantities: true,
  columns: {
    cosine: {
      type: 'number',
      unit: '1',
      description:
        'Mean cosine similarity to the reference, over trials. Empty if a norm is 0, and for class numbers.',
      formula: 'Σ_s m_s · x·r / (‖x‖ ‖r‖) / N',
      better: 'higher',
    },
    relative_l2: {
      type: 'number',
      unit: '1',
      description:
        'Mean distance from the reference relative to its norm, over trials. Empty if that norm is 0, and for class numbers.',
      formula: 'Σ_s m_s · ‖x - r‖ / ‖r‖ / N',
      better: 'lower',
    },
    max_abs: {
      type: 'number',
      unit: 'value',
      description:
        'Largest absolute difference from the reference. Empty without trials, and for class numbers.',
      formula: 'max_s max |x - r|',
      better: 'lower',
      over: 'most',
    },
  },
  measure({ shifts: { trials, total }, distances }) {
    let cosine = 0;
    let relativeL2 = 0;
    let maxAbs = 0;
    for (const [s, distance] of distances.entries()) {
      if (trials[s] === 0) continue;
      cosine += trials[s]! * distance.cosine;
      relativeL2 += trials[s]! * distance.relativeL2;
      maxAbs = Math.max(maxAbs, distance.maxAbs);
    }
    return { cosine: cosine / total, relative_l2: relativeL2 / total, max_abs: total === 0 ? null : maxAbs };
  },
});
