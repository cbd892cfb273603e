import { randomUUID } from 'node:crypto';
import { open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { isMarkAlive, processMark } from './process_mark.ts';
import { readWhole } from './read_whole.ts';
import { absent } from './write_whole.ts';

/** The name of the lock in a folder of results. */
const LOCK_NAME = '.coincide-lock';
const PAUSE_MS = 5;
/** The lock is held for a few renames. One that is older was left behind, perhaps on another host. */
const MAX_AGE_MS = 60_000;
/** The mark is written at once. A lock that stays without one was left by a process that was killed, or had no space. */
const UNMARKED_MS = 2_000;

/**
 * Runs an action while no other process, and nothing else in this one, has the folder's lock.
 *
 * @throws what the action throws; the system's error where the lock cannot be made
 */
export async function withFolderLock<T>(folder: string, action: () => Promise<T>): Promise<T> {
  const path = join(folder, LOCK_NAME);
  const began = performance.now();
  while (!(await makeLock(path))) {
    // The age alone is not enough: the folder may have the clock of another host.
    const unmarked = performance.now() - began > UNMARKED_MS ? UNMARKED_MS : MAX_AGE_MS;
    if (await isLeft(path, unmarked)) await clear(path);
    else await pause(PAUSE_MS);
  }
  try {
    return await action();
  } finally {
    await rm(path, { force: true });
  }
}

/** Makes the lock. @returns false if it is there already, or was taken for one that was left before it had its mark */
async function makeLock(path: string): Promise<boolean> {
  const file = await open(path, 'wx').catch((error) => {
    if (error.code === 'EEXIST') return undefined;
    throw error;
  });
  if (!file) return false;
  try {
    const own = await file.stat();
    await file.writeFile(processMark()).finally(() => file.close());
    const there = await stat(path).catch(absent);
    return there?.ino === own.ino;
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Whether the process that made the lock has ended.
 *
 * @param unmarked milliseconds after which a lock without a mark was left
 */
async function isLeft(path: string, unmarked: number): Promise<boolean> {
  const [mark, age] = await Promise.all([
    readWhole(path).then(String, () => ''),
    stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    ),
  ]);
  return age > (mark === '' ? unmarked : MAX_AGE_MS) || isMarkAlive(mark) === false;
}

/** Removes a lock that was left. By renaming, so that one process alone removes it. */
async function clear(path: string): Promise<void> {
  const aside = `${path}-${randomUUID().slice(0, 8)}`;
  await rename(path, aside).catch(() => undefined);
  await rm(aside, { force: true });
}
