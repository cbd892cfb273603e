import { type Asked, askedAnew, askedOf } from './asked.ts';
import { openChannel, type WorkerChannel } from './channel.ts';
import { edited } from './file/edit.ts';
import { toFragment } from './fragment.ts';
import type { Answer, Ask, Computation, GivenExperiment, WorkerSetup } from './protocol.ts';
import {
  forgetting,
  type PageState,
  resultsOf,
  type Setting,
  type StackResults,
  withResults,
  withSetting,
} from './state.ts';

/** What the views do to the state. */
export interface Controller {
  state(): PageState;
  /** Replaces the state, draws the page anew, and asks the workers for what has changed. */
  change(how: (state: PageState) => PageState): void;
  /** Does so with another experiment: the browser's Back returns to the one before, as it was left. */
  open(how: (state: PageState) => PageState): void;
  /** Replaces a part of the setting. */
  set(part: Partial<Setting>): void;
  /** Says a sentence once; undefined: says it no longer. */
  say(notice: string | undefined): void;
  /** Changes the experiment file. */
  edit(change: Parameters<typeof edited>[1], stack?: 0 | 1): void;
  /** Asks for a picture of the strip, as SVG; undefined if something newer was asked for instead. */
  strip(): Promise<string | undefined>;
  /** Asks for a plot of a column of the table, as SVG; undefined if something newer was asked for instead. */
  plot(column: string): Promise<string | undefined>;
  /** Runs the whole experiment now, also after it was stopped. */
  run(): void;
  stop(): void;
}

interface Workers {
  hold: WorkerChannel;
  measure: WorkerChannel;
  tables: WorkerChannel;
}

/** Milliseconds without a change before the whole experiment is run, and the address is written. */
const CALM = 250;

/** The state of the page, and what was done about it. */
interface PageSession {
  state: PageState;
  /** Whether a frame that draws the state is asked for. */
  drawing: boolean;
  /** By stack. */
  asked: (Asked | undefined)[];
  workers: (Workers | undefined)[];
  /** The whole experiment that has its run, or is to have none. */
  tabled: (GivenExperiment & Pick<PageState, 'files'>) | undefined;
  calm: ReturnType<typeof setTimeout> | undefined;
  /** Ends when the address is written; addresses are written one after the other. */
  addressed: Promise<void>;
  start(): Worker;
  setup: WorkerSetup;
  draw(state: PageState): void;
}

/**
 * Holds the state of the page and asks the workers.
 *
 * @param draw is called after each change, at most once for each frame
 */
export function createController(
  initial: PageState,
  start: () => Worker,
  setup: WorkerSetup,
  draw: (state: PageState) => void,
): Controller {
  const session: PageSession = {
    ...{ state: initial, drawing: false, asked: [], workers: [], tabled: undefined, calm: undefined },
    addressed: Promise.resolve(),
    ...{ start, setup, draw },
  };
  const controller: Controller = {
    state: () => session.state,
    change(how) {
      const before = session.state;
      const next = how(before);
      const renewed = next.setting.text !== before.setting.text || next.setting.name !== before.setting.name;
      setState(session, renewed ? forgetting(next) : next);
      if (next.setting === before.setting && next.files === before.files) return;
      askWorkers(session);
      runWhenCalm(session);
    },
    open(how) {
      writeAddress(session, (fragment) => {
        history.replaceState(null, '', fragment);
        history.pushState(null, '', fragment);
      });
      controller.change(how);
    },
    set: (part) => controller.change((before) => withSetting(before, part)),
    say: (notice) => controller.change((before) => ({ ...before, notice })),
    edit(change, stack = 0) {
      const { setting } = session.state;
      const text = edited(stack === 0 ? setting.text : setting.second!, change);
      if (text !== undefined) controller.set(stack === 0 ? { text } : { second: text });
    },
    strip() {
      const { name, text, variant } = session.state.setting;
      return askPicture(session, { ask: 'strip', experiment: { name, text }, variant });
    },
    plot(y) {
      const { name, text } = session.state.setting;
      return askPicture(session, { ask: 'plot', experiment: { name, text }, y });
    },
    run() {
      session.tabled = undefined;
      runWhole(session);
    },
    stop() {
      // Also the run that would begin once the user is calm.
      noteTabled(session);
      for (const stack of session.workers) for (const channel of Object.values(stack ?? {})) channel.stop();
      for (const stack of [0, 1] as const) setResults(session, stack, { progress: undefined });
    },
  };
  askWorkers(session);
  runWhenCalm(session);
  setState(session, initial);
  return controller;
}

