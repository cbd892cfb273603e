import { grouped } from '../../core/error.ts';
import { alike } from '../../shift/distribution.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { countShifts, shiftRange } from '../../shift/range.ts';
import { limits } from '../schema/limits.ts';

/** Why there is too much to draw or to measure, if so. */
export function tooMuch(trials: number | 'all', shift: ShiftOptions, steps: number): string | undefined {
  const count = countShifts(shiftRange(shift));
  if (trials === 'all' && !alike[shift.distribution]) {
    return `expected a number, since the shifts of distribution: ${shift.distribution} are not alike`;
  }
  if (trials === 'all' && count > limits.trials) {
    return `all shifts of this range are ${grouped(count)}, more than the ${grouped(limits.trials)} allowed`;
  }
  const distinct = trials === 'all' ? count : Math.min(trials, count);
  if (distinct * steps <= limits.measurements) return undefined;
  const what = `${grouped(distinct)} distinct shifts at ${steps} measured steps`;
  return `up to ${what} are more than the ${grouped(limits.measurements)} outputs allowed`;
}
