import { windowOfImage } from '../core/tensor.ts';
import type { Measured } from '../engine/engine.ts';
import { defineMeasure } from './kind.ts';
import { decisionOf, probabilityOf, referenceDecision, visitOutputs } from './outputs/decision.ts';

const AZULAY =
  'Azulay & Weiss 2019, "Why do deep convolutional networks generalize so poorly to small image transformations?"';

interface Changes {
  changed: number;
  moved: number;
}

export const top1Change = defineMeasure({
  title: 'How often the decision changes, and by how much the probability of the class first decided for.',
  when: 'asked',
  columns: {
    top1_change: {
      type: 'rate',
      unit: '1',
      better: 'lower',
      description:
        'Share of trials that decide otherwise than the unshifted output: by the largest channel of a single cell (of a tie, the first), or by the value that argmax gives. Empty at other steps.',
      formula: 'Σ_s m_s [argmax x_s ≠ argmax r] / N',
      source: AZULAY,
    },
    top1_probability_change: {
      type: 'number',
      unit: '1',
      better: 'lower',
      description:
        'Mean absolute change of the probability of the class for which the unshifted output decides. Empty where that output is no distribution, of values from 0 to 1 that add up to 1 (within 1e-4): softmax makes one.',
      formula: 'Σ_s m_s |x_t - r_t| / N, t = argmax r',
      source: AZULAY,
    },
  },
  async read(step, scheduler): Promise<Changes> {
    const first = referenceDecision(step);
    const changes = { changed: 0, moved: 0 };
    if (first === undefined) return changes;
    const probability = probabilityOfReference(step, first);
    await visitOutputs(step, scheduler, (window, trials) => {
      if (decisionOf(window, step.decides) !== first) changes.changed += trials;
      if (probability !== null)
        changes.moved += trials * Math.abs(window.data[window.offset + first]! - probability);
    });
    return changes;
  },
  measure(step, read) {
    const { total } = step.shifts;
    const { changed, moved } = read as Changes;
    const first = referenceDecision(step);
    const decided = total > 0 && first !== undefined;
    return {
      top1_change: decided ? changed / total : null,
      top1_probability_change: decided && probabilityOfReference(step, first) !== null ? moved / total : null,
    };
  },
});

function probabilityOfReference({ reference, decides }: Measured, decision: number): number | null {
  return probabilityOf(windowOfImage(reference), decision, decides);
}
