import { quoted, UserError } from '../../core/error.ts';
import { FileProblem } from '../../core/files.ts';
import { nearest } from '../../core/mistake.ts';
import type { Readable } from '../../experiment/parse.ts';
import type { GivenFile } from '../protocol.ts';
import { partBytes, placedParts } from './parts.ts';

/** The files that the user gave to the page, by path. */
const given = new Map<string, Uint8Array>();

/** Takes files from the user, in the place of all before. */
export function takeFiles(files: readonly GivenFile[]): void {
  given.clear();
  for (const { path, bytes } of files) given.set(path, bytes);
}

/** Files beside the page that were loaded, by path. */
const fetched = new Map<string, Promise<Uint8Array>>();

/**
 * The files that an experiment names: those that the user gave to the page, then those in the folder of the page.
 *
 * @param folder the folder of the experiment, with a `/` at its end, or empty
 */
export function pageFiles(folder: string): Readable {
  return {
    async read(path) {
      const own = given.get(path) ?? given.get(onlyEnding(path) ?? '');
      if (own) return own;
      const shipped = folder + path;
      if (placedParts().shipped.includes(shipped)) return fetchShipped(shipped, path);
      const known = [...given.keys(), ...shippedBeside(folder)];
      const problem = `there is no ${quoted(path)} in this page`;
      const remedy = 'drop the file onto the page';
      throw new FileProblem(path, { problem, meant: nearest(path, known), remedy });
    },
    async list(path) {
      const start = path === '.' || path === '' ? '' : `${path.replace(/\/+$/, '')}/`;
      const found = [...given.keys(), ...shippedBeside(folder)].filter((file) => file.startsWith(start));
      if (found.length > 0) return [...new Set(found)].sort();
      throw new FileProblem(path, {
        problem: `there is no folder ${quoted(path)} in this page`,
        remedy: 'drop the folder onto the page',
      });
    },
    wasm: moduleOf,
    named: () => [],
  };
}

/** A given file whose name alone is that of the path; undefined if there is none, or several. */
function onlyEnding(path: string): string | undefined {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const found = [...given.keys()].filter((file) => file === name || file.endsWith(`/${name}`));
  return found.length === 1 ? found[0] : undefined;
}

function shippedBeside(folder: string): string[] {
  const { shipped } = placedParts();
  return shipped.filter((file) => file.startsWith(folder)).map((file) => file.slice(folder.length));
}

function fetchShipped(shipped: string, path: string): Promise<Uint8Array> {
  const known =
    fetched.get(shipped) ??
    partBytes(shipped).catch((error) => {
      fetched.delete(shipped);
      if (!(error instanceof UserError)) throw error;
      throw new FileProblem(path, error.message.replace(/\.$/, ''), { cause: error });
    });
  fetched.set(shipped, known);
  return known;
}

const compiledModules = new Map<string, Promise<WebAssembly.Module>>();

function moduleOf(specifier: string): Promise<WebAssembly.Module> {
  const known =
    compiledModules.get(specifier) ??
    partBytes(specifier).then((bytes) => WebAssembly.compile(bytes as BufferSource));
  compiledModules.set(specifier, known);
  known.catch(() => compiledModules.delete(specifier));
  return known;
}
