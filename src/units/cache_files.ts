import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { slashed } from '../results/system_paths.ts';
import { absent } from '../results/write_whole.ts';
import { isUnitFile } from './unit_files.ts';
import { unitLines } from './unit_lines.ts';

/** A unit file of a cache. */
export interface CachedFile {
  path: string;
  experiment: string;
  bytes: number;
  /** When it was last used, in milliseconds since 1970. */
  used: number;
}

/** The size that a cache may have unless another is asked for. */
export const DEFAULT_MOST_BYTES = 2 ** 30;

/** All unit files of a cache; empty where there is none. @throws the system's error where it cannot be read */
export function cachedFiles(folder: string): CachedFile[] {
  return (unlessGone(() => readdirSync(folder, { recursive: true }) as string[]) ?? [])
    .filter((name) => isUnitFile(basename(name)))
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      const found = statSync(path, { throwIfNoEntry: false });
      const experiment = slashed(relative(folder, dirname(path)));
      return found?.isFile() ? [{ path, experiment, bytes: found.size, used: found.mtimeMs }] : [];
    });
}

/** Reads every file of a cache, and names those that are damaged. @throws the system's error where one cannot be read */
export function verifyCache(folder: string): { damaged: string[]; units: number; files: number } {
  const files = cachedFiles(folder);
  const damaged: string[] = [];
  let units = 0;
  for (const { path } of files) {
    const content = unlessGone(() => readFileSync(path));
    if (!content) continue;
    const lines = unitLines(content);
    if (lines) units += lines.length;
    else damaged.push(path);
  }
  return { damaged, units, files: files.length };
}

/**
 * Removes from a cache the damaged files and those that were not used for longer than `age` milliseconds. Then it
 * removes the files that were not used for longest, until the cache has at most `bytes` bytes.
 *
 * @returns what was removed
 */
export function pruneCache(folder: string, { bytes, age }: { bytes: number; age: number }): CachedFile[] {
  const { damaged } = verifyCache(folder);
  return removeOldest(folder, { bytes, age }, new Set(damaged));
}

/**
 * Removes from a cache the files that were not used for longer than `age` milliseconds, then those that were not used
 * for longest, until the cache has at most `bytes` bytes.
 *
 * @param damaged paths of files that are removed, too
 * @returns what was removed
 */
export function removeOldest(
  folder: string,
  { bytes, age }: { bytes: number; age: number },
  damaged: ReadonlySet<string> = new Set(),
): CachedFile[] {
  const files = cachedFiles(folder).sort((a, b) => b.used - a.used);
  const oldest = Date.now() - age;
  let kept = 0;
  const removed = files.filter((file) => {
    const remove = damaged.has(file.path) || file.used < oldest || kept + file.bytes > bytes;
    if (!remove) kept += file.bytes;
    return remove;
  });
  for (const { path } of removed) rmSync(path, { force: true });
  return removed;
}

/** Undefined where there is no such file or folder: another process may have removed it since it was listed. */
function unlessGone<Found>(read: () => Found): Found | undefined {
  try {
    return read();
  } catch (error) {
    return absent(error as NodeJS.ErrnoException);
  }
}
