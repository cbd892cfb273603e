import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { grouped, quoted, quotedPath } from '../../core/error.ts';
import {
  FileProblem,
  type Files,
  type NamedFile,
  type OpenFile,
  type RuntimeSettings,
} from '../../core/files.ts';
import { readPart, readToEnd } from '../../results/read_whole.ts';
import { reason } from '../../results/reason.ts';
import { isBelow } from '../../results/system_paths.ts';
import { absentFile, modelInFolder } from './meant_path.ts';
import { zlibState } from './zlib_state.ts';

export interface DiskOptions {
  /** Whether paths may lead out of the folder. Default false. */
  outside?: boolean | undefined;
  /** How models that are read are computed. */
  runtime?: RuntimeSettings | undefined;
  /** What to do about a path that leads out of the folder. Default: the option of the command line. */
  outsideRemedy?: string | undefined;
}

/** The files that an experiment names. */
export interface Disk extends Files {
  /** Every file that was read, by path. */
  named(): NamedFile[];
  open(path: string): Promise<OpenFile>;
}

/**
 * Files below a folder. A path that leads out of it, by `..`, from the root or through a link, is refused, and so is
 * everything that is not a regular file. Files are cached up to a total size; one that is read again must have the same
 * content.
 *
 * @param folder the folder of the experiment file
 */
