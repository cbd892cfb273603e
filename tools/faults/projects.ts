import { createHash } from 'node:crypto';
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';

export type FilesOf = Readonly<Record<string, string | Uint8Array>>;

/** Writes files below a folder. */
export function writeFiles(folder: string, files: FilesOf): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
}

/** A copy of a folder in a new one. Times stay, since the unit cache goes by them. */
export function copyOf(folder: string, work: string): string {
  const copy = mkdtempSync(join(work, 'try-'));
  cpSync(folder, copy, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
  return copy;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

/** The content of every file below a folder, by path. */
export type Snapshot = ReadonlyMap<string, string>;

/** Bytes as characters, so that they compare quickly. */
export function snapshotOf(folder: string): Snapshot {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map((entry) => relative(folder, join(entry.parentPath, entry.name))).sort();
  return new Map(paths.map((path) => [path, timeless(path, readFileSync(join(folder, path), 'latin1'))]));
}

/** What a name has of the process that made it, and of chance. */
const MARK = /(?<=\.coincide-)[^/]*(?=\.part)/g;

/** A hash of all that is below a folder: kinds, names, rights and bytes. */
export function stateOf(folder: string): string {
  const hash = createHash('sha256');
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  for (const path of entries.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    const facts = lstatSync(path);
    const content = facts.isFile() ? readFileSync(path) : facts.isSymbolicLink() ? readlinkSync(path) : '';
    const name = relative(folder, path).replaceAll(MARK, 'part');
    hash.update(JSON.stringify([name, facts.mode, content.length])).update(content);
  }
  return hash.digest('hex');
}

/** JUnit's form says when a check began, and how long it took. */
function timeless(path: string, content: string): string {
  return path.endsWith('.xml') ? content.replaceAll(/ (?:timestamp|time)="[^"]*"/g, '') : content;
}

/** Whether a file or one of its folders is one that a writer uses until it is done. */
export function isScratch(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.coincide-'));
}

/** Whether a file keeps units: it says how long they took, and how many it holds depends on that. */
export function keepsUnits(path: string): boolean {
  return path.startsWith('.coincide/') || path.endsWith('.units');
}
