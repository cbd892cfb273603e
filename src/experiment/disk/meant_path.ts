import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { quotedPath } from '../../core/error.ts';
import { type Mistake, nearest } from '../../core/mistake.ts';
import { shellWord } from '../../core/shell_word.ts';
import { reason } from '../../results/reason.ts';
import { besideIt } from './name.ts';

/** The mistake of a path that leads nowhere, with the nearest name in the folder where the file should be. */
export async function absentFile(path: string, place: string, cause: unknown): Promise<Mistake> {
  if ((cause as NodeJS.ErrnoException).code !== 'ENOENT')
    return { problem: `${quotedPath(path)} cannot be read (${reason(cause)})` };
  const siblings = await readdir(dirname(place)).catch(() => [] as string[]);
  const problem = `there is no ${quotedPath(path)}`;
  const name = basename(place);
  const near = nearest(name, siblings) ?? siblings.find((one) => stemOf(one) === stemOf(name));
  return { problem, meant: near === undefined ? undefined : besideIt(path, near), remedy: otherPath(path) };
}

/** A file's name without its ending. */
function stemOf(name: string): string {
  return name.replace(/(?<=.)\.[^.]*$/, '').toLowerCase();
}

/** What to write for a path in a form that no file has. */
function otherPath(path: string): string | undefined {
  if (/^(https?|ftp|s3|gs):\/\//i.test(path)) return 'download it, and write the path of the file';
  if (/^(~|\$\{?\w|%\w+%)/.test(path))
    return 'write the path from this folder on: ~ and variables are not replaced';
  const [, folder] = /^([^*?]*?)\/?[^/]*[*?]/.exec(path) ?? [];
  return folder === undefined
    ? undefined
    : `write type: folder, with the path ${quotedPath(folder || '.')}: patterns are not read`;
}

/** What to write for a folder that holds one model; undefined for any other. */
export async function modelInFolder(path: string, place: string): Promise<string | undefined> {
  const entries = await readdir(place, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  if (names.includes('saved_model.pb')) return FROM_SAVED_MODEL.replace('FOLDER', () => shellWord(path));
  const [first, ...others] = names.filter((name) => name === 'model.json' || name.endsWith('.onnx'));
  if (first === undefined || others.length > 0) return undefined;
  return `write ${quotedPath(`${path.replace(/\/$/, '')}/${first}`)}`;
}

const FROM_SAVED_MODEL =
  'convert the SavedModel in it to ONNX: python -m tf2onnx.convert --saved-model FOLDER --output model.onnx';
