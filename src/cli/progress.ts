/** A line on a terminal that says how far a run has come. */
export interface Progress {
  update(what: string, share: number): void;
  stop(): void;
}

const AFTER = 500;

/** Shown once work has taken half a second, on a terminal only, and gone when it is done. */
export async function progress(enabled: boolean): Promise<Progress> {
  if (!enabled || !process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const began = performance.now();
  let bar: import('cli-progress').SingleBar | undefined;
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  return {
    update(what, share) {
      if (performance.now() - began < AFTER) return;
      if (!bar) {
        const format = '{bar} {percentage} % {what}';
        // The terminal stays as it was set, so that a run may be killed at any time.
        const options = { format, stream: process.stderr, clearOnComplete: true, linewrap: true };
        bar = new SingleBar(options, Presets.shades_classic);
        bar.start(1, 0, { what });
      }
      bar.update(share, { what });
    },
    stop() {
      bar?.stop();
      bar = undefined;
    },
  };
}
