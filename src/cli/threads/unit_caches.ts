import { backendClass } from '../../backend/backend_class.ts';
import { printable } from '../../expect/printable.ts';
import type { ExperimentFile } from '../../experiment/disk/files.ts';
import { reason } from '../../results/reason.ts';
import { unitsOf } from '../../run/unit.ts';
import { DEFAULT_MOST_BYTES, removeOldest } from '../../units/cache_files.ts';
import { CACHE, type CacheOptions, openUnitCache, type UnitCache } from '../../units/unit_cache.ts';
import { note } from '../terminal/terminal.ts';
import { buildVersion } from '../terminal/version.ts';
import type { KeptUnits } from './queue.ts';
import type { RunExperimentsOptions } from './run_experiments.ts';

/** The unit caches of some experiments. */
export interface UnitCaches extends Required<Pick<RunExperimentsOptions, 'kept' | 'computed'>> {
  /** Those of one experiment, for what runs it by itself. */
  of(file: number): UnitCache | undefined;
  /** Writes what waits to be written, of one experiment or of all. */
  flush(file?: ExperimentFile): void;
  /** `3 of 40 units from the cache`; undefined where none is. */
  used(): string | undefined;
  /** A sentence about the units that an interrupted run has kept: `12 of 40 units are kept; …`; undefined for none. */
  left(): string | undefined;
}

/**
 * Opens the caches of experiments, in the current folder.
 *
 * @param backend as `--backend` names it
 * @param store a folder that is used in place of the cache, and that other processes write to
 */
export function openUnitCaches(
  found: readonly ExperimentFile[],
  backend: string,
  use?: CacheOptions['use'],
  store?: string,
): UnitCaches {
  let failed = false;
  const warn = (done: 'read' | 'written') => (error: unknown) => {
    if (!failed)
      note(printable(`warning: the unit cache cannot be ${done} (${reason(error)}); the run goes on.`));
    failed = true;
  };
  const options: CacheOptions = {
    coincide: buildVersion,
    backend: backendClass(backend),
    use,
    ...(store !== undefined && { folder: store, shared: true }),
    failed: warn('written'),
  };
  const caches = found.map(({ experiment }) =>
    openSafely(() => openUnitCache(experiment, options), warn('read')),
  );
  const total = found.reduce((sum, { experiment }) => sum + unitsOf(experiment).count, 0);
  const sum = (count: (cache: UnitCache) => number) => {
    return caches.reduce((all, cache) => all + (cache ? count(cache) : 0), 0);
  };
  const kept: KeptUnits = {
    has: (file, index) => caches[file]?.has(index) ?? false,
    read: (file, index) => caches[file]?.read(index),
  };
  return {
    kept,
    computed: ({ file, index }, result) => caches[file]?.keep(index, result),
    of: (file) => caches[file],
    flush(file) {
      for (const [at, cache] of caches.entries()) if (!file || found[at] === file) cache?.flush();
      // Only what has written can have made it larger.
      if (!file && store === undefined && sum((cache) => cache.kept()) > 0)
        removeOldest(CACHE, { bytes: DEFAULT_MOST_BYTES, age: Number.POSITIVE_INFINITY });
    },
    used() {
      const from = sum(({ found }) => found);
      return from === 0 ? undefined : `${from} of ${total} units from ${store ?? 'the cache'}`;
    },
    left() {
      const there = sum(({ found, kept }) => found + kept());
      return there === 0
        ? undefined
        : `${there} of ${total} units are kept, and the same command goes on from there`;
    },
  };
}

/** A cache that cannot be read is said, and passed by. */
function openSafely(
  open: () => UnitCache | undefined,
  failed: (error: unknown) => void,
): UnitCache | undefined {
  try {
    return open();
  } catch (error) {
    failed(error);
    return undefined;
  }
}
