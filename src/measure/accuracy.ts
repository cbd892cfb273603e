import { referenceDecision } from './decision.ts';
import { defineMeasure } from './kind.ts';

export const accuracy = defineMeasure({
  title: 'How often the unshifted picture is told right.',
  when: 'asked',
  labels: true,
  columns: {
    accuracy: {
      type: 'rate',
      unit: '1',
      description:
        'Share of pictures whose unshifted output decides for their class: the largest channel of a single cell (of a tie, the first), or the value that argmax gives. Empty at other steps.',
      formula: 'Σ_i [argmax r_i = label_i] / I',
    },
    accuracy_low: {
      type: 'rate',
      unit: '1',
      description: 'Lower end of the 95 % interval over pictures.',
      formula: 'cluster bootstrap over pictures',
      over: { low: 'accuracy' },
    },
    accuracy_high: {
      type: 'rate',
      unit: '1',
      description: 'Upper end, likewise.',
      formula: 'cluster bootstrap over pictures',
      over: { high: 'accuracy' },
    },
  },
  measure(step) {
    const decision = referenceDecision(step);
    const right = decision === undefined || step.label === undefined ? null : Number(decision === step.label);
    return { accuracy: right, accuracy_low: null, accuracy_high: null };
  },
});
