import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { Problem } from '../../core/error.ts';
import { formatMistake, type Mistake, nearest } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';
import { reason } from '../../results/reason.ts';
import { expandGlob, isGlob } from './glob.ts';
import { type Meant, meaningOfText } from './meant.ts';
import { besideIt, EXTENSIONS } from './name.ts';

/** A file of a folder that is passed by, though it may be meant as an experiment. */
export interface PassedBy {
  path: string;
  /** The reason why it may be no experiment, as a sentence without its end. */
  why: string;
}

export interface FindOptions {
  /** Whether the path `-` means standard input, and is returned as `-`. Default false. */
  stdin?: boolean;
  /** Gets the files that are passed by and should be named. */
  doubtful?: PassedBy[];
}

/**
 * Finds experiment files. A file stays as it is, a folder gives the experiment files below it, a pattern gives its
 * matches. Order is that of the paths; each file is listed once.
 *
 * @param problems gets one for each path that does not exist or cannot be read
 * @example await findFiles(['b.yaml', 'experiments'], problems) // ['b.yaml', 'experiments/a.yaml', …]
 */
export async function findFiles(
  paths: readonly string[],
  problems: Problem[],
  { stdin = false, doubtful = [] }: FindOptions = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const path of await expanded(paths)) {
    if (stdin && path === '-') {
      found.push(path);
      continue;
    }
    const report: ReportMistake = (mistake) =>
      problems.push({ message: formatMistake(mistake), where: { file: path } });
    let cause: NodeJS.ErrnoException | undefined;
    const kind = await stat(path).catch((error) => {
      cause = error;
    });
    if (kind?.isDirectory()) found.push(...(await filesIn(path, report, doubtful)));
    else if (kind?.isFile()) found.push(path);
    else report(await absentPath(path, cause));
  }
  // A file that is named twice is one experiment.
  return [...new Map(found.map((path) => [resolve(path), path])).values()];
}

/** Paths with the matches of patterns in place of these, as a shell gives them; a pattern without a match stays. */
async function expanded(paths: readonly string[]): Promise<string[]> {
  const lists = await Promise.all(
    paths.map(async (path) => {
      if (!isGlob(path) || (await stat(path).catch(() => undefined))) return [path];
      const matches = await expandGlob(path);
      return matches.length > 0 ? matches : [path];
    }),
  );
  return lists.flat();
}

type ReportMistake = (mistake: Mistake) => void;

async function filesIn(folder: string, report: ReportMistake, doubtful: PassedBy[]): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    report({ problem: `the folder cannot be read (${reason(cause)})` });
  });
  if (!entries) return [];
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => EXTENSIONS.some((ending) => path.toLowerCase().endsWith(ending)))
    .filter((path) => !path.toLowerCase().endsWith(DATA_PACKAGE))
    .filter((path) => !relative(folder, path).split(sep).some(isHidden))
    .sort((a, b) => (a < b ? -1 : 1));
  const found: string[] = [];
  for (const file of files) {
    const meant = await meaningOf(file);
    if (meant === 'experiment') found.push(file);
    else if (meant !== 'other') doubtful.push({ path: file, why: meant.doubt });
  }
  if (found.length === 0)
    report({
      problem: 'there is no experiment in this folder',
      expected: `files that end in ${EXTENSIONS.join(', ')}`,
    });
  return found;
}

/** The ending of the data packages that `run` writes beside its tables. */
const DATA_PACKAGE = '.datapackage.json';

/**
 * What a file in a folder is meant as. A trained model of TensorFlow.js is no experiment: it may be beside those that
 * name it. Neither is a JSON schema, which `coincide init` writes. In folders named `experiments`, every other file is
 * one; elsewhere its keys decide.
 */
async function meaningOf(path: string): Promise<Meant> {
  const text = await beginningOf(path);
  // A file that cannot be read is reported later.
  if (text === undefined) return 'experiment';
  const json = path.toLowerCase().endsWith('.json');
  if (json && (/"modelTopology"\s*:/.test(text) || isJsonSchema(text))) return 'other';
  return resolve(path).split(sep).includes('experiments') ? 'experiment' : meaningOfText(text, json);
}

function isJsonSchema(text: string): boolean {
  return /"\$schema"\s*:\s*"https?:\/\/json-schema\.org\//.test(text) && /"properties"\s*:/.test(text);
}

/** The beginning of a file; undefined if it cannot be read. */
async function beginningOf(path: string): Promise<string | undefined> {
  const regular = await stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
  const file = regular ? await open(path).catch(() => undefined) : undefined;
  const head = await file?.read({ buffer: Buffer.alloc(HEAD) }).catch(() => undefined);
  await file?.close();
  return head?.buffer.toString('latin1', 0, head.bytesRead);
}

/** Bytes at the beginning of a file that say what it is. */
const HEAD = 2 ** 16;

function isHidden(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}

/** @param cause why nothing is known of it; undefined for a device and the like */
async function absentPath(path: string, cause: NodeJS.ErrnoException | undefined): Promise<Mistake> {
  if (!cause) return { expected: 'a file or a folder' };
  if (cause.code !== 'ENOENT' && cause.code !== 'ENOTDIR')
    return { problem: `it cannot be read (${reason(cause)})` };
  const [, key, value = ''] = /^\+{0,2}([a-z][\w.]*)=(.*)$/.exec(path) ?? [];
  if (key !== undefined) {
    const isSwept = /^[^[{(,]+(,[^,]+)+$/.test(value);
    const set = isSwept ? `sweep.${key}=[${value}]` : `${key}=${value}`;
    return { problem: NOWHERE, remedy: `write --set ${shellWord(set)}` };
  }
  if (path === 'experiments')
    return { problem: 'there is no such folder here', remedy: '`coincide init` makes one' };
  const named = await withEnding(path);
  if (named !== undefined) return { problem: NOWHERE, meant: named };
  const siblings = await readdir(dirname(path)).catch(() => [] as string[]);
  // A link that leads nowhere is there by its own name.
  const others = siblings.filter((name) => name !== basename(path));
  const near = nearest(basename(path), others);
  return { problem: NOWHERE, meant: near === undefined ? undefined : besideIt(path, near) };
}

const NOWHERE = 'there is no such file or folder';

/** The file of an experiment that is named without its folder or its ending, or with others; undefined if there is none. */
async function withEnding(path: string): Promise<string | undefined> {
  const slashed = path.replaceAll('\\', '/');
  const ending = EXTENSIONS.find((one) => slashed.endsWith(one)) ?? '';
  const stem = slashed.slice(0, slashed.length - ending.length);
  const starts = [stem, join('experiments', stem), join('experiments', basename(stem))];
  const paths = starts.flatMap((start) => [ending, ...EXTENSIONS].map((one) => start + one));
  for (const one of paths) {
    const found = await stat(one).catch(() => undefined);
    if (found?.isFile()) return one;
  }
  return undefined;
}
