import { count, quoted, UserError } from '../../core/error.ts';
import { formatMistake, unknownName } from '../../core/mistake.ts';
import {
  type CachedFile,
  cachedFiles,
  DEFAULT_MOST_BYTES,
  pruneCache,
  verifyCache,
} from '../../units/cache_files.ts';
import { CACHE } from '../../units/unit_cache.ts';
import { CLEAR_CACHE } from '../arguments/option_words.ts';
import type { ExitCode } from '../terminal/exit_code.ts';
import { aligned, print, printFitted } from '../terminal/terminal.ts';

export interface CacheArguments {
  action?: string;
  'max-size'?: string;
  'max-age'?: string;
}

/** Shows, verifies or prunes the unit cache of the current folder. @returns 4 where a file is damaged */
export async function cacheAction({ action = 'show', ...args }: CacheArguments): Promise<ExitCode> {
  if (action !== 'prune' && (args['max-size'] ?? args['max-age']) !== undefined)
    throw new UserError('--max-size and --max-age say what `coincide cache prune` leaves; write prune.');
  const actions = { show: showCached, verify: showDamaged, prune };
  if (!Object.hasOwn(actions, action))
    throw new UserError(
      formatMistake({
        place: 'cache',
        ...unknownName('action', action, Object.keys(actions)),
        remedy: wordOfAction(action),
      }),
    );
  return actions[action as keyof typeof actions](args);
}

/** What to write for an action of other caches; undefined if nothing is known. */
function wordOfAction(action: string): string | undefined {
  return Object.keys(ACTION_WORDS).find((text) => ACTION_WORDS[text]!.split(' ').includes(action));
}

const ACTION_WORDS: Readonly<Record<string, string>> = {
  [CLEAR_CACHE]: 'clear clean rm remove delete purge empty reset wipe drop flush',
  'write coincide cache prune': 'gc trim shrink',
  'write coincide cache': 'ls list info status stats size du dir path',
  'write coincide cache verify': 'check test validate',
};

function showCached(): ExitCode {
  const files = cachedFiles(CACHE);
  const experiments = [...new Set(files.map(({ experiment }) => experiment))];
  const rows = experiments.map((experiment) => {
    const own = files.filter((file) => file.experiment === experiment);
    return [
      experiment,
      String(own.length),
      cacheSize(bytesOfFiles(own)),
      daysAgo(Math.max(...own.map(({ used }) => used))),
    ];
  });
  if (rows.length > 0) print(aligned(rows, ['experiment', 'files', 'size', 'last used']));
  printFitted(`${CACHE}: ${count(files.length, 'file')}, ${cacheSize(bytesOfFiles(files))}`);
  return 0;
}

function showDamaged(): ExitCode {
  const { damaged, units, files } = verifyCache(CACHE);
  for (const path of damaged) printFitted(`${path}: damaged; what it held is computed again`);
  printFitted(
    `${count(units, 'unit')} in ${count(files, 'file')}, ${damaged.length === 0 ? 'all whole' : `${damaged.length} damaged`}`,
  );
  return damaged.length === 0 ? 0 : 4;
}

function prune({ 'max-size': size, 'max-age': age }: CacheArguments): ExitCode {
  const removed = pruneCache(CACHE, {
    bytes: size === undefined ? DEFAULT_MOST_BYTES : bytesOfText(size),
    age: age === undefined ? Number.POSITIVE_INFINITY : ageOf(age),
  });
  const left = cachedFiles(CACHE);
  printFitted(
    `removed ${count(removed.length, 'file')}, ${cacheSize(bytesOfFiles(removed))}; ${cacheSize(bytesOfFiles(left))} are left`,
  );
  return 0;
}

function bytesOfFiles(files: readonly CachedFile[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}

const UNITS_OF_SIZE = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 };

function bytesOfText(text: string): number {
  const [, number, unit = 'B'] = /^(\d+(?:\.\d+)?) ?([kMG]?B|[KMG]iB)?$/.exec(text) ?? [];
  if (number === undefined)
    throw new UserError(
      `--max-size: expected a size such as 500MB or 1GiB, not ${quoted(text)}${meantSize(text)}.`,
    );
  return Number(number) * UNITS_OF_SIZE[unit as keyof typeof UNITS_OF_SIZE];
}

/** `100M` and `100mb` as a size. */
function meantSize(text: string): string {
  const [, number, unit] = /^(\d+(?:\.\d+)?) ?([kmg])b?$/i.exec(text) ?? [];
  if (number === undefined || unit === undefined) return '';
  return `; write ${number}${unit.toLowerCase() === 'k' ? 'k' : unit.toUpperCase()}B`;
}

/** `2w` and `3 months` in days. */
function meantAge(text: string): string {
  const [, number, unit] = /^(\d+) ?(w|m|y)[a-z]*$/i.exec(text) ?? [];
  const days = { w: 7, m: 30, y: 365 }[unit?.toLowerCase() ?? ''];
  return days === undefined ? '' : `; write ${Number(number) * days}d`;
}

/** In milliseconds. */
function ageOf(text: string): number {
  const [, number, unit = 'd'] = /^(\d+(?:\.\d+)?) ?([dh])?$/.exec(text) ?? [];
  if (number === undefined)
    throw new UserError(
      `--max-age: expected days such as 30 or 30d, or hours such as 12h, not ${quoted(text)}${meantAge(text)}.`,
    );
  return Number(number) * (unit === 'h' ? 1 : 24) * 3_600_000;
}

function cacheSize(bytes: number): string {
  const [unit, size] =
    bytes < 1e3 ? ['B', 1] : bytes < 1e6 ? ['kB', 1e3] : bytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${Number((bytes / size).toPrecision(3))} ${unit}`;
}

function daysAgo(time: number): string {
  const days = Math.floor((Date.now() - time) / 86_400_000);
  return days < 1 ? 'today' : `${count(days, 'day')} ago`;
}
