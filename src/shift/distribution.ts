import type { Random } from '../random.ts';

/**
 * How one coordinate is drawn from [min, max]; one number of the stream each.
 *
 * uniform: every value alike, both ends included. rounded: the course's law, a uniform real number rounded half
 * up, so that both ends come half as often as the others.
 */
export const distributions = {
  uniform: (random: Random, min: number, max: number, step: number): number =>
    min + step * Math.floor(random() * (Math.round((max - min) / step) + 1)),
  rounded: (random: Random, min: number, max: number): number => Math.round(min + random() * (max - min)) + 0,
};

export type Distribution = keyof typeof distributions;
