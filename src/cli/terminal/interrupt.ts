import { Interrupted } from './failure.ts';

/**
 * Runs some work with a signal that Ctrl-C (SIGINT) and SIGTERM abort. A second one ends the process at once, as it does
 * by default.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const abort = (name: NodeJS.Signals) => {
    leave();
    controller.abort(new Interrupted(name as (typeof names)[number]));
  };
  const leave = () => names.forEach((name) => void process.off(name, abort));
  names.forEach((name) => void process.on(name, abort));
  try {
    return await work(controller.signal);
  } finally {
    leave();
  }
}
