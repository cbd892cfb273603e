import { chooseBackend } from '../../backend/load.ts';
import type { RunSettings } from '../../run/settings.ts';
import { withPath } from './failure.ts';
import { interruptible } from './interrupt.ts';
import { createProgress } from './progress.ts';

/** The arguments of a command that computes one file. */
export interface ComputingArguments {
  file: string;
  backend?: string;
  quiet?: boolean;
}

/** Runs the experiment of one file on the backend that was asked for, shows how far it is, and stops at Ctrl-C. */
export async function withProgress<T>(
  { file, quiet, backend = 'auto' }: ComputingArguments,
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
    } catch (error) {
      throw withPath(error, file);
    } finally {
      bar.stop();
    }
  });
}
