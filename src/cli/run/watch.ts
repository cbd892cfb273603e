import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { UserError } from '../../core/error.ts';
import { findFiles } from '../../experiment/disk/find.ts';
import { filesNamedBy } from '../arguments/named_files.ts';
import { readExperiments } from '../arguments/read_experiments.ts';
import type { Reading } from '../arguments/reading.ts';
import { Interrupted, reportFailure } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { note } from '../terminal/terminal.ts';

/** Editors save a file in several steps: changes within this time, in milliseconds, are one. */
const SETTLED_MS = 100;

/**
 * Does the work once for all paths, then again after each change of a file among them or of a file that an experiment
 * names, until it is interrupted. A removed file has changed. A change during the work counts as one after it. A failure
 * is reported, and does not end the watching. Other files of a folder, such as results and the unit cache, do not count.
 *
 * @param work called with the files that changed, at first with all paths
 * @param also further files and folders that are watched
 */
export async function watching(
  paths: readonly string[],
  reading: Reading,
  work: (changed: readonly string[]) => Promise<unknown>,
  also: readonly string[] = [],
): Promise<never> {
  const attempt = async (files: readonly string[]) => {
    try {
      await work(files);
    } catch (error) {
      if (error instanceof Interrupted) throw error;
      reportFailure(error, false);
    }
  };
  const experiments = new Set<string>();
  const named = new Set<string>();
  const look = async () => {
    // One that is none any more, by a mistake, is still meant.
    for (const path of await findFiles(paths, [])) experiments.add(resolve(path));
    for (const path of await filesNamed(paths, reading)) named.add(resolve(path));
  };
  await look();
  const besides = also.map((path) => resolve(path));
  const isBesides = (path: string) => besides.some((one) => path === one || path.startsWith(one + sep));
  const watcher = watch([...paths, ...also, ...named], { ignoreInitial: true });
  try {
    return await interruptible(async (signal) => {
      const found = changes(watcher, signal);
      await once(watcher, 'ready');
      await attempt(paths);
      await look();
      watcher.add([...named]);
      note('watching; Ctrl-C ends it.');
      for await (const changed of found) {
        await look();
        const own = changed.filter((path) => experiments.has(resolve(path)));
        const others = changed.filter((path) => named.has(resolve(path)) || isBesides(resolve(path)));
        if (own.length + others.length === 0) continue;
        note(`\nchanged: ${[...own, ...others].join(', ')}`);
        // A file that is no experiment changed, or an experiment is gone: rerun all.
        await attempt(others.length === 0 && own.every((path) => existsSync(path)) ? own : paths);
        watcher.add([...named]);
      }
      throw signal.reason;
    });
  } finally {
    await watcher.close();
  }
}

/** Lists of files that changed shortly after one another, from now on: also those of the time between two lists. */
function changes(watcher: FSWatcher, signal: AbortSignal): AsyncIterable<string[]> {
  const pending = new Set<string>();
  let settled = false;
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, path) => {
    if (!['add', 'change', 'unlink'].includes(event)) return;
    pending.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      settled = true;
      wake();
    }, SETTLED_MS);
  });
  signal.addEventListener('abort', () => wake());
  return {
    async *[Symbol.asyncIterator]() {
      while (!signal.aborted) {
        if (settled) {
          settled = false;
          const changed = [...pending];
          pending.clear();
          yield changed;
        } else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
  };
}

async function filesNamed(paths: readonly string[], reading: Reading): Promise<string[]> {
  try {
    const found = await readExperiments(paths, reading);
    return found.flatMap(filesNamedBy);
  } catch (error) {
    // The mistakes of a file were reported when it was run.
    if (error instanceof UserError) return [];
    throw error;
  }
}
