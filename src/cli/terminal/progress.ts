import type { SingleBar } from 'cli-progress';
import { note } from './terminal.ts';

/** How far a run has come: in the experiment at hand, and in all. Counts are variants, and parts of one. */
interface Place {
  what: string;
  done: number;
  of: number;
  /** Those of the experiments before it, and of all. Default: there is only this one. */
  before?: number;
  all?: number;
}

/** Says how far a run has come. */
export interface Progress {
  update(place: Place): void;
  stop(): void;
}

const AFTER = 500;
const EVERY = 30_000;

/**
 * On a terminal a line that is shown once work has taken half a second, and gone when it is done; elsewhere, as in
 * the log of a CI, a line every 30 seconds.
 */
export async function progress(enabled: boolean): Promise<Progress> {
  if (!enabled) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? bar() : lines();
}

async function bar(): Promise<Progress> {
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  // The terminal stays as it was set, so that a run may be killed at any time.
  const options = { stream: process.stderr, clearOnComplete: true, linewrap: true, barsize: 20 };
  const began = performance.now();
  let place: Place = { what: '', done: 0, of: 1 };
  let timer: NodeJS.Timeout | undefined;
  let shown: SingleBar | undefined;
  const text = () => {
    const room = (process.stderr.columns || 80) - 28;
    return fitting(place, performance.now() - began, room);
  };

  function show(): void {
    shown = new SingleBar({ ...options, format: '{bar} {percentage} % {text}' }, Presets.shades_classic);
    shown.start(1, shareOf(place), { text: text() });
  }

  return {
    update(now) {
      place = now;
      shown?.update(shareOf(place), { text: text() });
      // By a timer, since the first step alone may take long.
      timer ??= setTimeout(show, Math.max(0, began + AFTER - performance.now()));
    },
    stop() {
      clearTimeout(timer);
      shown?.stop();
      timer = shown = undefined;
    },
  };
}

function lines(): Progress {
  const began = performance.now();
  let place: Place | undefined;
  const timer = setInterval(() => {
    if (!place) return;
    note([`${percent(shareOf(place))} %`, ...parts(place, performance.now() - began)].join(', '));
  }, EVERY);
  // It keeps no process alive.
  timer.unref();
  return {
    update(now) {
      place = now;
    },
    stop() {
      place = undefined;
    },
  };
}

/** `circle-range 62 %`, `3.1 variants/s`, `about 12 s left`; the experiment's share only where there are others. */
function parts(place: Place, elapsed: number): string[] {
  const { what, done, of, before = 0, all = of } = place;
  const name = all === of ? what : `${what} ${percent(done / of)} %`;
  const rate = (before + done) / (elapsed / 1000);
  if (!(rate > 0)) return [name];
  const left = (all - before - done) / rate;
  return [name, `${Number(rate.toPrecision(2))} variants/s`, `about ${duration(left)} left`];
}

/** As much of it as fits into a line. */
function fitting(place: Place, elapsed: number, room: number): string {
  const all = parts(place, elapsed);
  while (all.length > 1 && all.join(', ').length > room) all.pop();
  return all.join(', ').slice(0, Math.max(8, room));
}

function shareOf({ done, of, before = 0, all = of }: Place): number {
  return (before + done) / Math.max(1, all);
}

function percent(share: number): number {
  return Math.floor(100 * Math.min(1, share));
}

/** `12 s`, `3 min`, `2.5 h` */
function duration(seconds: number): string {
  if (seconds < 100) return `${Math.ceil(seconds)} s`;
  if (seconds < 6000) return `${Math.ceil(seconds / 60)} min`;
  return `${Number((seconds / 3600).toPrecision(2))} h`;
}
