import { Interrupted } from './failure.ts';

/**
 * Turns Ctrl-C and requests to end into an aborted signal while some work is done; a second one ends at once, as it
 * does by default.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const names = ['SIGINT', 'SIGTERM'] as const;
  const listeners = names.map((name) => () => controller.abort(new Interrupted(name)));
  for (const [i, name] of names.entries()) process.once(name, listeners[i]!);
  try {
    return await work(controller.signal);
  } finally {
    for (const [i, name] of names.entries()) process.off(name, listeners[i]!);
  }
}
