import { windowOfImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { defineMeasure } from './kind.ts';
import { decisionOf, probabilityOf, referenceDecision, visitOutputs } from './outputs/decision.ts';

export const decisions = defineMeasure({
  title: 'What the unshifted picture is taken for, and what a shift most often makes of it.',
  when: 'asked',
  columns: {
    decision: {
      type: 'integer',
      unit: 'class',
      description:
        'The decision of the unshifted output: its largest channel, if it is a single cell (of a tie, the first), or the value that argmax gives. Empty at other steps.',
      formula: 'argmax r',
      classNumber: true,
    },
    probability: {
      type: 'number',
      unit: '1',
      description:
        'The probability of that decision. Empty where the output is no distribution, of values from 0 to 1 that add up to 1 (within 1e-4): softmax makes one.',
      formula: 'r_t, t = argmax r',
      ofPicture: true,
    },
    other: {
      type: 'integer',
      unit: 'class',
      description:
        'The most frequent decision of other trials (of a tie, the smallest class). Empty where no trial decides otherwise.',
      formula: 'argmax_{c ≠ argmax r} Σ_s m_s [argmax x_s = c]',
      classNumber: true,
    },
    other_rate: {
      type: 'rate',
      unit: '1',
      description: 'Share of trials with that other decision. Empty at steps without a decision.',
      formula: 'Σ_s m_s [argmax x_s = other] / N',
      ofPicture: true,
    },
  },
  async read(step, scheduler): Promise<Map<number, number>> {
    const trials = new Map<number, number>();
    if (referenceDecision(step) === undefined) return trials;
    await visitOutputs(step, scheduler, (window, count) => {
      const decision = decisionOf(window, step.decides)!;
      trials.set(decision, (trials.get(decision) ?? 0) + count);
    });
    return trials;
  },
  measure(step: Measured, read) {
    const decision = referenceDecision(step);
    if (decision === undefined) return { decision: null, probability: null, other: null, other_rate: null };
    const others = [...(read as Map<number, number>)].filter(([one]) => one !== decision);
    const [first] = others.sort(([a, m], [b, n]) => n - m || a - b);
    const { total } = step.shifts;
    return {
      decision,
      probability: probabilityOf(windowOfImage(step.reference), decision, step.decides),
      other: first?.[0] ?? null,
      other_rate: total > 0 ? (first?.[1] ?? 0) / total : null,
    };
  },
});
