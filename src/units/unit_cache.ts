import { rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Experiment } from '../experiment/parse.ts';
import { makeFolder } from '../results/make_folder.ts';
import { isWorthKeeping, unitsOf } from '../run/unit.ts';
import type { UnitResult } from '../run/unit_result.ts';
import { type KeptPlace, listUnitFiles, openUnitFiles, readIfThere } from './unit_files.ts';
import { type Computer, unitIds } from './unit_id.ts';
import { type UnitLine, unitLines, writeUnitFile } from './unit_lines.ts';
import { bytesOfUnit, formatUnit } from './unit_text.ts';

/** The folder of the cache, in the current folder. */
export const CACHE = join('.coincide', 'units');

/** How a cache is used. */
export interface CacheOptions extends Computer {
  /** Default: `CACHE`. */
  folder?: string;
  /** `read`: nothing is written. `replace`: nothing is read, and what is there of the same units is removed. */
  use?: 'read' | 'replace' | undefined;
  /** Whether the folder is a store that others write to as well: nothing is too little to be kept. */
  shared?: boolean | undefined;
  /** Called once where units cannot be written: the run goes on without. */
  failed?(error: unknown): void;
}

/** The units of one experiment that were computed before, and those that are to be kept. */
export interface UnitCache {
  /** How many of its units were there when it was opened. */
  found: number;
  has(index: number): boolean;
  read(index: number): UnitResult | undefined;
  /** Reads what others have written since. @returns the ids of its units */
  look(): string[];
  /** Whether a unit is there by now. */
  isThere(id: string, index: number): boolean;
  keep(index: number, result: UnitResult): void;
  /** Writes what waits to be written. */
  flush(): void;
  /** How many units were written since it was opened. */
  kept(): number;
}

/** Units wait until they took as long to compute, in seconds: so much is lost with a kill. */
export const WAITING_SECONDS = 0.5;
/** Units wait until they have as many bytes. */
export const WAITING_BYTES = 4 * 2 ** 20;
/** A larger unit is not kept. */
const MOST_UNIT_BYTES = 2 ** 28;

/**
 * Opens the cache of an experiment's units. Undefined where all of it costs less than keeping it.
 *
 * @throws the system's error where the folder is there and cannot be read
 */
export function openUnitCache(experiment: Experiment, options: CacheOptions): UnitCache | undefined {
  const { folder = CACHE, use, shared = false, failed } = options;
  if (!shared && !isWorthKeeping(experiment)) return undefined;
  const own = join(folder, ...experiment.name.split('/'));
  const idAt = unitIds(experiment, options);
  const { count } = unitsOf(experiment);
  if (use === 'replace') removeUnits(own, new Set(Array.from({ length: count }, (_, index) => idAt(index))));
  const files = openUnitFiles([own]);
  const places = new Array<KeptPlace | undefined>(count);
  /** Units that others have written. */
  let written = 0;
  let found = 0;
  if (files.ids()[Symbol.iterator]().next().done !== true)
    for (let index = 0; index < count; index++) {
      places[index] = files.find(idAt(index));
      if (places[index]) found++;
    }
  const writer =
    use === 'read' || shared
      ? undefined
      : createUnitWriter(own, { prepare: () => makeCacheFolder(folder), failed });
  return {
    found,
    has: (index) => places[index] !== undefined,
    read(index) {
      const place = places[index];
      return place ? files.readAt(place) : files.read(idAt(index));
    },
    look: () => files.refresh(),
    isThere(id, index) {
      const place = files.find(id);
      if (!place) return false;
      if (!places[index]) written++;
      places[index] = place;
      return true;
    },
    keep: (index, result) => writer?.add(idAt(index), result),
    flush: () => writer?.flush(),
    kept: () => writer?.written() ?? written,
  };
}

export interface UnitWriter {
  add(id: string, result: UnitResult): void;
  flush(): void;
  written(): number;
}

/**
 * Packs units into files.
 *
 * @param prepare called before each file is written
 * @param failed called once where units cannot be written; nothing is written after that. Default: throws
 */
export function createUnitWriter(
  own: string,
  { prepare, failed }: { prepare?(): void; failed?: ((error: unknown) => void) | undefined },
): UnitWriter {
  let waiting: UnitLine[] = [];
  let seconds = 0;
  let bytes = 0;
  let written = 0;
  let broken = false;
  const flush = () => {
    if (waiting.length === 0 || broken) return;
    try {
      prepare?.();
      writeUnitFile(own, waiting);
      written += waiting.length;
    } catch (error) {
      if (!failed) throw error;
      broken = true;
      failed(error);
    }
    waiting = [];
    seconds = bytes = 0;
  };
  return {
    add(id, result) {
      if (broken || bytesOfUnit(result) > MOST_UNIT_BYTES) return;
      const line = formatUnit(result);
      waiting.push([id, line]);
      seconds += result.seconds;
      bytes += line.length;
      if (seconds >= WAITING_SECONDS || bytes >= WAITING_BYTES) flush();
    },
    flush,
    written: () => written,
  };
}

/** Makes the folder of a cache, which git leaves alone. */
function makeCacheFolder(folder: string): void {
  makeFolder(folder);
  const ignore = join(dirname(folder), '.gitignore');
  if (readIfThere(ignore) === undefined) writeFileSync(ignore, '*\n');
}

/** Removes the files that hold some of these units. */
function removeUnits(folder: string, ids: ReadonlySet<string>): void {
  for (const name of listUnitFiles(folder)) {
    const path = join(folder, name);
    const content = readIfThere(path);
    if (content && unitLines(content)?.some(({ id }) => ids.has(id)) !== false) rmSync(path, { force: true });
  }
}
