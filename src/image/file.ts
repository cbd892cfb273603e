import { FileProblem, type Files } from '../core/files.ts';
import { described, options, path } from '../core/options.ts';
import { decodePicture, type Encoded, encodedPicture } from './decode/raster.ts';
import { image } from './kind.ts';
import { fits } from './pictures/embed.ts';
import { colourOptions, pictureOf, pictureOptions, shapesOf } from './pictures/picture.ts';

/** A picture from a file. */
export const file = image({
  title: 'A picture: a PNG or JPEG file, told by its first bytes.',
  options: options({
    path: described('The file, relative to the experiment file and below its folder.', path()),
    ...pictureOptions,
    ...colourOptions,
  }),
  async load(given, files): Promise<Loaded> {
    const encoded = encodedPicture(given.path, await files.read(given.path), given.max_pixels);
    const { picture, canvas } = shapesOf(encoded.header, given);
    if (!fits(picture, given.embed)) throw new FileProblem(given.path, tooLarge(picture, canvas));
    return { encoded, files };
  },
  shape: (given, { encoded }: Loaded) => shapesOf(encoded.header, given).canvas,
  async draw(given, _, source) {
    const { encoded, files } = source!.loaded as Loaded;
    return pictureOf(await decodePicture(encoded, files), given);
  },
});

interface Loaded {
  encoded: Encoded;
  files: Files;
}

/** Why a picture cannot be embedded. */
export function tooLarge(picture: readonly number[], canvas: readonly number[]): string {
  const [a, b] = [picture, canvas].map((shape) => shape.slice(0, 2).join('×'));
  return `a picture of ${a} does not fit on a canvas of ${b}`;
}
