import type { SingleBar } from 'cli-progress';

/** A line on a terminal that says how far a run has come. */
export interface Progress {
  update(what: string, share: number): void;
  stop(): void;
}

const AFTER = 500;

/** Shown once work has taken half a second, on a terminal only, and gone when it is done. */
export async function progress(enabled: boolean): Promise<Progress> {
  if (!enabled || !process.stderr.isTTY || process.env.TERM === 'dumb') {
    return { update: () => undefined, stop: () => undefined };
  }
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  // The terminal stays as it was set, so that a run may be killed at any time.
  const options = { stream: process.stderr, clearOnComplete: true, linewrap: true };
  const began = performance.now();
  let [what, share] = ['', 0];
  let timer: NodeJS.Timeout | undefined;
  let bar: SingleBar | undefined;

  function show(): void {
    bar = new SingleBar({ ...options, format: '{bar} {percentage} % {what}' }, Presets.shades_classic);
    bar.start(1, share, { what });
  }

  return {
    update(...now) {
      [what, share] = now;
      bar?.update(share, { what });
      // By a timer, since the first step alone may take long.
      timer ??= setTimeout(show, Math.max(0, began + AFTER - performance.now()));
    },
    stop() {
      clearTimeout(timer);
      bar?.stop();
      timer = bar = undefined;
    },
  };
}
