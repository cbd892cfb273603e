import * as v from 'valibot';
import { choice, described, whole } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Pictures } from './kind.ts';

/** Options of every kind that is a set: how many of its pictures are measured, and in which order. */
export const selectionOptions = {
  limit: described(
    'Measure only the first n pictures. Default: all.',
    v.optional(whole({ min: 1, max: 1_000_000 })),
  ),
  order: described(
    'name: by name or number. random: shuffled by the seed, so that a limit takes pictures of every class.',
    v.optional(choice(['name', 'random']), 'name'),
  ),
};

/** The number of pictures that will be measured: those of `only`, or all of the list, at most `limit`. */
export function countPictures({ list, limit, only }: Pictures): number {
  return only?.size ?? Math.min(list.length, limit ?? list.length);
}

/**
 * The indices of the measured pictures in `list`, in the order in which they are measured.
 *
 * @param random gives a stream of the experiment's seed for a key
 */
export function choosePictures(pictures: Pictures, random: (key: readonly unknown[]) => Random): number[] {
  const { list, order, only } = pictures;
  const places = [...list.keys()];
  if (order === 'random') fisherYates(places, random([list.length]));
  return only ? places.filter((place) => only.has(place)) : places.slice(0, countPictures(pictures));
}

/** Shuffles in place (Fisher and Yates): from the last to the second, each is swapped with one at or before it. */
function fisherYates(places: number[], random: Random): void {
  for (let last = places.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [places[last], places[other]] = [places[other]!, places[last]!];
  }
}
