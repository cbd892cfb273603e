import * as v from 'valibot';
import { byName } from '../core/by_name.ts';
import { grouped } from '../core/error.ts';
import { FileProblem, type Files } from '../core/files.ts';
import { requireNoPointer } from '../core/lfs_pointer.ts';
import { conflictAt, conflictLine } from '../core/merge_conflict.ts';
import { nearest } from '../core/mistake.ts';
import { described, expects, path, whole } from '../core/options.ts';

const MAX_CLASSES = 1_000_000;
const noun = expects(
  'from_folder_name, the path of a file with a class name per line, a list of names, or an object of folders and numbers',
);
const className = v.pipe(v.string(noun), v.nonEmpty(noun));
const names = v.pipe(v.array(className, noun), v.minLength(1, noun), v.maxLength(MAX_CLASSES, noun));

/** The option of sets whose labels are numbers already: it names them. */
export const classNamesOption = described(
  'Names of the classes, from 0: a list, or a file with one per line. Default: their numbers.',
  v.optional(v.union([path(), names], noun)),
);

/** The option of sets whose labels are folders: it numbers them as the outputs of a network are. */
export const classesOption = described(
  'Which output of the network each folder is: a list of the names of all classes from 0, or a file with one per line, among which each folder is looked up; an object, { folder: number }; or from_folder_name: 281_tabby is 281. Default: folders are numbered from 0 by name, as numbers if all are whole numbers.',
  v.optional(
    v.union([path(), names, byName(v.record(v.string(), whole({ min: 0, max: MAX_CLASSES - 1 })))], noun),
  ),
);

type Classes = string | readonly string[] | Readonly<Record<string, number>> | undefined;

/** How the folders of a set are numbered. */
export interface NumberedFolders {
  /** The number of each folder. */
  numbers: ReadonlyMap<string, number>;
  /** The names of the classes by number; undefined where none is known. */
  names: readonly (string | undefined)[];
}

/**
 * Numbers the folders of a set as the option `classes` says.
 *
 * @example await numberFolders(['10', '9'], undefined, …) // 9 is 0, 10 is 1
 * @example await numberFolders(['281_tabby'], 'from_folder_name', …) // 281_tabby is 281
 * @throws FileProblem, about `folder`, if one of them has no number
 */
export async function numberFolders(
  folders: readonly string[],
  classes: Classes,
  { folder, files }: { folder: string; files: Files },
): Promise<NumberedFolders> {
  const listed = await readClassNames(classes, files);
  const number = numbering(folders, listed ?? classes);
  const numbers = new Map<string, number>();
  const names: (string | undefined)[] = listed ? [...listed] : [];
  for (const one of folders) {
    const found = number(one);
    const again = listed?.findIndex((name, i) => i > found! && composed(name) === composed(one)) ?? -1;
    if (again >= 0)
      throw new FileProblem(
        folder,
        `the folder "${one}" is class ${found} and class ${again} of the classes; write classes: { FOLDER: NUMBER } for all folders`,
      );
    if (found === undefined || found >= MAX_CLASSES) {
      const known = listed ?? (isMapping(classes) ? Object.keys(classes) : undefined);
      const why = known
        ? `is not among the classes${hintFor(one, known) || (isMapping(classes) ? `; add it: { "${one}": NUMBER }` : '; add it to them')}`
        : 'does not begin with the number of a class';
      throw new FileProblem(folder, `the folder "${one}" ${why}`);
    }
    numbers.set(one, found);
    names[found] ??= one;
  }
  const there = new Set(folders.map(composed));
  const absent = isMapping(classes)
    ? Object.keys(classes).find((one) => !there.has(composed(one)))
    : undefined;
  if (absent !== undefined)
    throw new FileProblem(folder, `classes names "${absent}", but there is no such folder`);
  return { numbers, names: Array.from(names) };
}

