import { FileProblem } from '../core/files.ts';
import { stream } from '../core/random.ts';
import { picturesOf } from '../experiment/variants/sets.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import { picturesAlone } from './measure_pictures.ts';

/** A variant of one image, and its name and the number of pictures if it is of a set. */
export interface FirstPicture {
  variant: Variant;
  picture?: { name: string; of: number };
}

/** A variant of a set as it measures its first picture, with the same shifts and layers; any other variant as it is. */
export async function ofFirstPicture(variant: Variant): Promise<FirstPicture> {
  const set = picturesOf(variant.image);
  if (!set) return { variant };
  const pictures = await picturesAlone(variant);
  let first = 0;
  if (set.skipsBad) while (first < pictures.count && !(await isDrawn(pictures.at(first).alone))) first++;
  const { picture, alone } = pictures.at(first < pictures.count ? first : 0);
  return { variant: alone, picture: { name: picture.name, of: pictures.count } };
}

async function isDrawn({ seed, image: { kind, options, loaded, picture = 0 } }: Variant): Promise<boolean> {
  try {
    await kind.draw(options, (purpose, key) => stream(seed, purpose, key), { loaded, picture });
    return true;
  } catch (error) {
    if (error instanceof FileProblem) return false;
    throw error;
  }
}
