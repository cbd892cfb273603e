import type { Shifts } from '../core/tensor.ts';
import { type Window, windowImage } from '../core/tensor.ts';
import { defineMeasure } from './kind.ts';

/** Mean absolute slopes of one picture; undefined where no two shifts are opposite. */
type Slopes = { forward: number; backward: number } | undefined;

const LEE = 'Gruver et al. 2023, "The Lie derivative for measuring learned equivariance"';

export const slope = defineMeasure({
  title: 'How fast the output changes with a small shift to the right, and with one to the left.',
  when: 'asked',
  quantities: true,
  shiftsMistake: (shifts) =>
    opposite(shifts)
      ? undefined
      : 'needs shifts by ±ε along x, such as shift: { x: [-0.01, 0.01], step: 0.01 } with trials: all',
  columns: {
    slope_forward: {
      type: 'number',
      unit: 'value per pixel',
      description:
        'Mean absolute change of a value of the output per pixel, to the right: ε is the smallest shift along x that was drawn in both directions. Empty for class numbers.',
      formula: 'D₊ = mean_u |x_u(+ε) - r_u| / ε',
      source: LEE,
    },
    slope_backward: {
      type: 'number',
      unit: 'value per pixel',
      description: 'The same to the left.',
      formula: 'D₋ = mean_u |x_u(-ε) - r_u| / ε',
      source: LEE,
    },
    slope_difference: {
      type: 'number',
      unit: '1',
      description:
        'How far the two are apart, relative to their mean: above 0, the output has a kink where the picture is not shifted. Empty if both are 0.',
      formula: '|D₊ - D₋| / ((D₊ + D₋) / 2)',
      over: { sum: 'slope_change', of: 'slope_mean', absolute: true },
    },
    slope_change: summand('D₊ - D₋'),
    slope_mean: summand('(D₊ + D₋) / 2'),
  },
  async read({ shifts, reference, output }): Promise<Slopes> {
    const found = opposite(shifts);
    if (!found) return undefined;
    const slopeTo = async (s: number) => meanChange(await output(s), reference.data) / found.epsilon;
    return { forward: await slopeTo(found.right), backward: await slopeTo(found.left) };
  },
  measure(_, read) {
    const { forward, backward } = (read as Slopes) ?? { forward: null, backward: null };
    const mean = forward === null || backward === null ? null : (forward + backward) / 2;
    const change = mean === null ? null : forward! - backward!;
    return {
      slope_forward: forward,
      slope_backward: backward,
      slope_difference: mean === null || mean === 0 ? null : Math.abs(change!) / mean,
      slope_change: change,
      slope_mean: mean,
    };
  },
});

function summand(formula: string) {
  return {
    type: 'number',
    unit: 'value per pixel',
    description: 'What slope_difference of a set follows from.',
    formula,
    hidden: true,
  } as const;
}

/** The nearest two shifts along x that are opposite, and their length. */
function opposite({ dy, dx, trials }: Pick<Shifts, 'dy' | 'dx' | 'trials'>) {
  const places = new Map<number, number>();
  for (let s = 0; s < dx.length; s++) if (dy[s] === 0 && trials[s]! > 0) places.set(dx[s]!, s);
  let found: { epsilon: number; left: number; right: number } | undefined;
  for (const [x, right] of places) {
    const left = places.get(-x);
    if (x > 0 && left !== undefined && !(found && found.epsilon <= x)) found = { epsilon: x, left, right };
  }
  return found;
}

function meanChange(window: Window, reference: Float32Array): number {
  const { data } = windowImage(window);
  return data.reduce((sum, value, i) => sum + Math.abs(value - reference[i]!), 0) / data.length;
}
