import { join } from 'node:path';
import { WAITING_BYTES, WAITING_SECONDS } from '../unit_cache.ts';
import { type KeptFiles, openUnitFiles } from '../unit_files.ts';
import { type UnitLine, writeUnitFile } from '../unit_lines.ts';
import type { Store } from './store.ts';

/** Packs the units of one experiment into files of a store. */
export interface StorePacker {
  /** Whether a unit is in the store by now. */
  has(id: string): boolean;
  /**
   * Resolves once the unit is in the store.
   *
   * @param held how many units the worker has, this one included: if all of them wait to be written, they are
   * @throws the system's error
   */
  add(id: string, line: string, seconds: number, held: () => number): Promise<void>;
  /** Writes what waits, if all units that the worker has do. */
  flushIfWhole(held: number): void;
  flush(): void;
}

/** A unit that waits to be written. */
interface WaitingUnit {
  unit: UnitLine;
  resolve(): void;
  reject(error: unknown): void;
}

/** A packer of one experiment's units, into files of the folder that the store has for it. @param experiment its name */
export function createStorePacker({ folder }: Store, experiment: string): StorePacker {
  const own = join(folder, ...experiment.split('/'));
  let files: KeptFiles | undefined;
  let waiting: WaitingUnit[] = [];
  let computed = 0;
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    if (waiting.length === 0) return;
    const written = waiting;
    waiting = [];
    computed = bytes = 0;
    try {
      writeUnitFile(
        own,
        written.map(({ unit }) => unit),
      );
      for (const { resolve } of written) resolve();
    } catch (error) {
      for (const { reject } of written) reject(error);
    }
  };
  return {
    has(id) {
      if (files) files.refresh();
      else files = openUnitFiles([own]);
      return files.has(id);
    },
    add(id, line, seconds, held) {
      const added = new Promise<void>((resolve, reject) => {
        waiting.push({ unit: [id, line], resolve, reject });
      });
      computed += seconds;
      bytes += line.length;
      if (computed >= WAITING_SECONDS || bytes >= WAITING_BYTES || waiting.length >= held()) flush();
      else if (waiting.length === 1) timer = setTimeout(flush, WAITING_SECONDS * 1000);
      return added;
    },
    flushIfWhole(held) {
      if (waiting.length >= held) flush();
    },
    flush,
  };
}