/** The names in a list or a file; undefined if `classes` is neither. */
export async function readClassNames(classes: Classes, files: Files): Promise<readonly string[] | undefined> {
  if (Array.isArray(classes)) return classes;
  if (typeof classes !== 'string' || classes === FROM_NAME) return undefined;
  const bytes = await files.read(classes);
  requireNoPointer(classes, bytes);
  const text = decodedNames(classes, bytes);
  const conflict = conflictLine(text);
  if (conflict !== undefined) throw new FileProblem(classes, `"${classes}" ${conflictAt(conflict)}`);
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim());
  while (lines.at(-1) === '') lines.pop();
  const blank = lines.indexOf('');
  const comment = lines.findIndex((line) => /^#(\s|$)/.test(line));
  if (lines.length === 0)
    throw new FileProblem(classes, `"${classes}" holds no names; expected one per line`);
  if (blank >= 0) throw new FileProblem(classes, `"${classes}": line ${blank + 1} is blank; expected a name`);
  if (comment >= 0)
    throw new FileProblem(
      classes,
      `"${classes}": line ${comment + 1} is a comment, which would be class ${comment}; expected a name; leave that line out`,
    );
  const language = languageOf(lines);
  if (language)
    throw new FileProblem(
      classes,
      `"${classes}" is a list or a dictionary of ${language}; expected a name alone in each line`,
    );
  if (isHead(lines))
    throw new FileProblem(
      classes,
      `"${classes}": line 1 is a head, which would be class 0; expected a name; leave that line out`,
    );
  if (lines.length > MAX_CLASSES) {
    throw new FileProblem(classes, `"${classes}" holds more than ${grouped(MAX_CLASSES)} names`);
  }
  return lines;
}

/** Whether the first line names columns: by its words, or since the lines behind it are numbered from 0. */
function isHead([first, ...rest]: readonly string[]): boolean {
  const words = first!.split(/[,;\t]/).map((word) => word.replace(/["'\s_-]/g, '').toLowerCase());
  const ofColumns = words.length > 1 ? COLUMN_WORDS : /^(classes|classnames?|names|labels)$/;
  if (rest.length > 0 && words.every((word) => ofColumns.test(word))) return true;
  const isNumbered = (line: string, i: number) => /^"?(\d+)"?\s*[,;:\t]/.exec(line)?.[1] === String(i);
  return rest.length > 1 && rest.every(isNumbered);
}

const COLUMN_WORDS =
  /^(|id|index|idx|number|code|synset|wnid|description|names?|labels?|(class|label|category)(es|id|idx|index|no|number|names?)?|categories)$/;

/** The language in which lines are one list or one object, rather than a name each. */
function languageOf(lines: readonly string[]): string | undefined {
  if (/^(\[.*[,"'].*\]|\{.*[:"'].*\})[,;]?$/.test(lines.join(' '))) return 'JSON or Python';
  const items = /^\w+:$/.test(lines[0]!) ? lines.slice(1) : lines;
  const isItem = items === lines ? /^- / : /^(- |\d+: )/;
  return items.length > 0 && items.every((line) => isItem.test(line)) ? 'YAML' : undefined;
}

function decodedNames(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new FileProblem(path, `"${path}" is not UTF-8; save the file in that encoding`);
  }
}

const FROM_NAME = 'from_folder_name';

/** A name as most systems write it: macOS has accents as letters of their own. */
function composed(name: string): string {
  return name.normalize('NFC');
}

/** What a folder's name may have been meant to be, as the end of a sentence. */
function hintFor(folder: string, names: readonly string[]): string {
  const holder = names.findIndex((name) => name.split(/[^\p{L}\p{N}_-]+/u).includes(folder));
  if (holder >= 0) {
    const name = names[holder]!.length > 40 ? `${names[holder]!.slice(0, 39)}…` : names[holder]!;
    return `; class ${holder} is "${name}", where the name of the folder alone is expected`;
  }
  const near = nearest(folder, names);
  return near === undefined ? '' : `; the nearest is "${near}"`;
}

function isMapping(classes: Classes): classes is Readonly<Record<string, number>> {
  return typeof classes === 'object' && !Array.isArray(classes);
}

function numbering(folders: readonly string[], classes: Classes): (folder: string) => number | undefined {
  if (Array.isArray(classes)) {
    const numbers = new Map((classes as string[]).map((one, i) => [composed(one), i] as const).reverse());
    return (folder) => numbers.get(composed(folder));
  }
  if (isMapping(classes)) {
    const numbers = new Map(Object.entries(classes).map(([one, at]) => [composed(one), at]));
    return (folder) => numbers.get(composed(folder));
  }
  if (classes === FROM_NAME) {
    return (folder) => {
      const digits = /^\d+/.exec(folder)?.[0];
      return digits === undefined ? undefined : Number(digits);
    };
  }
  const sorted = [...folders].sort();
  const whole = folders.every((folder) => /^\d{1,15}$/.test(folder));
  if (whole) sorted.sort((a, b) => Number(a) - Number(b));
  return (folder) => sorted.indexOf(folder);
}
