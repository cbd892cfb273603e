import { FileProblem } from '../../core/files.ts';
import { stream } from '../../core/random.ts';
import { choosePictures } from '../../image/selection.ts';
import { picturesOf } from './sets.ts';
import type { Variant } from './variant.ts';

/** A variant of a set with the one picture that is measured first, and its name. Any other variant as it is. */
export async function ofFirstPicture(variant: Variant): Promise<{
  variant: Variant;
  picture?: { name: string; of: number };
}> {
  const set = picturesOf(variant.image);
  if (!set) return { variant };
  const places = choosePictures(set, (key) => stream(variant.seed, 'order', key));
  let first = places[0]!;
  for (const place of set.skipsBad ? places : []) {
    if (!(await isDrawn(variant, place))) continue;
    first = place;
    break;
  }
  const image = { ...variant.image, picture: first };
  return { variant: { ...variant, image }, picture: { name: set.list[first]!.name, of: places.length } };
}

async function isDrawn({ seed, image: { kind, options, loaded } }: Variant, picture: number) {
  try {
    await kind.draw(options, (purpose, key) => stream(seed, purpose, key), { loaded, picture });
    return true;
  } catch (error) {
    if (error instanceof FileProblem) return false;
    throw error;
  }
}
