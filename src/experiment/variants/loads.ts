import { UserError } from '../../core/error.ts';
import { FileProblem, type Files } from '../../core/files.ts';
import { isObject } from '../../core/is_object.ts';
import { type Mistake, phraseOf } from '../../core/mistake.ts';
import type { Shape } from '../../core/tensor.ts';

/** The result of loading, or the mistake that prevented it. */
type Loaded =
  | { loaded: unknown }
  | {
      mistake: Mistake;
      /** The option that is wrong, if it is one. */
      option?: string | undefined;
      /** Set where the experiment is right, but what was read failed. */
      failure?: UserError | undefined;
    };

interface Loading {
  load?(options: any, files: Files, input: Shape): Promise<unknown>;
}

/**
 * Loads the files of an experiment's kinds, once for the same options and input. An experiment is read in one synchronous
 * pass. The pass notes what is not loaded yet; that is then loaded, and the experiment is read again.
 */
export interface Loads {
  /** The kind's result for these options, `{ loaded: undefined }` if it loads nothing; undefined if not loaded yet. */
  of(kind: Loading, options: object, input?: Shape): Loaded | undefined;
  /** Whether something that was asked for is not loaded yet. */
  waiting(): boolean;
  /** Loads what was asked for. */
  fetch(): Promise<void>;
}

/**
 * Nothing is loaded at first: what is asked for is noted, and fetched later.
 *
 * @param files if undefined, an experiment that names files is a mistake
 */
export function loadsFrom(files: Files | undefined): Loads {
  const known = new Map<Loading, Map<string, Loaded>>();
  const wanted: { kind: Loading; options: object; input: Shape; key: string }[] = [];
  const ofKind = (kind: Loading) => known.get(kind) ?? known.set(kind, new Map()).get(kind)!;
  return {
    of(kind, options, input = [0, 0, 0]) {
      if (!kind.load) return { loaded: undefined };
      if (!files) return { mistake: NO_FILES };
      const key = JSON.stringify([options, input]);
      const found = ofKind(kind).get(key);
      if (!found && !wanted.some((one) => one.kind === kind && one.key === key))
        wanted.push({ kind, options, input, key });
      return found;
    },
    waiting: () => wanted.length > 0,
    async fetch() {
      // One after the other, in the order of the file: less memory is used at once.
      for (const { kind, options, input, key } of wanted.splice(0)) {
        ofKind(kind).set(key, await loaded(kind, options, files!, input));
      }
    },
  };
}

const NO_FILES: Mistake = {
  problem: 'it names files, which a text or an object alone does not bring',
  remedy: 'use readExperiment(path) or run',
};

/** The paths of the files that were read for what was loaded. */
const pathsRead = new WeakMap<object, readonly string[]>();

/** The paths of the files that were read while the kind's `load` made this value; empty if it read none. */
export function filesReadFor(loaded: unknown): readonly string[] {
  return (typeof loaded === 'object' && loaded !== null && pathsRead.get(loaded)) || [];
}

async function loaded(kind: Loading, options: object, files: Files, input: Shape): Promise<Loaded> {
  const paths = new Set<string>();
  const { open } = files;
  const noted: Files = {
    ...files,
    read(path) {
      paths.add(path);
      return files.read(path);
    },
    ...(open && {
      open(path: string) {
        paths.add(path);
        return open(path);
      },
    }),
  };
  try {
    const loaded = await kind.load!(options, noted, input);
    if (typeof loaded === 'object' && loaded !== null) pathsRead.set(loaded, [...paths]);
    return { loaded };
  } catch (error) {
    if (error instanceof FileProblem)
      return { mistake: error.mistake, option: optionOf(options, error.path) };
    if (!(error instanceof UserError)) throw error;
    const mistake = { problem: phraseOf(error.message) };
    if (error.kind === 'input') return { mistake };
    // The file that `path` names was read, and failed.
    return { mistake, option: 'path' in options ? 'path' : undefined, failure: error };
  }
}

/** The option whose value is, or contains, this name. */
function optionOf(options: object, name: string): string | undefined {
  if (!isObject(options)) return undefined;
  const names = (value: unknown) =>
    value === name ||
    (Array.isArray(value) ? value.includes(name) : isObject(value) && Object.hasOwn(value, name));
  return Object.keys(options).find((key) => key !== 'type' && names(options[key]));
}
