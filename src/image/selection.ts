import * as v from 'valibot';
import { requireArgument, requireText } from '../core/arguments.ts';
import { choice, described, whole } from '../core/options.ts';
import type { Random } from '../core/random.ts';
import type { Picture, Pictures } from './kind.ts';

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

/**
 * Requires the pictures of a set to be as `Pictures` says: a program may have no types.
 *
 * @param name of the kind of image
 * @throws UserError that names what is wrong
 */
export function requirePictures(name: string, { list }: Pictures): void {
  const expected = 'a list of pictures, { name: "a.png", label: 0 }';
  requireArgument(Array.isArray(list), `the pictures of ${name}`, expected, list);
  const names = new Set<string>();
  for (const [place, picture] of list.entries()) {
    const { name: own, label = 0 }: Partial<Picture> = picture ?? {};
    if (typeof own === 'string' && !names.has(own) && Number.isSafeInteger(label) && label >= 0) {
      names.add(own);
      continue;
    }
    const at = `of picture ${place} of ${name}`;
    requireText(`the name ${at}`, own);
    requireArgument(!names.has(own!), `the name ${at}`, 'a name that no other picture of the set has', own);
    requireArgument(false, `the label ${at}`, 'a whole number of at least 0', label);
  }
}

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
