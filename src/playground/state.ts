import type { Pair } from '../core/tensor.ts';
import type {
  Answer,
  Computation,
  GivenFile,
  Held,
  MapOfShifts,
  MappedStep,
  RunOutcome,
  TextReading,
  TracedCell,
} from './protocol.ts';

/** What the fragment of the page's address holds: with it, anyone sees the same. */
export interface Setting {
  /** The name of the experiment's results. */
  name: string;
  /** The experiment file. */
  text: string;
  /** Which variant of its sweep. */
  variant: number;
  /** Which picture of its set. */
  picture: number;
  /** How far the image is moved, (dy, dx). */
  shift: Pair;
  /** The shown step whose map is shown; counted from 0. */
  at: number;
  /** A cell that is traced back to the image. */
  trace?: TracedCell | undefined;
  /** The layers of a second stack, as a text of YAML with the one key `layers`. */
  second?: string | undefined;
  /** The language of the page; English unless given. */
  language?: Language | undefined;
  /** The step of the guided path. */
  path?: { claim: number } | undefined;
  /** Whether the experiment needed files that the user gave to the page. They are not in the address. */
  files?: boolean | undefined;
}

export type Language = 'en' | 'tr';

/** What was computed of one stack. Each part stays until a newer one is there. */
export interface StackResults {
  reading?: TextReading | undefined;
  map?: MapOfShifts | undefined;
  held?: Held | undefined;
  /** The variant, the picture and the file that the map is of, and those that the held image is of. */
  mapOf?: string | undefined;
  heldOf?: string | undefined;
  outcome?: RunOutcome | undefined;
  /** A failure of the run, in words. */
  failure?: { message: string; defect: boolean; crashed?: boolean } | undefined;
  /** What is computed now, and how much of it is done. */
  progress?: { what: Computation; share: number } | undefined;
}

/** All that the page knows. Its views are functions of this object. */
export interface PageState {
  setting: Setting;
  /** The results of the stack of the file, and of the second stack. */
  results: readonly [StackResults, StackResults];
  files: readonly GivenFile[];
  /** Which panel of controls is open. */
  panel: Panel;
  /** A sentence that the page says once, for example that something was copied. */
  notice?: string | undefined;
  /** The plot of the table, once it was asked for. */
  plot?: string | undefined;
}

export type Panel = 'change' | 'text' | 'table';

export const NO_RESULTS: readonly [StackResults, StackResults] = [{}, {}];

/** The state that a setting begins with. */
export function initialState(setting: Setting): PageState {
  return { setting, results: NO_RESULTS, files: [], panel: 'change' };
}

/** A setting that shows an experiment from its beginning. */
export function settingOf(name: string, text: string, language?: Language): Setting {
  return { name, text, variant: 0, picture: 0, shift: [0, 0], at: -1, ...(language && { language }) };
}

/** The state with a part of its setting replaced. */
export function withSetting(state: PageState, change: Partial<Setting>): PageState {
  return { ...state, setting: { ...state.setting, ...change } };
}

/** The state with a part of the results of a stack replaced. */
export function withResults(state: PageState, stack: 0 | 1, change: StackResults): PageState {
  const results = state.results.map((one, i) => (i === stack ? { ...one, ...change } : one));
  return { ...state, results: results as unknown as PageState['results'] };
}

/** The state without what was said of another file. What was computed stays until it is computed anew. */
export function forgetting(state: PageState): PageState {
  const [first, second] = state.results;
  const { outcome: _, failure: __, ...rest } = first;
  const { failure: ___, ...other } = second;
  return {
    ...state,
    plot: undefined,
    results: state.setting.second === undefined ? [rest, NO_RESULTS[1]] : [rest, other],
  };
}

/**
 * What an answer of a worker changes in the results of a stack.
 *
 * @param subject the variant, the picture and the file that were asked about
 */
export function resultsOf(answer: Answer, subject: string): StackResults {
  switch (answer.answer) {
    case 'reading':
      // A failure stays until it is known that it is over: what vanishes and comes again moves all that is below it.
      return { reading: answer.reading };
    case 'map':
      return { map: answer.map, mapOf: subject, failure: undefined, progress: undefined };
    case 'held':
      return { held: answer.held, heldOf: subject };
    case 'outcome':
      return { outcome: answer.outcome, progress: undefined };
    case 'progress':
      return { progress: { share: answer.share, what: answer.what } };
    case 'failed':
      return { failure: { message: answer.message, defect: answer.defect }, progress: undefined };
    default:
      return {};
  }
}

/** A step of the map; undefined as long as the map is of another file than the held image. */
export function mappedStep({ map, mapOf, heldOf }: StackResults, step: number): MappedStep | undefined {
  return mapOf === heldOf ? map?.steps.find((one) => one.step === step) : undefined;
}

/** Index of the step that the map shows: the last one, unless another was chosen. */
export function shownStep({ setting, results }: PageState): number {
  const steps = results[0].map?.steps.length ?? results[0].held?.steps.length ?? 0;
  return setting.at >= 0 && setting.at < steps ? setting.at : Math.max(0, steps - 1);
}
