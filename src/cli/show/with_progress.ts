import { chooseBackend } from '../../backend/load.ts';
import type { RunSettings } from '../../run/settings.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createProgress } from '../terminal/progress.ts';

/** Runs one experiment on the backend that was asked for, shows how far it is, and stops at Ctrl-C. */
export async function withProgress<T>(
  { quiet, backend = 'auto' }: { quiet?: boolean; backend?: string },
  what: string,
  run: (settings: RunSettings) => Promise<T>,
): Promise<T> {
  const bar = await createProgress(!quiet);
  return interruptible(async (signal) => {
    try {
      return await run({
        ...(await chooseBackend(backend)),
        signal,
        progress: (done, of) => bar.update({ what, done, of }),
      });
    } finally {
      bar.stop();
    }
  });
}
