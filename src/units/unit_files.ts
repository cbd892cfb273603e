import { readdirSync, readFileSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorKind, UserError } from '../core/error.ts';
import { isMarkAlive } from '../results/process_mark.ts';
import { reason } from '../results/reason.ts';
import { SCRATCH_PREFIX } from '../results/write_whole.ts';
import type { UnitResult } from '../run/unit_result.ts';
import { DIGITS, UNITS, unitLines } from './unit_lines.ts';
import { createUnitReader } from './unit_text.ts';

/** Units that are kept in files, found by their ids. */
export interface KeptFiles {
  ids(): Iterable<string>;
  has(id: string): boolean;
  /** Where a unit is. An id takes longer to compute than to find: who reads a unit later keeps its place. */
  find(id: string): KeptPlace | undefined;
  /**
   * Undefined where the unit is not there. Of a cache also where its file cannot be read any more, or holds no unit.
   *
   * @throws UserError where a unit of shards cannot be read
   */
  read(id: string): UnitResult | undefined;
  /** The unit at a place. @throws as `read` */
  readAt(place: KeptPlace): UnitResult | undefined;
  /** The files that are damaged: what they hold counts as absent. */
  damaged: readonly string[];
  /** Reads the files that came since. @returns the ids of their units @throws as opening them does */
  refresh(): string[];
}

/** Where a unit is: the index of its file, and the bytes [start, end) of its line. */
export interface KeptPlace {
  id: string;
  path: number;
  start: number;
  end: number;
}

/** Bytes of files that stay in memory: neighbouring units may be in several. */
const OPEN_BYTES = 2 ** 24;

/** Whether a name is that of a unit file: macOS and others leave hidden ones beside every file that they copy. */
export function isUnitFile(name: string): boolean {
  return name.endsWith(UNITS) && !name.startsWith('.');
}

/** The unit files directly in a folder, and what killed processes left there, which is removed. */
export function listUnitFiles(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code!)) return [];
    throw error;
  }
  for (const name of names) {
    const left = name.startsWith(SCRATCH_PREFIX) && isMarkAlive(name.slice(SCRATCH_PREFIX.length)) === false;
    if (left) rmSync(join(folder, name), { force: true });
  }
  return names.filter(isUnitFile).sort();
}

/**
 * Opens the unit files of some folders. Each file is read once now, for its checksum, and again when a unit of it is
 * asked for: only ids stay in memory.
 *
 * @param of a cache may be without a unit: what cannot be read counts as absent, and of units that are there twice and
 * different one is taken. Of shards every unit counts, so all of this is an error. Default: a cache
 * @throws the system's error where a folder cannot be read; of shards, UserError where a file cannot, or a unit is there
 * twice and different
 */
export function openUnitFiles(folders: readonly string[], of: 'cache' | 'shards' = 'cache'): KeptFiles {
  const contentOf = of === 'cache' ? readIfThere : readOfShard;
  const paths: string[] = [];
  const known = new Set<string>();
  const damaged: string[] = [];
  const found = new Map<string, KeptPlace>();
  const refresh = () => {
    const ids: string[] = [];
    // One that is damaged may be replaced under its name.
    damaged.length = 0;
    for (const path of folders.flatMap((folder) => listUnitFiles(folder).map((name) => join(folder, name)))) {
      if (known.has(path)) continue;
      const content = contentOf(path);
      const lines = content && unitLines(content);
      if (!lines) {
        damaged.push(path);
        continue;
      }
      known.add(path);
      const at = paths.push(path) - 1;
      for (const { id, start, end } of lines) {
        const before = of === 'shards' ? found.get(id) : undefined;
        if (before) requireEqual(paths[before.path]!, before, path, content.subarray(start, end));
        found.set(id, { id, path: at, start, end });
        ids.push(id);
      }
    }
    return ids;
  };
  refresh();
  const opened = recentFiles(contentOf);
  const unitOf = createUnitReader();
  const readAt = ({ id, path, start, end }: KeptPlace): UnitResult | undefined => {
    const file = paths[path]!;
    const content = opened(file);
    if (!content) return undefined;
    // The file may have been replaced since it was opened.
    if (content.toString('latin1', start - DIGITS - 1, start - 1) !== id) {
      if (of === 'shards') throw unreadableUnits(file, 'it has changed while it was read');
      return undefined;
    }
    const unit = unitOf(content, start, end);
    if (!unit && of === 'shards')
      throw unreadableUnits(
        file,
        'what it holds is no unit, though its checksum fits; remove it, and run its shard again',
        'input',
      );
    return unit;
  };
  return {
    ids: () => found.keys(),
    has: (id) => found.has(id),
    find: (id) => found.get(id),
    readAt,
    read(id) {
      const place = found.get(id);
      return place && readAt(place);
    },
    damaged,
    refresh,
  };
}

/** Reads files by `contentOf`, and keeps those that were asked for last, up to `OPEN_BYTES`. */
function recentFiles(contentOf: (path: string) => Buffer | undefined): (path: string) => Buffer | undefined {
  /** Oldest first. */
  const open = new Map<string, Buffer>();
  let bytes = 0;
  let last: { path: string; content: Buffer } | undefined;
  return (path) => {
    if (last?.path === path) return last.content;
    let content = open.get(path);
    if (content) open.delete(path);
    else {
      content = contentOf(path);
      if (!content) return undefined;
      touch(path);
      bytes += content.length;
    }
    open.set(path, content);
    for (const [oldest, { length }] of open) {
      if (bytes <= OPEN_BYTES || oldest === path) break;
      open.delete(oldest);
      bytes -= length;
    }
    last = { path, content };
    return content;
  };
}

/** @throws UserError where the line of a unit in one file is not that in another */
function requireEqual(
  one: string,
  { start, end }: { start: number; end: number },
  other: string,
  line: Buffer,
): void {
  if (readIfThere(one)?.subarray(start, end).equals(line)) return;
  const message = `it holds a unit that is also in ${one}, with other numbers; compute one of them again.`;
  throw new UserError([{ message, where: { file: other } }]);
}

/** Undefined for a file that cannot be read: a cache may be without it. */
export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The content of a shard's file. @throws UserError (storage) where it cannot be read */
function readOfShard(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw unreadableUnits(path, `it cannot be read (${reason(cause)})`);
  }
}

function unreadableUnits(file: string, problem: string, kind: ErrorKind = 'storage'): UserError {
  return new UserError([{ message: `${problem}.`, where: { file } }], { kind });
}

/** The time of a file's last use is its age. */
function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // The folder may be one that can only be read.
  }
}
