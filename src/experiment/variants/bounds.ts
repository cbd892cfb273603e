import { grouped } from '../../core/error.ts';
import type { Mistake } from '../../core/mistake.ts';
import { equallyLikely } from '../../shift/distribution.ts';
import { countShifts } from '../../shift/grid.ts';
import type { ShiftOptions } from '../../shift/options.ts';
import { shiftRange } from '../../shift/range.ts';
import { limits } from '../schema/limits.ts';

/** The mistake of a disc or of a share of the size, in pixels, that no shift is within: an offset may lead out of it. */
export function emptyRangeMistake(shift: ShiftOptions): Mistake | undefined {
  const { max, radius, step, offset = 0 } = shift;
  if (countShifts(shiftRange(shift)) > 0) return undefined;
  const [multiple, more] = [step, offset].map((one) => (Array.isArray(one) ? `[${one.join(', ')}]` : one));
  const where = radius === undefined ? `in pixels it is [${[max].flat().join(', ')}], and` : 'in this disc';
  return { problem: `${where} no shift is k · ${multiple} + ${more}`, remedy: 'write a larger one' };
}

/** The mistake of a variant that would draw too many shifts, or measure too many outputs; undefined within bounds. */
export function boundsMistake(
  trials: number | 'all',
  shift: ShiftOptions,
  measuredSteps: number,
): Mistake | undefined {
  const count = countShifts(shiftRange(shift));
  if (trials === 'all' && count === Number.POSITIVE_INFINITY)
    return { expected: `a number, since there is no end of shifts of distribution: ${shift.distribution}` };
  if (trials === 'all' && !equallyLikely[shift.distribution]) {
    const reason = `the shifts of distribution: ${shift.distribution} are not equally likely`;
    return { expected: `a number, since ${reason}` };
  }
  if (trials === 'all' && count > limits.trials) {
    const most = grouped(limits.trials);
    const problem = `all shifts of this range are ${grouped(count)}, more than the ${most} allowed`;
    return { problem, remedy: 'write trials: 1000, or a smaller range' };
  }
  const distinct = distinctShifts(trials, shift);
  if (distinct * measuredSteps <= limits.measurements) return undefined;
  const outputs = `${grouped(distinct)} distinct shifts at ${measuredSteps} measured steps`;
  const problem = `up to ${outputs} are more than the ${grouped(limits.measurements)} outputs allowed`;
  return { problem, remedy: `write trials: ${Math.floor(limits.measurements / measuredSteps)}, or fewer` };
}

/** The largest number of distinct shifts that these trials can draw: 10 trials of 49 possible shifts draw at most 10. */
export function distinctShifts(trials: number | 'all', shift: ShiftOptions): number {
  const count = countShifts(shiftRange(shift));
  return trials === 'all' ? count : Math.min(trials, count);
}
