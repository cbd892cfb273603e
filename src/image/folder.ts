import * as v from 'valibot';
import { FileProblem, type Files } from '../core/files.ts';
import { choice, described, path } from '../core/options.ts';
import { shellWord } from '../core/shell_word.ts';
import type { Shape } from '../core/tensor.ts';
import { classesOption, numberFolders } from './classes.ts';
import {
  decodePicture,
  type EncodedPicture,
  orientationWarnings,
  readHeader,
} from './decode/picture_file.ts';
import { defineImage, type Picture } from './kind.ts';
import { endingOf, otherPictureEndings, pictureEndings } from './picture_endings.ts';
import { colorOptions, pictureOptions, preprocessOptions } from './preprocess/options.ts';
import { preprocess } from './preprocess/preprocess.ts';
import { preprocessedShape } from './preprocess/shape.ts';
import { selectionOptions } from './selection.ts';

/**
 * A set of pictures: the PNG and JPEG files in a folder and the folders below it, sorted by path. Each is
 * [height, width, 1], or has 3 channels for `channels: rgb`. Their sizes may differ if a frame gives them one.
 *
 * @example { type: folder, path: photos, size: 64, limit: 100, order: random }
 */
export const folder = defineImage({
  title: 'A set of pictures: the PNG and JPEG files below a folder.',
  preprocesses: true,
  options: pictureOptions({
    path: described(
      'The folder, relative to the experiment file and below its folder. Files that end in .png, .jpg, .jpeg, .jpe or .jfif are read; hidden files are not.',
      path('folder'),
    ),
    labels: described(
      "folders: a picture's class is its folder, the one directly below path; see classes. none: pictures have no classes.",
      v.optional(choice(['folders', 'none']), 'folders'),
    ),
    classes: classesOption,
    ...selectionOptions,
    on_error: described(
      'fail: a damaged file, or one that is no picture, ends the run. skip: it is left out and counted in the table.',
      v.optional(choice(['fail', 'skip']), 'fail'),
    ),
    ...preprocessOptions,
    ...colorOptions,
  }),
  async load(given, files): Promise<LoadedFolder> {
    const { found, others } = await picturesBelow(given.path, files);
    const names = found.map((one) => one.slice(folderPrefix(given.path).length));
    const numbered =
      given.labels === 'folders'
        ? await numberFolders(classFolders(given.path, names), given.classes, { folder: given.path, files })
        : undefined;
    const list = names.map((name): Picture => ({ name, label: numbered?.numbers.get(classFolder(name)) }));
    const first = given.order === 'name' ? list.slice(0, given.limit) : list;
    const encoded: EncodedPicture[] = [];
    const bad = new Map<number, FileProblem>();
    for (const [at, { name }] of first.entries()) {
      const file = folderPrefix(given.path) + name;
      try {
        encoded[at] = await readHeader(file, await files.read(file), given);
      } catch (problem) {
        if (!(problem instanceof FileProblem) || given.on_error === 'fail') throw problem;
        bad.set(at, problem);
      }
    }
    if (bad.size === first.length) {
      const which = first.length < list.length ? `the first ${first.length} files` : 'the files';
      throw new FileProblem(given.path, `none of ${which} below "${given.path}" is a picture`);
    }
    const shapes = encoded.map((one) => preprocessedShape(one.path, one, given));
    const smallest = shapes.reduce(([h, w], [y, x, c]) => [Math.min(h, y), Math.min(w, x), c]);
    return { list: first, classes: numbered?.names, encoded, bad, others, shapes, smallest, files };
  },
  shape: (_, { smallest }: LoadedFolder) => smallest,
  shapes: (_, { shapes }: LoadedFolder) => shapes,
  warnings: ({ path, orient }, { encoded, others }: LoadedFolder) => [
    ...(others.length > 0 ? [otherPictures(path, others, true)] : []),
    ...orientationWarnings(encoded.filter(Boolean), orient),
  ],
  pictures: ({ limit, order, on_error, classes: given }, { list, classes }: LoadedFolder) => {
    return { list, classes, byPosition: given === undefined, limit, order, skipsBad: on_error === 'skip' };
  },
  async draw(given, _, source) {
    const { encoded, bad, files } = source!.loaded as LoadedFolder;
    const problem = bad.get(source!.picture);
    if (problem) throw problem;
    return preprocess(await decodePicture(encoded[source!.picture]!, files), given);
  },
});

interface LoadedFolder {
  list: readonly Picture[];
  classes: readonly (string | undefined)[] | undefined;
  /** By index in `list`; a bad file leaves a hole. */
  encoded: readonly EncodedPicture[];
  bad: ReadonlyMap<number, FileProblem>;
  /** Files with pictures that are not read. */
  others: readonly string[];
  /** By index in `list`; a bad file leaves a hole. */
  shapes: readonly Shape[];
  /** The smallest height and the smallest width of all. */
  smallest: Shape;
  files: Files;
}

function folderPrefix(path: string): string {
  return `${path.replace(/[\\/]+$/, '')}/`;
}

/** The files with pictures that are read, and those with others. @throws FileProblem if there are none that are read */
async function picturesBelow(path: string, files: Files): Promise<{ found: string[]; others: string[] }> {
  const all = await files.list(path);
  const endingIn = (endings: readonly string[]) => all.filter((file) => endings.includes(endingOf(file)));
  const [found, others] = [endingIn(pictureEndings), endingIn(otherPictureEndings)];
  if (found.length > 0) return { found, others };
  const why =
    others.length > 0
      ? otherPictures(path, others, false)
      : `"${path}" holds no pictures; expected files that end in ${pictureEndings.join(', ')}`;
  throw new FileProblem(path, why);
}

/**
 * How many pictures of a folder have another format, and the first of them.
 *
 * @param besides whether some pictures of the folder are read
 * @example otherPictures('p', ['p/x.gif'], true)
 * // '1 picture below "p" is no PNG or JPEG (x.gif) and is left out; convert it to PNG: magick mogrify -format png p/*.gif'
 */
function otherPictures(path: string, others: readonly string[], besides: boolean): string {
  const names = others.slice(0, 3).map((file) => file.slice(folderPrefix(path).length));
  const more = others.length > names.length ? ', …' : '';
  const [noun, verb, them] = others.length === 1 ? ['picture', 'is', 'it'] : ['pictures', 'are', 'them'];
  const leftOut = besides ? ` and ${verb} left out` : '';
  const patterns = new Set(others.map((file) => patternOf(path, file)));
  return `${others.length} ${noun} below "${path}" ${verb} no PNG or JPEG (${names.join(', ')}${more})${leftOut}; convert ${them} to PNG: magick mogrify -format png ${[...patterns].join(' ')}`;
}

/** The files of a folder that end as one does, at the same depth. @example patternOf('p', 'p/cats/x.GIF') // 'p/*\/*.GIF' */
function patternOf(path: string, file: string): string {
  const prefix = folderPrefix(path);
  const below = file.slice(prefix.length);
  return `${shellWord(prefix)}${below.replaceAll(/[^/]+\//g, '*/').replace(/[^/]*?(\.\w+)?$/, '*$1')}`;
}

function classFolder(name: string): string {
  return name.slice(0, Math.max(0, name.indexOf('/')));
}

function classFolders(path: string, names: readonly string[]): string[] {
  const loose = names.find((name) => classFolder(name) === '');
  if (loose !== undefined) {
    throw new FileProblem(path, `"${loose}" is in no class folder; move it into one, or write labels: none`);
  }
  return [...new Set(names.map(classFolder))];
}
