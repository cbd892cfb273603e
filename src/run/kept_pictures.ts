import type { Image } from '../core/tensor.ts';
import type { ChosenImage } from '../experiment/variants/chosen.ts';

/** Bytes of pictures that are kept, of all experiments together. */
const MOST_PICTURE_BYTES = 2 ** 27;

/** Pictures by what their files were read as, and kept as long as that is. */
const keptOf = new WeakMap<object, Map<string, Image>>();

let keptBytes = 0;
const freed = new FinalizationRegistry<number>((bytes) => {
  keptBytes -= bytes;
});

/** A picture that was drawn before and kept. @param seed that of its random streams */
export function keptPicture({ loaded, picture }: ChosenImage, seed: string): Image | undefined {
  const kept = isObjectOf(loaded) ? keptOf.get(loaded) : undefined;
  return kept?.get(keyOf(picture)) ?? kept?.get(keyOf(picture, seed));
}

/**
 * Keeps a picture that was drawn from files and will be drawn again, so that it is decoded and resized once. Where there
 * is no room the first ones stay: later variants draw the pictures in the same order.
 *
 * @param seed that of its random streams; undefined if it used none
 */
export function keepPicture(
  { loaded, picture, drawnAgain }: ChosenImage,
  seed: string | undefined,
  image: Image,
): void {
  const bytes = image.data.byteLength;
  if (!drawnAgain || !isObjectOf(loaded) || keptBytes + bytes > MOST_PICTURE_BYTES) return;
  const kept = keptOf.get(loaded) ?? new Map<string, Image>();
  keptOf.set(loaded, kept.set(keyOf(picture, seed), image));
  keptBytes += bytes;
  freed.register(image, bytes);
}

function keyOf(picture = 0, seed?: string): string {
  return seed === undefined ? String(picture) : `${picture} ${seed}`;
}

function isObjectOf(loaded: unknown): loaded is object {
  return typeof loaded === 'object' && loaded !== null;
}
