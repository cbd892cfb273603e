import { type FSWatcher, watch } from 'chokidar';
import { UserError } from '../../core/error.ts';
import { EXTENSIONS } from '../../experiment/disk/name.ts';
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
 * names, until it is interrupted. A failure is reported, and does not end the watching.
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
  await attempt(paths);
  const watcher = watch([...paths, ...also, ...(await filesNamed(paths, reading))], { ignoreInitial: true });
  try {
    return await interruptible(async (signal) => {
      for await (const changed of changes(watcher, signal)) {
        const own = changed.filter((path) =>
          EXTENSIONS.some((ending) => path.toLowerCase().endsWith(ending)),
        );
        note(`\nchanged: ${changed.join(', ')}`);
        // A file that is no experiment changed: rerun all.
        await attempt(own.length === changed.length ? own : paths);
        watcher.add(await filesNamed(paths, reading));
      }
      throw signal.reason;
    });
  } finally {
    await watcher.close();
  }
}

/** Yields lists of files that changed shortly after one another. */
async function* changes(watcher: FSWatcher, signal: AbortSignal): AsyncGenerator<string[]> {
  const pending = new Set<string>();
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, path) => {
    if (!['add', 'change'].includes(event)) return;
    pending.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => wake(), SETTLED_MS);
  });
  signal.addEventListener('abort', () => wake());
  await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  note('watching; Ctrl-C ends it.');
  while (!signal.aborted) {
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (signal.aborted) resolve();
    });
    if (signal.aborted) return;
    const changed = [...pending];
    pending.clear();
    if (changed.length > 0) yield changed;
  }
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
