import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { UserError } from '../core/error.ts';
import { reason } from './reason.ts';

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
    await remove(scratch);
  }
}

/** Whether a run that is alive is putting files into a folder of results. */
export async function isWriting(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => [] as string[]);
  const ours = scratchPrefix();
  return names.some((name) => name.startsWith(ours) && isAlive(Number.parseInt(name.slice(ours.length), 10)));
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

async function remove(path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }).catch(() => undefined);
}

const PREFIX = '.coincide-';

/** Writing takes a moment, so what is an hour old is nobody's. */
const LONG_AGO = 3_600_000;

/** The host's name is part of it, since another host that shares the folder has process numbers of its own. */
function scratchPrefix(): string {
  return `${PREFIX}${hostname().replaceAll(/[^A-Za-z0-9]/g, '')}-`;
}

/** Removes what killed runs left behind, of this machine or long ago of any; a run that is alive keeps its own. */
async function sweepLeftovers(folder: string): Promise<void> {
  const ours = scratchPrefix();
  for (const name of await readdir(folder)) {
    if (!name.startsWith(PREFIX)) continue;
    const path = join(folder, name);
    const killed = name.startsWith(ours) && !isAlive(Number.parseInt(name.slice(ours.length), 10));
    // What cannot be removed does no harm.
    if (killed || (await age(path)) > LONG_AGO) await remove(path);
  }
}

/** In milliseconds; 0 for what another run has just removed. */
async function age(path: string): Promise<number> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
