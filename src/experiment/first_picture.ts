import { choosePictures } from '../image/choose.ts';
import { stream } from '../random.ts';
import { picturesOf } from './sets.ts';
import type { Variant } from './variant.ts';

/** A variant of a set as one of the picture that is measured first, and which that is; else as it is. */
export function ofFirstPicture(variant: Variant): {
  variant: Variant;
  picture?: { name: string; of: number };
} {
  const set = picturesOf(variant.image);
  if (!set) return { variant };
  const places = choosePictures(set, (key) => stream(variant.seed, 'order', key));
  const image = { ...variant.image, picture: places[0]! };
  return { variant: { ...variant, image }, picture: { name: set.list[places[0]!]!.name, of: places.length } };
}
