import { baselines } from './baseline.ts';
import { expectations } from './expect.ts';
import { keysAndKinds } from './keys.ts';
import type { Mistakes } from './names.ts';
import { reading } from './reading.ts';
import { sweep } from './sweep.ts';
import { together } from './together.ts';
import { values } from './values.ts';

/** Every fixture, with what is said of it. */
export const mistakes: Mistakes = {
  ...reading,
  ...keysAndKinds,
  ...values,
  ...together,
  ...sweep,
  ...baselines,
  ...expectations,
};
