import { defineMeasure } from './kind.ts';
import { referenceDecision, trialsThatDecide } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const fidelity = defineMeasure({
  title: 'How often a picture is classified correctly, both unshifted and shifted.',
  when: 'asked',
  labels: true,
  comparesLabels: true,
  columns: {
    ...withInterval('fidelity', {
      better: 'higher',
      description:
        'Share of trials that are consistent and correct: the unshifted output and the shifted one decide for the class of the picture (see accuracy). Empty at steps that decide nothing.',
      formula: 'Σ_s m_s [argmax x_s = argmax r = label] / N',
    }),
  },
  read: async (step, scheduler) =>
    referenceDecision(step) === step.label ? trialsThatDecide(step, step.label, scheduler) : 0,
  measure(step, read) {
    const defined = referenceDecision(step) !== undefined && step.label !== undefined;
    const rate = defined && step.shifts.total > 0 ? (read as number) / step.shifts.total : null;
    return { fidelity: rate, fidelity_low: null, fidelity_high: null };
  },
});
