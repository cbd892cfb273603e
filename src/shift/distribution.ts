import type { Random } from '../core/random.ts';

/**
 * How one coordinate is drawn from [min, max]; one number of the stream each.
 *
 * uniform: every multiple of the step alike, both ends included: k · step, k = min / step + ⌊random · count⌋.
 * rounded: the course's law, a uniform real number rounded half up, so that both ends come half as often as the
 * others.
 */
export const distributions = {
  uniform(random: Random, min: number, max: number, step: number): number {
    const first = Math.round(min / step);
    return step * (first + Math.floor(random() * (Math.round(max / step) - first + 1)));
  },
  rounded: (random: Random, min: number, max: number): number => Math.round(min + random() * (max - min)) + 0,
};

export type Distribution = keyof typeof distributions;

/** Whether all shifts of a range are equally likely, so that `trials: all` is the limit of sampling. */
export const equallyLikely: Record<Distribution, boolean> = { uniform: true, rounded: false };
