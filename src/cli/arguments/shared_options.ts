import type { Argv } from 'yargs';

// Options that several commands have.

/** The positional argument of commands that take any number of experiments. */
export const FILES = {
  describe: 'Files or folders; - for standard input',
  type: 'string',
  array: true,
  defaultDescription: 'experiments',
} as const;

/** The positional argument of commands that take one experiment. */
export const FILE = {
  describe: 'An experiment file; - for standard input',
  type: 'string',
  demandOption: true,
} as const;

export const BACKEND = single('auto, tensorflow, wasm or cpu', 'auto');

export const WORKERS = single('Number of threads; changes no number in a table', 'the cores');

export const FRESH = flag('Compute all, though the unit cache has it');

export const QUIET = { ...flag('Show no progress'), alias: 'q' } as const;

export const SHARD = single('Compute a part into --out FOLDER, to be merged: 2/5, auto or auto/20');

export const QUEUE = single('Redis that holds the units: redis://HOST; auto for COINCIDE_QUEUE');

export const STORE = single('Shared folder that workers write results to; without it, Redis');

const VARIANT = repeated('KEY=VALUE of the sweep, such as shift.max=4; repeatable');

const PICTURE = repeated('Only this picture of a set, by its name; repeatable');

/** An option that takes one text. @param missing what holds without it, in words */
export function single(describe: string, missing?: string) {
  return {
    describe,
    type: 'string',
    requiresArg: true,
    ...(missing && { defaultDescription: missing }),
  } as const;
}

/** An option that is given or not. */
export function flag(describe: string) {
  return { describe, type: 'boolean' } as const;
}

/** An option that takes one text and may be repeated. */
export function repeated(describe: string) {
  return { describe, type: 'string', array: true, nargs: 1 } as const;
}

/** Adds the options that change values of the file. */
export function withOverrides(yargs: Argv): Argv {
  return yargs
    .option('set', repeated('KEY=VALUE, such as shift.max=5; replaces the file’s; repeatable'))
    .option('seed', single('Another seed'))
    .option('trials', single('Another number of trials, or all'));
}

/** Adds the options that change values of the file, and those that take a part of its variants and pictures. */
export function withChoice(yargs: Argv): Argv {
  return withOverrides(yargs).option('variant', VARIANT).option('picture', PICTURE);
}

/** Adds the options of a command that computes and shows its progress. */
export function withComputing(yargs: Argv): Argv {
  return yargs.option('backend', BACKEND).option('fresh', FRESH).option('quiet', QUIET);
}

/** Adds the options that say how files are read. */
export function withReading(yargs: Argv): Argv {
  return yargs
    .option('name', single('Name of the experiment from standard input', 'stdin'))
    .option('allow-outside', flag('Files that an experiment names may be outside its folder'))
    .option('threads', single('Threads of ONNX Runtime for a model', '1'))
    .option('providers', single('Its execution providers: cuda,cpu', 'cpu'));
}
