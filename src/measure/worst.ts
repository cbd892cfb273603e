import { defineMeasure } from './kind.ts';
import { sumRounding } from './sum_rounding.ts';

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
  measure({ reference, shifts: { dy, dx, trials }, distanceArrays }) {
    const { relativeL2, rounding } = distanceArrays!;
    const inOrder = [...trials.keys()]
      .filter((s) => trials[s]! > 0 && !Number.isNaN(relativeL2[s]!))
      .sort((a, b) => dy[a]! - dy[b]! || dx[a]! - dx[b]!);
    const [first] = inOrder;
    if (first === undefined) return { worst_dy: null, worst_dx: null, worst_l2: null };
    const most = inOrder.reduce((most, s) => Math.max(most, relativeL2[s]!), 0);
    const tie = Math.sqrt(
      Math.max(0, most ** 2 * (1 - 2 * sumRounding(reference.data.length)) - 2 * rounding),
    );
    const worst = inOrder.find((s) => relativeL2[s]! >= tie)!;
    return { worst_dy: dy[worst]!, worst_dx: dx[worst]!, worst_l2: most };
  },
});
