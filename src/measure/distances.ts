import { runWork } from '../core/scheduler.ts';
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
  read: ({ shifts: { trials }, distanceArrays }, scheduler) =>
    runWork(distanceArrays!.largest(trials), scheduler),
  measure({ shifts: { trials, total }, distanceArrays }, largest) {
    const { cosine, relativeL2 } = distanceArrays!;
    let [cosines, distances] = [0, 0];
    for (let s = 0; s < trials.length; s++) {
      if (trials[s] === 0) continue;
      cosines += trials[s]! * cosine[s]!;
      distances += trials[s]! * relativeL2[s]!;
    }
    return {
      cosine: cosines / total,
      relative_l2: distances / total,
      max_abs: total === 0 ? null : (largest as number),
    };
  },
});
