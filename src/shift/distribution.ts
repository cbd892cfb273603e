import type { Random } from '../core/random.ts';
import { type ShiftAxis, shiftOn } from './grid.ts';

/**
 * How one coordinate of a shift is drawn from an axis, by one number of the stream.
 *
 * uniform: every shift of the axis is equally likely, both ends included: step · k + offset, with
 * k = from + ⌊random · count⌋.
 * rounded: a uniform real number, rounded half up, as in the course: both ends are half as likely as the others.
 * continuous: a uniform real number, min + random · (max - min), as in Engstrom et al. 2019.
 */
export const distributions = {
  uniform: (random: Random, axis: ShiftAxis): number => shiftOn(axis, Math.floor(random() * axis.count)),
  rounded: (random: Random, { ends: [min, max] }: ShiftAxis): number =>
    Math.round(min + random() * (max - min)) + 0,
  continuous: (random: Random, { ends: [min, max] }: ShiftAxis): number => min + random() * (max - min) + 0,
};

export type Distribution = keyof typeof distributions;

/** Whether all shifts of a range are equally likely, so that `trials: all` is the limit of sampling. */
export const equallyLikely: Record<Distribution, boolean> = {
  uniform: true,
  rounded: false,
  continuous: true,
};
