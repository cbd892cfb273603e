import { squared } from '../core/power.ts';
import { drawnInOrder } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';
import { sumRounding } from './outputs/sum_rounding.ts';

export const worst = defineMeasure({
  title: 'The shift whose output is farthest from the reference.',
  when: 'asked',
  distances: true,
  quantities: true,
  columns: {
    worst_dy: {
      type: 'number',
      unit: 'pixels',
      description: 'Rows of the worst shift. If several are equally far, the first in the order dy, then dx.',
      formula: 'argmax_s ‖x - r‖ / ‖r‖',
      over: { where: 'worst_l2' },
    },
    worst_dx: {
      type: 'number',
      unit: 'pixels',
      description: 'Columns of the worst shift.',
      formula: 'argmax_s ‖x - r‖ / ‖r‖',
      over: { where: 'worst_l2' },
    },
    worst_l2: {
      type: 'number',
      unit: '1',
      description:
        'Relative distance of the worst shift. Empty if the norm of the reference is 0, and for class numbers.',
      formula: 'max_s ‖x - r‖ / ‖r‖',
      over: 'most',
    },
  },
  measure({ reference, shifts, distanceArrays }) {
    const { relativeL2, rounding } = distanceArrays!;
    // A distance is NaN where it is not defined, and no comparison with NaN holds.
    let most = -1;
    for (const s of drawnInOrder(shifts)) if (relativeL2[s]! > most) most = relativeL2[s]!;
    const tie = Math.sqrt(
      Math.max(0, squared(most) * (1 - 2 * sumRounding(reference.data.length)) - 2 * rounding),
    );
    for (const s of most < 0 ? [] : drawnInOrder(shifts))
      if (relativeL2[s]! >= tie) return { worst_dy: shifts.dy[s]!, worst_dx: shifts.dx[s]!, worst_l2: most };
    return { worst_dy: null, worst_dx: null, worst_l2: null };
  },
});
