import { FileProblem, type Files } from '../core/files.ts';
import { described, options, path } from '../core/options.ts';
import { decodePicture, type EncodedPicture, readHeader } from './decode/raster.ts';
import { defineImage } from './kind.ts';
import { fitsCanvas } from './preprocess/embed.ts';
import { colorOptions, preprocess, preprocessedShapes, preprocessOptions } from './preprocess/preprocess.ts';

/** A picture from a file. */
export const file = defineImage({
  title: 'A picture: a PNG or JPEG file, told by its first bytes.',
  options: options({
    path: described('The file, relative to the experiment file and below its folder.', path()),
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedFile> {
    const encoded = readHeader(given.path, await files.read(given.path), given.max_pixels);
    const { picture, canvas } = preprocessedShapes(encoded.header, given);
    if (!fitsCanvas(picture, given.embed))
      throw new FileProblem(given.path, tooLargeForCanvas(picture, canvas));
    return { encoded, files };
  },
  shape: (given, { encoded }: LoadedFile) => preprocessedShapes(encoded.header, given).canvas,
  async draw(given, _, source) {
    const { encoded, files } = source!.loaded as LoadedFile;
    return preprocess(await decodePicture(encoded, files), given);
  },
});

interface LoadedFile {
  encoded: EncodedPicture;
  files: Files;
}

/** Why a picture cannot be embedded. */
export function tooLargeForCanvas(picture: readonly number[], canvas: readonly number[]): string {
  const [a, b] = [picture, canvas].map((shape) => shape.slice(0, 2).join('×'));
  return `a picture of ${a} does not fit on a canvas of ${b}`;
}
