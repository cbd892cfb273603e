import type { Files } from '../core/files.ts';
import { described, path } from '../core/options.ts';
import type { Shape } from '../core/tensor.ts';
import { classNamesOption, readClassNames } from './classes.ts';
import {
  decodePicture,
  type EncodedPicture,
  orientationWarnings,
  readHeader,
} from './decode/picture_file.ts';
import { defineImage } from './kind.ts';
import { colorOptions, pictureOptions, preprocessOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { preprocessedShape } from './preprocess/shape.ts';

/**
 * One picture from a file. Shape: [height, width, 1], or 3 channels for `channels: rgb`.
 *
 * @example { type: file, path: cat.jpg, channels: rgb, size: 224 }
 */
export const file = defineImage({
  title: 'A picture from a PNG or JPEG file. Its first bytes say which, not its name.',
  preprocesses: true,
  options: pictureOptions({
    path: described('The file, relative to the experiment file and below its folder.', path()),
    classes: classNamesOption,
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedFile> {
    const encoded = await readHeader(given.path, await files.read(given.path), given);
    return {
      encoded,
      files,
      shape: preprocessedShape(given.path, encoded, given),
      names: await readClassNames(given.classes, files),
    };
  },
  shape: (_, { shape }: LoadedFile) => shape,
  classNames: (_, { names }: LoadedFile) => names,
  warnings: ({ orient }, { encoded }: LoadedFile) => orientationWarnings([encoded], orient),
  async draw(given, _, source) {
    const { encoded, files } = source!.loaded as LoadedFile;
    return preprocess(await decodePicture(encoded, files), given);
  },
});

interface LoadedFile {
  encoded: EncodedPicture;
  files: Files;
  shape: Shape;
  names: readonly string[] | undefined;
}
