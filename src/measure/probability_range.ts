import { windowOfImage } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';
import { probabilityOf, referenceDecision, visitOutputs } from './outputs/decision.ts';
import { withInterval } from './statistics/interval_columns.ts';

export const probabilityRange = defineMeasure({
  title: 'How far the probability of the unshifted decision swings.',
  when: 'asked',
  columns: {
    ...withInterval('probability_range', {
      better: 'lower',
      description:
        'Largest minus smallest probability of the class for which the unshifted output decides, over the drawn shifts and the unshifted picture. Empty where that output is no distribution, of values from 0 to 1 that add up to 1 (within 1e-4): softmax makes one.',
      formula: 'max_s x_st - min_s x_st, s over the drawn shifts and 0, t = argmax r',
    }),
  },
  async read(step, scheduler): Promise<number | null> {
    const decision = referenceDecision(step);
    if (decision === undefined) return null;
    const first = probabilityOf(windowOfImage(step.reference), decision, step.decides);
    if (first === null) return null;
    let [least, most] = [first, first];
    await visitOutputs(step, scheduler, ({ data, offset }) => {
      least = Math.min(least, data[offset + decision]!);
      most = Math.max(most, data[offset + decision]!);
    });
    return most - least;
  },
  measure: (_, read) => ({
    probability_range: read as number | null,
    probability_range_low: null,
    probability_range_high: null,
  }),
});
