import { windowOfImage } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';
import { gatherCentroids, type OtherCentroids } from './outputs/centroids.ts';
import { visitOutputs } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const separation = defineMeasure({
  title: 'How well an output separates the classes of a set.',
  when: 'asked',
  labels: true,
  others: gatherCentroids,
  quantities: true,
  columns: {
    ...withInterval('separation', {
      better: 'higher',
      description:
        'Share of pictures whose unshifted output is nearer to the mean of the others of its class than to that of any other class (leave-one-out nearest centroid, Euclidean). Empty for class numbers.',
      formula: 'Σ_i [‖r_i - c_own\\i‖ < min_k ‖r_i - c_k‖] / I',
      source: 'Tibshirani et al. 2002, for nearest centroids',
    }),
    separation_shifted: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      description: 'The same for shifted outputs, over trials, against the means of unshifted outputs.',
      formula: 'Σ_i Σ_s m_s [‖x_is - c_own\\i‖ < min_k ‖x_is - c_k‖] / Σ_i N',
    },
    distance_between: {
      type: 'number',
      unit: 'value',
      description: 'Mean distance of unshifted outputs from the nearest mean of another class.',
      formula: 'Σ_i min_k ‖r_i - c_k‖ / I',
    },
    distance_within: {
      type: 'number',
      unit: 'value',
      description: 'Mean distance from the mean of the others of their class.',
      formula: 'Σ_i ‖r_i - c_own\\i‖ / I',
    },
    separation_ratio: {
      type: 'number',
      unit: '1',
      description: 'Between-class over within-class distance: above 1, the classes lie apart.',
      formula: 'distance_between / distance_within',
      over: { sum: 'distance_between', of: 'distance_within' },
    },
  },
  async read(step, scheduler): Promise<number> {
    let right = 0;
    const others = step.others as OtherCentroids | undefined;
    await visitOutputs(step, scheduler, (window, trials) => {
      const { own, other } = others?.distances(window) ?? { own: 0, other: 0 };
      if (own < other) right += trials;
    });
    return right;
  },
  measure({ reference, others, shifts: { total } }, read) {
    const found = (others as OtherCentroids | undefined)?.distances(windowOfImage(reference));
    return {
      separation: found ? Number(found.own < found.other) : null,
      separation_low: null,
      separation_high: null,
      separation_shifted: found && total > 0 ? (read as number) / total : null,
      distance_between: found ? found.other : null,
      distance_within: found ? found.own : null,
      separation_ratio: found && found.own > 0 ? found.other / found.own : null,
    };
  },
});
