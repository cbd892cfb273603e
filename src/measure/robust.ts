import { referenceDecision, trialsThatDecide } from './decision.ts';
import { intervalColumns } from './interval_columns.ts';
import { defineMeasure } from './kind.ts';

export const robust = defineMeasure({
  title: 'How many pictures keep their output, or their right decision, under every drawn shift.',
  when: 'asked',
  comparesLabels: true,
  columns: {
    unanimous_rate: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      interval: ['unanimous_low', 'unanimous_high'],
      description: 'Share of pictures whose every drawn shift matches the reference.',
      formula: 'Σ_i [n_0 = N] / I',
    },
    ...intervalColumns('unanimous', 'unanimous_rate'),
    robust_accuracy: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      interval: ['robust_accuracy_low', 'robust_accuracy_high'],
      description:
        'Share of pictures that are classified correctly unshifted and at every drawn shift (see accuracy). Empty without labels and at steps that decide nothing.',
      formula: 'Σ_i [argmax r_i = label_i, and argmax x_is = label_i for all s] / I',
      source: 'Engstrom et al. 2019, "Exploring the landscape of spatial robustness" (grid search)',
    },
    ...intervalColumns('robust_accuracy', 'robust_accuracy'),
    best_case_accuracy: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      interval: ['best_case_accuracy_low', 'best_case_accuracy_high'],
      description:
        'Share of pictures that are classified correctly at some drawn shift. Empty without labels and at steps that decide nothing.',
      formula: 'Σ_i [argmax x_is = label_i for some s] / I',
    },
    ...intervalColumns('best_case_accuracy', 'best_case_accuracy'),
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
