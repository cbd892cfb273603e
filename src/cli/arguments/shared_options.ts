// What several commands take, said once.

/** The positional argument of commands that take any number of experiments. */
export const FILES = {
  describe: 'Files or folders',
  type: 'string',
  array: true,
  defaultDescription: 'experiments',
} as const;

export const SET = {
  describe: 'KEY=VALUE, such as shift.max=5, in place of the file’s; repeatable',
  type: 'string',
  array: true,
  nargs: 1,
} as const;

export const BACKEND = {
  describe: 'auto, tensorflow, wasm or cpu',
  type: 'string',
  requiresArg: true,
  defaultDescription: 'auto',
} as const;

export const WORKERS = {
  describe: 'How many threads compute; it changes no number',
  type: 'string',
  requiresArg: true,
  defaultDescription: 'the cores, where it pays',
} as const;

export const OUTSIDE = {
  describe: 'Files that an experiment names may lie outside its folder',
  type: 'boolean',
} as const;

/** An option that takes one text. */
export function single(describe: string) {
  return { describe, type: 'string', requiresArg: true } as const;
}
