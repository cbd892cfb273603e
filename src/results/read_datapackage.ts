import { UserError } from '../core/error.ts';
import { isObject } from '../core/is_object.ts';
import { refusePointer } from '../core/lfs_pointer.ts';
import { refuseConflicts } from '../core/merge_conflict.ts';
import { sha256 } from './sha256.ts';
import type { StoredFile } from './stored.ts';

/** A data package that was written before, as far as a check needs it. */
export interface WrittenPackage {
  /** The experiment with every default filled in. */
  experiment: Readonly<Record<string, unknown>>;
  /** The sha256 of each file that the experiment names, by path; undefined if the package says nothing of files. */
  sources: ReadonlyMap<string, string> | undefined;
  /** Its tables by file name. */
  tables: ReadonlyMap<string, WrittenResource>;
}

/** A table as a data package describes it. */
interface WrittenResource {
  /** `sha256:…` of the table; packages of earlier versions have none. */
  hash: string | undefined;
  /** The formula of each column, by name. */
  formulas: ReadonlyMap<string, string>;
}

/** Objects and lists within each other. Experiment files allow 64 levels. */
const MAX_NESTING = 200;

/**
 * Reads a data package: the resolved experiment, the files that it was made from, and its tables by file. Sources and
 * tables that do not have the form in which they are written are left out.
 *
 * @throws UserError with file and line where it is not JSON, holds no experiment, or is of a merge that lacked units
 */
export function parseDataPackage({ path, text }: StoredFile<string>): WrittenPackage {
  refusePointer(text, path);
  refuseConflicts(text, path);
  const fail = (message: string) => new UserError([{ message, where: { file: path, line: 1 } }]);
  if (nesting(text) > MAX_NESTING)
    throw fail(`it is nested more than ${MAX_NESTING} levels deep; run the experiment again and commit.`);
  const content = parsedJson(text);
  if (content === undefined) throw fail('this is not JSON; run the experiment again and commit.');
  const { experiment, sources, resources, missingUnits } = isObject(content) ? content : {};
  if (!isObject(experiment))
    throw fail('it does not hold the experiment; run the experiment again and commit.');
  if (missingUnits !== undefined)
    throw fail('its tables are partial, of a merge that lacked units; merge all shards and commit.');
  const tables = listOf(resources).map(({ path, hash, schema }): [string, WrittenResource] => [
    optionalString(path) ?? '',
    { hash: optionalString(hash), formulas: formulasOf(schema) },
  ]);
  const files = listOf(sources).map(
    ({ path, hash }) =>
      [optionalString(path) ?? '', (optionalString(hash) ?? '').replace(/^sha256:/, '')] as const,
  );
  return { experiment, sources: sources === undefined ? undefined : new Map(files), tables: new Map(tables) };
}

/**
 * Refuses a table that is not the one its data package was written with. Packages of earlier versions say nothing of
 * that. Line ends may have become `\r\n`.
 *
 * @throws UserError that names the table
 */
export async function requireSameRun(table: StoredFile, written: WrittenPackage): Promise<void> {
  const name = table.path.slice(Math.max(table.path.lastIndexOf('/'), table.path.lastIndexOf('\\')) + 1);
  const hashes = [...written.tables.values()].filter(({ hash }) => hash !== undefined);
  if (hashes.length === 0) return;
  const expected = written.tables.get(name)?.hash;
  if ((await hashesOf(table)).some((hash) => `sha256:${hash}` === expected)) return;
  const message = 'table and package are of different runs; run the experiment again and commit both.';
  throw new UserError([{ message, where: { file: table.path } }]);
}

/** The sha256 of a table: as it is, and with `\n` for every `\r\n`. */
async function hashesOf({ text }: StoredFile): Promise<readonly string[]> {
  if (typeof text !== 'string') return text.sha256();
  return [await sha256(text), await sha256(text.replaceAll('\r\n', '\n'))];
}

function formulasOf(schema: unknown): ReadonlyMap<string, string> {
  const fields = listOf(isObject(schema) ? schema.fields : []);
  return new Map(
    fields.map(({ name, formula }) => [optionalString(name) ?? '', optionalString(formula) ?? '']),
  );
}

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** How deep a JSON text is nested. Programs that go down into a value are recursive, and could run out of stack. */
function nesting(text: string): number {
  let [depth, deepest] = [0, 0];
  let quoted = false;
  // A regular expression would need a stack as long as the longest string.
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '\\') at++;
    else if (letter === '"') quoted = !quoted;
    else if (quoted) continue;
    else if (letter === '[' || letter === '{') deepest = Math.max(deepest, ++depth);
    else if (letter === ']' || letter === '}') depth--;
  }
  return deepest;
}

/** The objects of a list. */
function listOf(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function optionalString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
