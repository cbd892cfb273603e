import { defineMeasure } from './kind.ts';
import { referenceDecision, trialsThatDecide } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const shiftedAccuracy = defineMeasure({
  title: 'How often a shifted picture is classified correctly, and what the shift costs.',
  when: 'asked',
  labels: true,
  comparesLabels: true,
  columns: {
    ...withInterval('shifted_accuracy', {
      better: 'higher',
      description:
        'Share of trials whose output decides for the class of the picture, whatever the unshifted output decides (see accuracy). Empty at steps that decide nothing.',
      formula: 'Σ_s m_s [argmax x_s = label] / N',
    }),
    ...withInterval('accuracy_drop', {
      type: 'number',
      better: 'lower',
      description: 'By how much the accuracy of unshifted pictures is above that.',
      formula: '[argmax r = label] - shifted_accuracy',
    }),
  },
  read: (step, scheduler) => trialsThatDecide(step, step.label, scheduler),
  measure(step, read) {
    const { label, shifts } = step;
    const decision = referenceDecision(step);
    const defined = decision !== undefined && label !== undefined && shifts.total > 0;
    const rate = defined ? (read as number) / shifts.total : null;
    return {
      shifted_accuracy: rate,
      shifted_accuracy_low: null,
      shifted_accuracy_high: null,
      accuracy_drop: rate === null ? null : Number(decision === label) - rate,
      accuracy_drop_low: null,
      accuracy_drop_high: null,
    };
  },
});
