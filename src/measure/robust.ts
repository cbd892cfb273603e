import { defineMeasure } from './kind.ts';
import { referenceDecision, trialsThatDecide } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const robust = defineMeasure({
  title: 'How many pictures keep their output, or their right decision, under every drawn shift.',
  when: 'asked',
  comparesLabels: true,
  columns: {
    ...withInterval(
      'unanimous_rate',
      {
        better: 'higher',
        description: 'Share of pictures whose every drawn shift matches the reference.',
        formula: 'Σ_i [n_0 = N] / I',
      },
      'unanimous',
    ),
    ...withInterval('robust_accuracy', {
      better: 'higher',
      description:
        'Share of pictures that are classified correctly unshifted and at every drawn shift (see accuracy). Empty without labels and at steps that decide nothing.',
      formula: 'Σ_i [argmax r_i = label_i, and argmax x_is = label_i for all s] / I',
      source: 'Engstrom et al. 2019, "Exploring the landscape of spatial robustness" (grid search)',
    }),
    ...withInterval('best_case_accuracy', {
      better: 'higher',
      description:
        'Share of pictures that are classified correctly at some drawn shift. Empty without labels and at steps that decide nothing.',
      formula: 'Σ_i [argmax x_is = label_i for some s] / I',
    }),
  },
  read: (step, scheduler) => trialsThatDecide(step, step.label, scheduler),
  measure(step, read) {
    const { label, shifts, trialsOf } = step;
    const { total } = shifts;
    const decision = referenceDecision(step);
    const right = decision === undefined || label === undefined || total === 0 ? null : (read as number);
    return {
      unanimous_rate: total === 0 ? null : Number(trialsOf[0] === total),
      unanimous_low: null,
      unanimous_high: null,
      robust_accuracy: right === null ? null : Number(decision === label && right === total),
      robust_accuracy_low: null,
      robust_accuracy_high: null,
      best_case_accuracy: right === null ? null : Number(right > 0),
      best_case_accuracy_low: null,
      best_case_accuracy_high: null,
    };
  },
});
