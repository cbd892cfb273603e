import { randomUUID } from 'node:crypto';
import { constants, fsync, type Stats, write } from 'node:fs';
import { access, lstat, open, readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { UserError } from '../core/error.ts';
import { makeFolder } from './make_folder.ts';
import { isMarkAlive, processMark } from './process_mark.ts';
import { reason } from './reason.ts';

/** The content of a file: a text, bytes, or parts of them, which are written one by one. */
export type FileContent = string | Uint8Array | Iterable<string | Uint8Array>;

/** Writes all of a content to an open file. @param each receives all bytes, as they are written */
export async function writeParts(
  file: Awaited<ReturnType<typeof open>>,
  content: FileContent,
  each?: (bytes: Uint8Array) => void,
): Promise<void> {
  for (const part of partsOfContent(content)) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    const written = file.writeFile(bytes);
    each?.(bytes);
    await written;
  }
}

/** Waits until all of a file is on the disk. Open files of Yarn's Plug'n'Play have no `sync`. */
export async function syncFile({ fd }: { fd: number }): Promise<void> {
  await promisify(fsync)(fd);
}

function partsOfContent(content: FileContent): Iterable<string | Uint8Array> {
  return typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
}

/**
 * Writes a file so that at any time its name holds the old or the new content, whole. A link is followed; the mode, and
 * where possible the owner, stay. A device, a pipe or a file descriptor (`/dev/stdout`, `/dev/fd/3`) is written to as it
 * is.
 *
 * @throws UserError (storage)
 */
export async function writeFileWhole(path: string, content: FileContent): Promise<void> {
  try {
    const target = await followLinks(path);
    const descriptor = descriptorOf(target);
    if (descriptor !== undefined) return await writeDescriptor(descriptor, content);
    const before = await stat(target).catch(absent);
    if (before && !before.isFile()) return await writeInto(target, content);
    makeFolder(dirname(target));
    await replace(target, content, before);
  } catch (cause) {
    throw new UserError(`could not write ${path}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}

/** Writes a new file whole, unless there is one. @returns whether it was written @throws the system's error */
export async function writeNewFile(path: string, content: string): Promise<boolean> {
  if (await lstat(path).catch(absent)) return false;
  await replace(path, content, undefined);
  return true;
}

/** Fails where a file cannot be written: its folder, or the nearest one above that exists. @throws UserError (storage) */
export async function requireWritablePath(path: string): Promise<void> {
  try {
    const target = await followLinks(path);
    if (descriptorOf(target) !== undefined) return;
    const there = await stat(target).catch(absent);
    if (there?.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    if (there && !there.isFile()) return await access(target, constants.W_OK);
    await requireWritableFolder(dirname(target));
  } catch (cause) {
    throw new UserError(`could not write ${path}: ${reason(cause)}.`, { kind: 'storage', cause });
  }
}

/** Fails where no file can be made in a folder, or the folder cannot be made. @throws the system's error */
export async function requireWritableFolder(folder: string): Promise<void> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const there = await stat(at).catch(absent);
    if (!there && at !== dirname(at)) continue;
    if (there && !there.isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
    return access(at, constants.W_OK | constants.X_OK);
  }
}

/** Names of unfinished files and folders begin with it. */
export const SCRATCH_PREFIX = '.coincide-';
const SUFFIX = '.part';

/** Writes beside the file and renames. A name of its own, since the file's may be as long as a name can be. */
async function replace(path: string, content: FileContent, before: Stats | undefined): Promise<void> {
  await sweepParts(dirname(path));
  const part = join(dirname(path), `${SCRATCH_PREFIX}${processMark()}-${randomUUID().slice(0, 8)}${SUFFIX}`);
  try {
    const file = await open(part, 'wx');
    try {
      await writeParts(file, content);
      if (before) await keepMode(file, before);
      await syncFile(file);
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function keepMode(file: Awaited<ReturnType<typeof open>>, { mode, uid, gid }: Stats): Promise<void> {
  const own = await file.stat();
  // Only root may give a file away.
  if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid).catch(() => undefined);
  await file.chmod(mode & 0o7777);
}

/** Removes what killed processes of this host left in a folder. */
async function sweepParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(SCRATCH_PREFIX) || !name.endsWith(SUFFIX)) continue;
    if (isMarkAlive(name.slice(SCRATCH_PREFIX.length)) !== false) continue;
    // A file that cannot be removed does no harm.
    await rm(join(folder, name), { force: true }).catch(() => undefined);
  }
}

/** Where a path leads by links, as far as it goes; a file descriptor is not followed. */
async function followLinks(path: string): Promise<string> {
  let target = resolve(path);
  for (let i = 0; i < MOST_LINKS; i++) {
    if (descriptorOf(target) !== undefined) return target;
    const there = await lstat(target).catch(absent);
    if (!there?.isSymbolicLink()) return target;
    target = resolve(dirname(target), await readlink(target));
  }
  throw Object.assign(new Error(), { code: 'ELOOP' });
}

const MOST_LINKS = 40;

/** The number of the file descriptor that a path names, such as `/dev/fd/3`. */
function descriptorOf(path: string): number | undefined {
  const [, number] = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/.exec(path) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Writes to what an open descriptor leads to, from where it is. */
async function writeDescriptor(descriptor: number, content: FileContent): Promise<void> {
  for (const part of partsOfContent(content)) {
    const bytes = typeof part === 'string' ? Buffer.from(part) : part;
    for (let at = 0; at < bytes.length; ) at += await writeSome(descriptor, bytes, at);
  }
}

function writeSome(descriptor: number, bytes: Uint8Array, at: number): Promise<number> {
  return new Promise((done, failed) => {
    write(descriptor, bytes, at, bytes.length - at, null, (error, written) => {
      if (!error) done(written);
      // A pipe that is full for now.
      else if (error.code === 'EAGAIN') setTimeout(done, 5, 0);
      else failed(error);
    });
  });
}

/** Writes to a device or a pipe. */
async function writeInto(path: string, content: FileContent): Promise<void> {
  const file = await open(path, constants.O_WRONLY);
  try {
    await writeParts(file, content);
  } finally {
    await file.close();
  }
}

/**
 * Undefined for the error that a file or a folder does not exist; throws any other error. @example await
 * stat(path).catch(absent)
 */
export function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
