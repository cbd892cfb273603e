import * as v from 'valibot';
import { choice, described, whole } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Pictures } from './kind.ts';

/** Which pictures of a set, and in which order: options of every kind that is a set. */
export const selectionOptions = {
  limit: described(
    'The first so many pictures. Default: all.',
    v.optional(whole({ min: 1, max: 1_000_000 })),
  ),
  order: described(
    'name: by name or number, as they stand. random: shuffled by the seed, so that a limit takes of every class.',
    v.optional(choice(['name', 'random']), 'name'),
  ),
};

/** How many pictures will be measured. */
export function countPictures({ list, limit }: Pictures): number {
  return Math.min(list.length, limit ?? list.length);
}

/** Their places in the list, in order. @param random the stream of the experiment's seed for a key */
export function choosePictures(pictures: Pictures, random: (key: readonly unknown[]) => Random): number[] {
  const { list, order } = pictures;
  const places = [...list.keys()];
  if (order === 'random') fisherYates(places, random([list.length]));
  return places.slice(0, countPictures(pictures));
}

/** Fisher and Yates: from the last to the second, each with one of those up to itself. */
function fisherYates(places: number[], random: Random): void {
  for (let last = places.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [places[last], places[other]] = [places[other]!, places[last]!];
  }
}
