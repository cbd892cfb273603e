import { type InterruptSignal, interruptCodes } from './exit_code.ts';
import { Interrupted } from './failure.ts';

/**
 * Runs some work with a signal that Ctrl-C (SIGINT), SIGTERM and SIGHUP abort. A second one ends the process at once,
 * as it does by default.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const names = Object.keys(interruptCodes) as InterruptSignal[];
  const abort = (name: NodeJS.Signals) => {
    leave();
    controller.abort(new Interrupted(name as InterruptSignal));
  };
  const leave = () => names.forEach((name) => void process.off(name, abort));
  names.forEach((name) => void process.on(name, abort));
  try {
    return await work(controller.signal);
  } finally {
    leave();
  }
}
