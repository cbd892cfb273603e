import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../error.ts';

/** A file to write, its path below the folder of results. */
export interface ResultFile {
  path: string;
  content: string;
}

/**
 * Writes files below a folder, each whole or not at all: to a folder of its own first, then by renaming. Whatever
 * goes wrong, and whenever, under a final name stands either what stood there or the new content.
 *
 * @throws UserError (storage) that names the file
 */
export async function writeResults(folder: string, files: readonly ResultFile[]): Promise<void> {
  const scratch = join(folder, `${scratchPrefix()}${process.pid}-${randomUUID().slice(0, 8)}`);
  let path = folder;
  try {
    await mkdir(folder, { recursive: true });
    await sweepLeftovers(folder);
    await mkdir(scratch);
    for (const [index, file] of files.entries()) {
      path = join(folder, file.path);
      await writeDurably(join(scratch, String(index)), file.content);
    }
    for (const [index, file] of files.entries()) {
      path = join(folder, file.path);
      await mkdir(dirname(path), { recursive: true });
      await rename(join(scratch, String(index)), path);
    }
  } catch (cause) {
    throw new UserError(`could not write ${path}: ${reason(cause)}; what stood there before is untouched.`, {
      kind: 'storage',
      cause,
    });
  } finally {
    await rm(scratch, { recursive: true, force: true }).catch(() => undefined);
  }
}

async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(content, 'utf8');
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The host's name is part of it, since another host that shares the folder has process numbers of its own. */
function scratchPrefix(): string {
  return `.coincide-${hostname().replaceAll(/[^A-Za-z0-9]/g, '')}-`;
}

/** Removes what a killed run of this machine left behind; a run that is alive keeps its own. */
async function sweepLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!name.startsWith(scratchPrefix())) continue;
    const owner = Number.parseInt(name.slice(scratchPrefix().length), 10);
    if (!isAlive(owner)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What the system said, in words. */
export function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException)?.code;
  const words: Record<string, string> = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'the disk quota is used up',
    ENOTDIR: 'a file stands where a folder is needed',
    EEXIST: 'a file stands where a folder is needed',
    EISDIR: 'a folder stands where a file is needed',
    ENOTEMPTY: 'a folder stands where a file is needed',
    ENAMETOOLONG: 'the name is too long',
    ENOENT: 'there is no such file or folder',
    EMFILE: 'too many files are open',
  };
  return (code && words[code]) ?? code ?? String(cause);
}
