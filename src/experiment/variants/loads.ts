import { UserError } from '../../core/error.ts';
import { FileProblem, type Files } from '../../core/files.ts';
import type { Shape } from '../../core/tensor.ts';
import { isObject } from '../text/source.ts';

/** What a kind made of files, or why it could not. */
type Loaded =
  | { loaded: unknown }
  | {
      why: string;
      option?: string | undefined;
      /** Where it is no mistake of the experiment: what failed. */
      failure?: UserError | undefined;
    };

interface Loading {
  load?(options: any, files: Files, input: Shape): Promise<unknown>;
}

/**
 * What the kinds of an experiment load, each once for the same options and input. Reading an experiment is one
 * synchronous pass, so that what is not there yet is noted, loaded, and the experiment read again.
 */
export interface Loads {
  /** What the kind loads; of a kind that loads nothing, undefined is loaded. None: it is not there yet. */
  of(kind: Loading, options: object, input?: Shape): Loaded | undefined;
  /** Whether something that was asked for is not there yet. */
  waiting(): boolean;
  /** Loads what was asked for. */
  fetch(): Promise<void>;
}

/** @param files none: nothing can be read, and an experiment that names files is a mistake */
export function loadsFrom(files: Files | undefined): Loads {
  const known = new Map<Loading, Map<string, Loaded>>();
  const wanted: { kind: Loading; options: object; input: Shape; key: string }[] = [];
  const ofKind = (kind: Loading) => known.get(kind) ?? known.set(kind, new Map()).get(kind)!;
  return {
    of(kind, options, input = [0, 0, 0]) {
      if (!kind.load) return { loaded: undefined };
      if (!files) return { why: NO_FILES };
      const key = JSON.stringify([options, input]);
      const found = ofKind(kind).get(key);
      if (!found && !wanted.some((one) => one.kind === kind && one.key === key))
        wanted.push({ kind, options, input, key });
      return found;
    },
    waiting: () => wanted.length > 0,
    async fetch() {
      // One after the other: in the order of the file, and no more at once than must be.
      for (const { kind, options, input, key } of wanted.splice(0)) {
        ofKind(kind).set(key, await loaded(kind, options, files!, input));
      }
    },
  };
}

const NO_FILES =
  'it names files, which a text or an object alone does not bring; use readExperiment(path) or run';

async function loaded(kind: Loading, options: object, files: Files, input: Shape): Promise<Loaded> {
  try {
    return { loaded: await kind.load!(options, files, input) };
  } catch (error) {
    if (error instanceof FileProblem) return { why: error.message, option: optionOf(options, error.path) };
    // A sentence of its own says no less, though not which option it is about.
    if (!(error instanceof UserError)) throw error;
    if (error.kind === 'input') return { why: error.message };
    // What was read failed, and that is what a path names.
    return { why: error.message, option: 'path' in options ? 'path' : undefined, failure: error };
  }
}

/** The option that names a path, or something else that is not there. */
function optionOf(options: object, name: string): string | undefined {
  if (!isObject(options)) return undefined;
  const names = (value: unknown) =>
    value === name ||
    (Array.isArray(value) ? value.includes(name) : isObject(value) && Object.hasOwn(value, name));
  return Object.keys(options).find((key) => key !== 'type' && names(options[key]));
}