export function filesBelow(
  folder: string,
  { outside = false, runtime, outsideRemedy = '--allow-outside allows it' }: DiskOptions = {},
): Disk {
  const cache = new Map<string, Uint8Array>();
  const digests = new Map<string, NamedFile>();
  let room = CACHE_BYTES;

  async function read(path: string): Promise<Uint8Array> {
    const known = cache.get(path);
    if (known) return known;
    const bytes = plainBytes(await withHandle(await placeOf(path), readToEnd));
    noteDigest({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
    if (bytes.length <= room) {
      room -= bytes.length;
      cache.set(path, bytes);
    }
    return bytes;
  }

  /** Hashes the whole file, part by part, and keeps none of it. */
  async function open(path: string): Promise<OpenFile> {
    const found = await placeOf(path);
    const hash = createHash('sha256');
    const { size, mtimeMs } = await withHandle(found, async (file, stats) => {
      const { size } = stats;
      const part = Buffer.alloc(Math.min(size, PART_BYTES));
      for (let from = 0; from < size; ) {
        const { bytesRead } = await file.read(part, 0, part.length, from);
        if (bytesRead === 0) break;
        hash.update(part.subarray(0, bytesRead));
        from += bytesRead;
      }
      return stats;
    });
    noteDigest({ path, bytes: size, sha256: hash.digest('hex') });
    const read = (from: number, to: number) =>
      withHandle(found, async (file, now) => {
        if (now.size !== size || now.mtimeMs !== mtimeMs) throw changedFile(path);
        return plainBytes(await readPart(file, from, to));
      });
    return { size, read, place: found.place };
  }

  /** @throws FileProblem if the file was read before with other content */
  function noteDigest(file: NamedFile): void {
    const before = digests.get(file.path);
    if (before && before.sha256 !== file.sha256) throw changedFile(file.path);
    digests.set(file.path, file);
  }

  /** The file or folder that a path leads to, with links followed. @param asked the path that the experiment names */
  async function placeOf(path: string, asked = path): Promise<{ path: string; place: string }> {
    const place = resolve(folder, path);
    const outsideProblem = () => {
      const problem = `${quotedPath(path)} is outside the experiment's folder`;
      return new FileProblem(asked, { problem, remedy: outsideRemedy });
    };
    if (!outside && (isAbsolute(path) || !isBelow(place, resolve(folder)))) throw outsideProblem();
    const real = await realpath(place).catch(async (cause) => {
      throw new FileProblem(asked, await absentFile(path, place, cause), { cause });
    });
    if (!outside && !isBelow(real, await realpath(folder))) throw outsideProblem();
    return { path, place: real };
  }

  /**
   * The files below a folder, as the experiment calls them; those that begin with a dot are hidden.
   *
   * @param path of the folder in words of the experiment, which names `asked`
   * @param above the folders on the way to it: a link to one of them would never end
   */
  async function filesOf(
    place: string,
    path: string,
    asked: string,
    above: readonly string[],
  ): Promise<string[]> {
    const entries = await readdir(place, { withFileTypes: true }).catch((cause) => {
      const problem = `the folder ${quotedPath(path)} cannot be read (${reason(cause)})`;
      throw new FileProblem(asked, problem, { cause });
    });
    const way = [...above, place];
    const lists = entries
      .filter(({ name }) => !name.startsWith('.'))
      .map(async (entry) => {
        const [name, inside] = [`${path}/${entry.name}`, join(place, entry.name)];
        if (entry.isDirectory()) return filesOf(inside, name, asked, way);
        const target = entry.isSymbolicLink() ? await stat(inside).catch(() => undefined) : undefined;
        if (!target?.isDirectory()) return [name];
        const { place: linked } = await placeOf(name, asked);
        return way.some((one) => isBelow(one, linked)) ? [] : filesOf(linked, name, asked, way);
      });
    return (await Promise.all(lists)).flat();
  }

  return {
    runtime,
    read,
    open,
    async list(path) {
      const { place } = await placeOf(path);
      if (!(await stat(place)).isDirectory())
        throw new FileProblem(path, {
          problem: `${quotedPath(path)} is a file; expected a folder`,
          remedy: 'write type: file, or the path of its folder',
        });
      const found = await filesOf(place, path.replace(/[\\/]+$/, ''), path, []);
      return found.sort((a, b) => (a < b ? -1 : 1));
    },
    wasm: compiledModule,
    zlibState,
    named: () => [...digests.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

/** The compiled module, once per process. */
function compiledModule(specifier: string): Promise<WebAssembly.Module> {
  const known = modules.get(specifier);
  if (known) return known;
  const place = createRequire(import.meta.url).resolve(specifier);
  const made = readFile(place).then((bytes) => WebAssembly.compile(bytes));
  modules.set(specifier, made);
  return made;
}

/** Cache size in bytes. */
const CACHE_BYTES = 256 * 2 ** 20;

/** Largest file in bytes. */
const MAX_FILE_BYTES = 2 ** 30;

/** Bytes that are hashed at once. */
const PART_BYTES = 2 ** 20;

/** Opens a regular file for as long as `use` takes. */
async function withHandle<T>(
  { path, place }: { path: string; place: string },
  use: (file: FileHandle, stats: { size: number; mtimeMs: number }) => Promise<T>,
): Promise<T> {
  let file: FileHandle | undefined;
  try {
    // O_NONBLOCK: opening a FIFO would otherwise wait for a writer.
    file = await open(place, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const found = await file.stat();
    if (found.isDirectory()) {
      const problem = `${quotedPath(path)} is a folder; expected a file`;
      const remedy = (await modelInFolder(path, place)) ?? 'write the path of a file in it';
      throw new FileProblem(path, { problem, remedy });
    }
    if (!found.isFile()) throw new FileProblem(path, `${quotedPath(path)} is no regular file`);
    if (found.size > MAX_FILE_BYTES) {
      const size = `${grouped(found.size)} bytes, more than the ${grouped(MAX_FILE_BYTES)} (1 GiB) allowed`;
      throw new FileProblem(path, `${quotedPath(path)} has ${size}`);
    }
    return await use(file, found);
  } catch (cause) {
    if (cause instanceof FileProblem) throw cause;
    throw new FileProblem(path, `${quotedPath(path)} cannot be read (${reason(cause)})`, { cause });
  } finally {
    await file?.close();
  }
}

function changedFile(path: string): FileProblem {
  return new FileProblem(path, `${quoted(path)} has changed meanwhile`);
}

/** The same bytes as an array whose `slice` is a copy: that of a Buffer is none, and leads to bytes of other things. */
function plainBytes({ buffer, byteOffset, length }: Buffer): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
