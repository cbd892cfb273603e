import type { ReadOptions } from '../../experiment/disk/files.ts';
import { type OverrideArguments, overridesOf } from './overrides.ts';

/** How experiment files are read, as the arguments say it: plain data, that another thread can read them by. */
export interface Reading extends OverrideArguments {
  'allow-outside'?: boolean | undefined;
}

/** @throws UserError where an argument is wrong */
export function readOptions(reading: Reading): ReadOptions {
  return { overrides: overridesOf(reading), outside: reading['allow-outside'] };
}
