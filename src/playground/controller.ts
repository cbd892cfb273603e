import { openChannel, type WorkerChannel } from './channel.ts';
import { edited } from './file/edit.ts';
import { secondText } from './file/second.ts';
import { toFragment } from './fragment.ts';
import type { Answer, Computation, GivenExperiment, WorkerSetup } from './protocol.ts';
import { forgetting, type PageState, resultsOf, type Setting, withResults, withSetting } from './state.ts';

/** What the views do to the state. */
export interface Controller {
  state(): PageState;
  /** Replaces the state, draws the page anew, and asks the workers for what has changed. */
  change(how: (state: PageState) => PageState): void;
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
  let state = initial;
  let drawn: PageState | undefined;
  const asked: (Asked | undefined)[] = [];
  const workers: (Workers | undefined)[] = [];
  let calm: ReturnType<typeof setTimeout> | undefined;

  const workersOf = (stack: 0 | 1): Workers => {
    const known = workers[stack];
    if (known) return known;
    const crashed = (message: string) =>
      set(
        withResults(state, stack, {
          failure: { message, defect: true, crashed: true },
          progress: undefined,
        }),
      );
    const open = () => {
      const channel = openChannel(start, setup, crashed);
      if (state.files.length > 0) channel.files(state.files);
      return channel;
    };
    const opened = { hold: open(), measure: open(), tables: open() };
    workers[stack] = opened;
    return opened;
  };

  function set(next: PageState): void {
    state = next;
    if (drawn === undefined) requestAnimationFrame(redraw);
    drawn = state;
  }

  function redraw(): void {
    drawn = undefined;
    draw(state);
  }

  /**
   * Takes the answers to an ask. `subject` is the variant, the picture and the file that it is about, and `what` what the
   * line of progress says of it.
   */
  const take =
    (stack: 0 | 1, subject: string, what?: Computation) =>
    (answer: Answer): void => {
      if (answer.answer !== 'done') set(withResults(state, stack, resultsOf(answer, subject)));
      // It may end without a result: where it was stopped, or the file has mistakes.
      else if (what && state.results[stack].progress?.what === what)
        set(withResults(state, stack, { progress: undefined }));
    };

  /** Asks for what the setting needs and was not asked for yet. */
  function askWorkers(): void {
    const { setting } = state;
    const texts = [setting.text, setting.second === undefined ? undefined : secondText(setting)];
    for (const stack of [0, 1] as const) {
      const text = texts[stack];
      if (text === undefined) {
        asked[stack] = undefined;
        continue;
      }
      const wanted: Asked = {
        experiment: { name: setting.name, text },
        variant: stack === 0 ? setting.variant : 0,
        picture: setting.picture,
        shift: setting.shift.join(),
        trace: stack === 0 ? JSON.stringify(setting.trace) : undefined,
        files: state.files,
      };
      const before = asked[stack];
      asked[stack] = wanted;
      const { hold, measure, tables } = workersOf(stack);
      if (before && before.files !== wanted.files)
        for (const channel of [hold, measure, tables]) channel.files(wanted.files);
      const { experiment, variant, picture } = wanted;
      const subject = `${variant} ${picture} ${text}`;
      const other =
        !before ||
        before.experiment.text !== experiment.text ||
        before.experiment.name !== experiment.name ||
        before.variant !== variant ||
        before.picture !== picture ||
        before.files !== wanted.files;
      if (other) {
        measure.ask({ ask: 'measure', experiment, variant, picture }, take(stack, subject, 'shifts'), true);
        tables.stop();
      }
      if (other || before.shift !== wanted.shift || before.trace !== wanted.trace) {
        const { shift, trace } = setting;
        hold.ask(
          { ask: 'hold', experiment, variant, picture, shift, trace: stack === 0 ? trace : undefined },
          take(stack, subject),
        );
      }
    }
  }

  function whenCalm(): void {
    const { setting } = state;
    toFragment(setting).then((fragment) => {
      if (state.setting === setting) history.replaceState(null, '', fragment);
    });
    if (noteTabled()) return;
    const { name, text } = setting;
    workersOf(0).tables.ask({ ask: 'table', experiment: { name, text } }, take(0, text, 'table'), true);
  }
  let tabled = '';
  let tabledFiles: unknown;

  /** Notes that the experiment has its run, or is to have none; gives whether that was noted before. */
  function noteTabled(): boolean {
    const { name, text } = state.setting;
    const key = `${name}\n${text}`;
    const before = tabled === key && tabledFiles === state.files;
    tabled = key;
    tabledFiles = state.files;
    return before;
  }

  const controller: Controller = {
    state: () => state,
    change(how) {
      const before = state;
      const next = how(state);
      const renewed = next.setting.text !== before.setting.text || next.setting.name !== before.setting.name;
      set(renewed ? forgetting(next) : next);
      if (next.setting === before.setting && next.files === before.files) return;
      askWorkers();
      clearTimeout(calm);
      calm = setTimeout(whenCalm, CALM);
    },
    set: (part) => controller.change((before) => withSetting(before, part)),
    say: (notice) => controller.change((before) => ({ ...before, notice })),
    edit(change, stack = 0) {
      const { setting } = state;
      const text = edited(stack === 0 ? setting.text : setting.second!, change);
      if (text !== undefined) controller.set(stack === 0 ? { text } : { second: text });
    },
    strip: () => {
      const { name, text, variant } = state.setting;
      return picture({ ask: 'strip', experiment: { name, text }, variant });
    },
    plot: (y) => {
      const { name, text } = state.setting;
      return picture({ ask: 'plot', experiment: { name, text }, y });
    },
    run() {
      tabled = '';
      whenCalm();
    },
    stop() {
      // Also the run that would begin once the user is calm.
      noteTabled();
      for (const stack of workers) for (const channel of Object.values(stack ?? {})) channel.stop();
      set(withResults(withResults(state, 0, { progress: undefined }), 1, { progress: undefined }));
    },
  };

  function picture(message: Parameters<WorkerChannel['ask']>[0]): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      workersOf(0).tables.ask(message, (answer) => {
        if (answer.answer === 'strip' || answer.answer === 'plot') resolve(answer.svg);
        if (answer.answer === 'failed') reject(new Error(answer.message));
        // After an answer this has no effect.
        if (answer.answer === 'done') resolve(undefined);
      });
    });
  }

  askWorkers();
  calm = setTimeout(whenCalm, CALM);
  set(state);
  return controller;
}

/** What was asked of the workers of a stack. */
interface Asked {
  experiment: GivenExperiment;
  variant: number;
  picture: number;
  shift: string;
  trace: string | undefined;
  files: PageState['files'];
}
