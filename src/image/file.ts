import type { Files } from '../core/files.ts';
import { described, options, path } from '../core/options.ts';
import { decodePicture, type EncodedPicture, readHeader } from './decode/picture_file.ts';
import { defineImage } from './kind.ts';
import { requireFit } from './preprocess/embed.ts';
import { colorOptions, preprocess, preprocessedShapes, preprocessOptions } from './preprocess/preprocess.ts';

/**
 * One picture from a file. Shape: [height, width, 1], or 3 channels for `channels: rgb`.
 *
 * @example { type: file, path: cat.jpg, channels: rgb, size: 224 }
 */
export const file = defineImage({
  title: 'A picture from a PNG or JPEG file. Its first bytes say which, not its name.',
  options: options({
    path: described('The file, relative to the experiment file and below its folder.', path()),
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedFile> {
    const encoded = readHeader(given.path, await files.read(given.path), given.max_pixels);
    const { picture } = preprocessedShapes(encoded.header, given);
    requireFit(given.path, picture, given.embed);
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
