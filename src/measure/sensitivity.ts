import { defineMeasure } from './kind.ts';
import { visitOutputs } from './outputs/decision.ts';
import { gatherReferences, type OtherReferences } from './outputs/references.ts';

/** Sums over trials. */
interface Moved {
  distance: number;
  /** Trials whose output is nearest to its own reference. */
  kept: number;
}

export const sensitivity = defineMeasure({
  title: 'How far a shift moves an output, in units of how far pictures lie apart.',
  when: 'asked',
  needs: 'set',
  quantities: true,
  mostPictures: 10_000,
  others: gatherReferences,
  keeps: ({ pictures, values }) => pictures * values,
  columns: {
    sensitivity: {
      type: 'number',
      unit: '1',
      better: 'lower',
      description:
        'Mean distance of shifted outputs from their reference, over trials, over the median distance between the references of two pictures; above 2,000 pictures, of two of 2,000 that are drawn from `SEED pairs [I]`. Empty if that median is 0, for class numbers, and where pictures × values are more than 8,388,608.',
      formula: 'Σ_i Σ_s m_s ‖x_is - r_i‖ / (I N) / median_{i<j} ‖r_i - r_j‖',
      source:
        'Kauderer-Abrams 2017, "Quantifying translation-invariance in convolutional neural networks"; Myburgh et al. 2020',
    },
    rank_kept: {
      type: 'rate',
      unit: '1',
      better: 'higher',
      description:
        "Share of trials to whose output no other picture's reference is nearer, or as near, as its own. Empty where sensitivity has no room, and for class numbers.",
      formula: 'Σ_i Σ_s m_s [‖x_is - r_i‖ < min_{j≠i} ‖x_is - r_j‖] / (I N)',
    },
  },
  async read(step, scheduler): Promise<Moved> {
    const others = step.others as OtherReferences | undefined;
    const moved = { distance: 0, kept: 0 };
    if (!others) return moved;
    await visitOutputs(step, scheduler, (window, trials) => {
      moved.distance += trials * others.distance(window);
      if (others.isNearestToOwn(window)) moved.kept += trials;
    });
    return moved;
  },
  measure(step, read) {
    const others = step.others as OtherReferences | undefined;
    const { total } = step.shifts;
    if (!others || total === 0) return { sensitivity: null, rank_kept: null };
    const { distance, kept } = read as Moved;
    return {
      sensitivity: others.median > 0 ? distance / total / others.median : null,
      rank_kept: kept / total,
    };
  },
});
