import type { SingleBar } from 'cli-progress';
import { note } from './terminal.ts';

/** How much of a run is done. Counts are variants; a variant at work counts by its share. */
interface State {
  /** The experiment. */
  what: string;
  done: number;
  of: number;
  /** Variants of the experiments before this one. Default 0. */
  before?: number;
  /** Variants of all experiments. Default: `of`. */
  all?: number;
}

/** Shows how much of a run is done. */
export interface Progress {
  update(state: State): void;
  stop(): void;
}

const BAR_AFTER_MS = 500;
const LINE_EVERY_MS = 30_000;

/**
 * On a terminal: a bar, shown after half a second and removed at the end. Elsewhere, as in the log of a CI: a line
 * every 30 seconds.
 */
export async function createProgress(enabled: boolean): Promise<Progress> {
  if (!enabled) return { update: () => undefined, stop: () => undefined };
  return process.stderr.isTTY && process.env.TERM !== 'dumb' ? bar() : lines();
}

async function bar(): Promise<Progress> {
  const { SingleBar, Presets } = (await import('cli-progress')).default;
  // No option that changes the terminal's state: a run may be killed at any time.
  const options = { stream: process.stderr, clearOnComplete: true, linewrap: true, barsize: 20 };
  const began = performance.now();
  let state: State = { what: '', done: 0, of: 1 };
  let timer: NodeJS.Timeout | undefined;
  let shown: SingleBar | undefined;
  const text = () => {
    const room = (process.stderr.columns || 80) - 28;
    return fittingText(state, performance.now() - began, room);
  };

  function show(): void {
    shown = new SingleBar({ ...options, format: '{bar} {percentage} % {text}' }, Presets.shades_classic);
    shown.start(1, shareDone(state), { text: text() });
  }

  return {
    update(now) {
      state = now;
      shown?.update(shareDone(state), { text: text() });
      // A timer, since the first step alone may take long.
      timer ??= setTimeout(show, Math.max(0, began + BAR_AFTER_MS - performance.now()));
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
  let state: State | undefined;
  const timer = setInterval(() => {
    if (!state) return;
    note([`${percent(shareDone(state))} %`, ...parts(state, performance.now() - began)].join(', '));
  }, LINE_EVERY_MS);
  // The timer must not keep the process alive.
  timer.unref();
  return {
    update(now) {
      state = now;
    },
    stop() {
      state = undefined;
    },
  };
}

/** `circle-range 62 %`, `3.1 variants/s`, `about 12 s left`; the percentage only if there are several experiments. */
function parts(state: State, elapsed: number): string[] {
  const { what, done, of, before = 0, all = of } = state;
  const name = all === of ? what : `${what} ${percent(done / of)} %`;
  const rate = (before + done) / (elapsed / 1000);
  if (!(rate > 0)) return [name];
  const left = (all - before - done) / rate;
  return [name, `${Number(rate.toPrecision(2))} variants/s`, `about ${duration(left)} left`];
}

/** The first parts that fit into `room` characters. */
function fittingText(state: State, elapsed: number, room: number): string {
  const all = parts(state, elapsed);
  while (all.length > 1 && all.join(', ').length > room) all.pop();
  return all.join(', ').slice(0, Math.max(8, room));
}

function shareDone({ done, of, before = 0, all = of }: State): number {
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
