import { type FSWatcher, watch } from 'chokidar';
import { UserError } from '../../core/error.ts';
import { type ReadOptions, readExperimentFiles } from '../../experiment/disk/files.ts';
import { EXTENSIONS } from '../../experiment/disk/name.ts';
import { filesNamedBy } from '../arguments/named_files.ts';
import { Interrupted, reportFailure } from '../terminal/failure.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { note } from '../terminal/terminal.ts';

/** Editors save a file in several steps. */
const SETTLED = 100;

/**
 * Does the work, and again whenever a file among the paths, or one that an experiment there names, has changed, until
 * it is interrupted. What is wrong is told, and mended by the next change.
 *
 * @param options how the experiments are read
 * @param work what is done with the files that changed; at first with all
 */
export async function watching(
  paths: readonly string[],
  options: ReadOptions,
  work: (changed: readonly string[]) => Promise<unknown>,
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
  const watcher = watch([...paths, ...(await filesNamed(paths, options))], { ignoreInitial: true });
  try {
    return await interruptible(async (signal) => {
      for await (const changed of changes(watcher, signal)) {
        const own = changed.filter((path) =>
          EXTENSIONS.some((ending) => path.toLowerCase().endsWith(ending)),
        );
        note(`\nchanged: ${changed.join(', ')}`);
        // Which experiments name another file, only they can say.
        await attempt(own.length === changed.length ? own : paths);
        watcher.add(await filesNamed(paths, options));
      }
      throw signal.reason;
    });
  } finally {
    await watcher.close();
  }
}

/** Lists of files that changed shortly after one another. */
async function* changes(watcher: FSWatcher, signal: AbortSignal): AsyncGenerator<string[]> {
  const pending = new Set<string>();
  let wake: () => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, path) => {
    if (event !== 'add' && event !== 'change') return;
    pending.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => wake(), SETTLED);
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

async function filesNamed(paths: readonly string[], options: ReadOptions): Promise<string[]> {
  try {
    const found = await readExperimentFiles(paths, options);
    return found.flatMap(filesNamedBy);
  } catch (error) {
    // What is wrong with a file was told when it was run.
    if (error instanceof UserError) return [];
    throw error;
  }
}
