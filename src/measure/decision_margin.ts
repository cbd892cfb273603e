import { defineMeasure } from './kind.ts';
import { decisionGap, visitOutputs } from './outputs/decision.ts';

export const decisionMargin = defineMeasure({
  title: 'How near the nearest decision was to another.',
  when: 'asked',
  columns: {
    decision_margin: {
      type: 'number',
      unit: 'value',
      description:
        'Smallest gap between the largest channel and the next, over the drawn shifts, of an output that is a single cell of two channels or more. Backends may decide otherwise where it is below their differences. Empty at other steps.',
      formula: 'min_s (first - second of x_s)',
      over: 'least',
    },
  },
  async read(step, scheduler): Promise<number> {
    let least = Number.POSITIVE_INFINITY;
    await visitOutputs(step, scheduler, (window) => {
      least = Math.min(least, decisionGap(window, step.decides) ?? least);
    });
    return least;
  },
  measure: (_, read) => ({ decision_margin: Number.isFinite(read as number) ? (read as number) : null }),
});
