import { createHash, randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type ErrorKind, UserError } from '../core/error.ts';
import { isMarkAlive, processMark } from '../results/process_mark.ts';
import { reason } from '../results/reason.ts';
import { SCRATCH_PREFIX } from '../results/write_whole.ts';
import type { UnitResult } from '../run/unit_result.ts';
import { parseUnit } from './unit_text.ts';

/** The ending of unit files. */
const UNITS = '.units';

/** A unit of a file: its id, and the line that holds its result. */
export type UnitLine = readonly [id: string, line: string];

/** Units that are kept in files, found by their ids. */
export interface KeptFiles {
  ids(): Iterable<string>;
  has(id: string): boolean;
  /**
   * Undefined where the unit is not there. Of a cache also where its file cannot be read any more, or holds no unit.
   *
   * @throws UserError where a unit of shards cannot be read
   */
  read(id: string): UnitResult | undefined;
  /** The line of a unit, as its file has it. @throws as `read` */
  line(id: string): string | undefined;
  /** The files that are damaged: what they hold counts as absent. */
  damaged: readonly string[];
  /** Reads the files that came since. @returns the ids of their units @throws as opening them does */
  refresh(): string[];
}

const DIGITS = 64;

/** Bytes of files that stay in memory: neighbouring units may be in several. */
const OPEN_BYTES = 2 ** 24;

/**
 * Writes units to one file, each on a line, and on the last line the sha256 of those before. The same units give the same
 * file under the same name. It is written to a temporary name and renamed, without a lock and without waiting for the disk:
 * a file that is torn does not have its checksum, and counts as absent.
 *
 * @throws the system's error
 */
export function writeUnitFile(folder: string, units: readonly UnitLine[]): void {
  const sorted = [...units].sort(([a], [b]) => (a < b ? -1 : 1));
  const body = Buffer.from(sorted.map(([id, line]) => `${id} ${line}\n`).join(''));
  const hash = createHash('sha256').update(body).digest('hex');
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `${SCRATCH_PREFIX}${processMark()}-${randomUUID().slice(0, 8)}.part`);
  try {
    const file = openSync(part, 'wx');
    try {
      writeAll(file, Buffer.concat([body, Buffer.from(`sha256 ${hash}\n`)]));
    } finally {
      closeSync(file);
    }
    renameSync(part, join(folder, `${hash.slice(0, 32)}${UNITS}`));
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** The system may write less than it was asked to. */
function writeAll(file: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

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
  const found = new Map<string, { path: number; start: number; end: number }>();
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
        found.set(id, { path: at, start, end });
        ids.push(id);
      }
    }
    return ids;
  };
  refresh();
  /** The contents of the files that were asked for last, by their places in `paths`, oldest first. */
  const open = new Map<number, Buffer>();
  const opened = (path: number): Buffer | undefined => {
    let content = open.get(path);
    if (!content) {
      content = contentOf(paths[path]!);
      if (!content) return undefined;
      touch(paths[path]!);
    }
    open.delete(path);
    open.set(path, content);
    let bytes = 0;
    for (const { length } of open.values()) bytes += length;
    for (const [oldest, { length }] of open) {
      if (bytes <= OPEN_BYTES || oldest === path) break;
      open.delete(oldest);
      bytes -= length;
    }
    return content;
  };
  let last: { path: number; content: Buffer } | undefined;
  const line = (id: string): string | undefined => {
    const place = found.get(id);
    if (!place) return undefined;
    const { path, start, end } = place;
    const content = last?.path === path ? last.content : opened(path);
    if (!content) return undefined;
    last = { path, content };
    // The file may have been replaced since it was opened.
    if (content.toString('latin1', start - DIGITS - 1, start - 1) === id)
      return content.toString('utf8', start, end);
    if (of === 'shards') throw unreadableUnits(paths[path]!, 'it has changed while it was read');
    return undefined;
  };
  return {
    ids: () => found.keys(),
    has: (id) => found.has(id),
    line,
    read(id) {
      const text = line(id);
      const unit = text === undefined ? undefined : parseUnit(text);
      if (text !== undefined && !unit && of === 'shards')
        throw unreadableUnits(
          paths[found.get(id)!.path]!,
          'what it holds is no unit, though its checksum fits; remove it, and run its shard again',
          'input',
        );
      return unit;
    },
    damaged,
    refresh,
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

/** The id of each unit of a file, and the bytes [start, end) of its result; undefined where the last line is not the checksum. */
export function unitLines(content: Buffer): { id: string; start: number; end: number }[] | undefined {
  const tail = content.lastIndexOf('\n', content.length - 2) + 1;
  const hash = createHash('sha256').update(content.subarray(0, tail)).digest('hex');
  if (content.toString('latin1', tail) !== `sha256 ${hash}\n`) return undefined;
  const lines = [];
  for (let at = 0; at < tail; ) {
    const end = content.indexOf('\n', at);
    lines.push({ id: content.toString('latin1', at, at + DIGITS), start: at + DIGITS + 1, end });
    at = end + 1;
  }
  return lines;
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