function setState(session: PageSession, next: PageState): void {
  session.state = next;
  if (session.drawing) return;
  session.drawing = true;
  requestAnimationFrame(() => {
    session.drawing = false;
    session.draw(session.state);
  });
}

function setResults(session: PageSession, stack: 0 | 1, change: StackResults): void {
  setState(session, withResults(session.state, stack, change));
}

/** The workers of a stack, started when they are first needed. */
function workersOf(session: PageSession, stack: 0 | 1): Workers {
  const known = session.workers[stack];
  if (known) return known;
  const crashed = (message: string) => {
    const failure = { message, defect: true, crashed: true };
    setResults(session, stack, { failure, progress: undefined });
  };
  const open = () => {
    const channel = openChannel(session.start, session.setup, crashed);
    const { files } = session.state;
    if (files.length > 0) channel.files(files);
    return channel;
  };
  const opened = { hold: open(), measure: open(), tables: open() };
  session.workers[stack] = opened;
  return opened;
}

/**
 * Takes the answers to an ask. `subject` is the variant, the picture and the file that it is about, and `what` what the
 * line of progress says of it.
 */
function taking(session: PageSession, stack: 0 | 1, subject: string, what?: Computation) {
  return (answer: Answer): void => {
    if (answer.answer !== 'done') setResults(session, stack, resultsOf(answer, subject));
    // It may end without a result: where it was stopped, or the file has mistakes.
    else if (what && session.state.results[stack].progress?.what === what)
      setResults(session, stack, { progress: undefined });
  };
}

/** Asks for what the setting needs and was not asked for yet. */
function askWorkers(session: PageSession): void {
  for (const stack of [0, 1] as const) {
    const before = session.asked[stack];
    const now = askedOf(session.state, stack);
    session.asked[stack] = now;
    if (now) askStack(session, stack, before, now);
  }
}

function askStack(session: PageSession, stack: 0 | 1, before: Asked | undefined, now: Asked): void {
  const workers = workersOf(session, stack);
  if (before && before.files !== now.files)
    for (const channel of Object.values(workers)) channel.files(now.files);
  const { experiment, variant, picture, shift, trace } = now;
  const of = { experiment, variant, picture };
  const subject = `${variant} ${picture} ${experiment.text}`;
  const anew = askedAnew(before, now);
  if (anew === 'all') {
    workers.measure.ask({ ask: 'measure', ...of }, taking(session, stack, subject, 'shifts'), true);
    workers.tables.stop();
  }
  if (anew) workers.hold.ask({ ask: 'hold', ...of, shift, trace }, taking(session, stack, subject));
}

function runWhenCalm(session: PageSession): void {
  clearTimeout(session.calm);
  session.calm = setTimeout(() => runWhole(session), CALM);
}

/** Writes the address, and asks for the tables of the whole experiment unless they were asked for. */
function runWhole(session: PageSession): void {
  const { setting } = session.state;
  writeAddress(session, (fragment) => {
    if (session.state.setting === setting) history.replaceState(null, '', fragment);
  });
  if (noteTabled(session)) return;
  const { name, text } = setting;
  const take = taking(session, 0, text, 'table');
  workersOf(session, 0).tables.ask({ ask: 'table', experiment: { name, text } }, take, true);
}

/** Has the address of what is shown now written, in its turn. */
function writeAddress(session: PageSession, write: (fragment: string) => void): void {
  const fragment = toFragment(session.state.setting);
  session.addressed = session.addressed.then(async () => write(await fragment));
}

/** Notes that the experiment has its run, or is to have none; gives whether that was noted before. */
function noteTabled(session: PageSession): boolean {
  const { tabled: before, state } = session;
  const { name, text } = state.setting;
  session.tabled = { name, text, files: state.files };
  return before?.text === text && before.name === name && before.files === state.files;
}

function askPicture(session: PageSession, message: Ask): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    workersOf(session, 0).tables.ask(message, (answer) => {
      if (answer.answer === 'strip' || answer.answer === 'plot') resolve(answer.svg);
      if (answer.answer === 'failed') reject(new Error(answer.message));
      // After an answer this has no effect.
      if (answer.answer === 'done') resolve(undefined);
    });
  });
}
