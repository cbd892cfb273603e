import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../core/error.ts';
import { withFolderLock } from './folder_lock.ts';
import { makeFolder } from './make_folder.ts';
import { isMarkAlive, processMark } from './process_mark.ts';
import { reason } from './reason.ts';
import { isBelow } from './system_paths.ts';
import { requireWritableFolder, SCRATCH_PREFIX, syncFile, writeParts } from './write_whole.ts';

/** A file to write, its path below the folder of results. */
export interface ResultFile {
  path: string;
  /** Its text, or the parts of a long one, which are written one by one. */
  content: string | Iterable<Uint8Array>;
}

/** Size and sha256 of a text in UTF-8, the latter in hexadecimal. */
export interface SizeAndHash {
  bytes: number;
  sha256: string;
}

/**
 * Writes files below a folder, each whole or not at all: first to a scratch folder, then by renaming. If
 * anything fails, at any moment, each final name holds the old or the new content. The files of two runs are never mixed.
 *
 * @param last makes a further file from the sizes and hashes of these, which it says
 * @throws UserError (storage) that names the file, and says which files hold the new content
 */
export async function writeResults(
  folder: string,
  files: readonly ResultFile[],
  last?: (written: readonly SizeAndHash[]) => ResultFile,
): Promise<void> {
  const scratch = join(folder, `${SCRATCH_PREFIX}${processMark()}-${randomUUID().slice(0, 8)}`);
  const replaced: string[] = [];
  let path = folder;
  try {
    makeFolder(folder);
    await sweepLeftovers(folder);
    await mkdir(scratch);
    const paths: string[] = [];
    const write = async (file: ResultFile) => {
      path = join(folder, file.path);
      const written = await writeDurably(join(scratch, String(paths.length)), file.content);
      paths.push(path);
      return written;
    };
    const written: SizeAndHash[] = [];
    for (const file of files) written.push(await write(file));
    if (last) await write(last(written));
    // Two runs into one folder would mix their files otherwise.
    await withFolderLock(folder, async () => {
      for (path of paths) {
        makeFolder(dirname(path));
        await rename(join(scratch, String(replaced.length)), path);
        replaced.push(path);
      }
    });
  } catch (cause) {
    const state =
      replaced.length === 0
        ? 'what was there before is untouched'
        : `${replaced.join(', ')} ${replaced.length === 1 ? 'is' : 'are'} new, the others are as before`;
    throw new UserError(`could not write ${path}: ${reason(cause)}; ${state}.`, { kind: 'storage', cause });
  } finally {
    await remove(scratch);
  }
}

/**
 * Fails early where results cannot be written to a folder, before anything is computed.
 *
 * @throws UserError (storage)
 */
export async function requireWritableResults(folder: string): Promise<void> {
  await requireWritableFolder(folder).catch((cause) => {
    throw new UserError(`could not write ${folder}: ${reason(cause)}; what was there before is untouched.`, {
      kind: 'storage',
      cause,
    });
  });
}

/** The first folder of some paths that leads out of the current folder by a link, and where to. */
export async function leadsElsewhere(
  paths: readonly string[],
): Promise<{ path: string; to: string } | undefined> {
  const here = await realpath('.');
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const path = await nearestThere(folder);
    const to = await realpath(path);
    if (!isBelow(to, here)) return { path, to };
  }
  return undefined;
}

/** A folder, or the nearest above it that exists. */
async function nearestThere(folder: string): Promise<string> {
  for (let at = resolve(folder); at !== dirname(at); at = dirname(at)) {
    if (await stat(at).catch(() => undefined)) return at;
  }
  return '/';
}

/** Whether a run that is alive is putting files into a folder of results. */
export async function isWriting(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [] as string[]);
  return names.some(
    (name) => name.startsWith(SCRATCH_PREFIX) && isMarkAlive(name.slice(SCRATCH_PREFIX.length)) === true,
  );
}

async function writeDurably(path: string, content: ResultFile['content']): Promise<SizeAndHash> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx');
  try {
    await writeParts(file, content, (some) => {
      hash.update(some);
      bytes += some.length;
    });
    await syncFile(file);
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
}

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

/** Writing takes a moment: what is an hour old was left behind. */
const LONG_AGO_MS = 3_600_000;

/** Removes what killed runs left behind, of this host or long ago of any; a run that is alive keeps its own. */
async function sweepLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(SCRATCH_PREFIX)) continue;
    const path = join(folder, name);
    const killed = isMarkAlive(name.slice(SCRATCH_PREFIX.length)) === false;
    // A folder that cannot be removed does no harm.
    if (killed || (await age(path)) > LONG_AGO_MS) await remove(path);
  }
}

/** In milliseconds; 0 for what another run has just removed. */
async function age(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}
