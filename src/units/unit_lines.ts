import { createHash, randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../results/make_folder.ts';
import { processMark } from '../results/process_mark.ts';
import { SCRATCH_PREFIX } from '../results/write_whole.ts';

/** The ending of unit files. */
export const UNITS = '.units';

/** A unit of a file: its id, and the line that holds its result. */
export type UnitLine = readonly [id: string, line: string];

/** Digits of an id. */
export const DIGITS = 64;

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
  makeFolder(folder);
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
