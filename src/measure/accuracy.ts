import { defineMeasure } from './kind.ts';
import { referenceDecision } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const accuracy = defineMeasure({
  title: 'How often the unshifted picture is classified correctly.',
  when: 'asked',
  labels: true,
  comparesLabels: true,
  columns: {
    ...withInterval('accuracy', {
      better: 'higher',
      description:
        'Share of pictures whose unshifted output decides for their class: the largest channel of a single cell (of a tie, the first), or the value that argmax gives. Empty at other steps.',
      formula: 'Σ_i [argmax r_i = label_i] / I',
    }),
  },
  measure(step) {
    const decision = referenceDecision(step);
    const right = decision === undefined || step.label === undefined ? null : Number(decision === step.label);
    return { accuracy: right, accuracy_low: null, accuracy_high: null };
  },
});
