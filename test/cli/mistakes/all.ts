import { expectations } from './expect.ts';
import { keysAndKinds } from './keys.ts';
import { reading } from './reading.ts';
import { sweep } from './sweep.ts';
import { together } from './together.ts';
import { values } from './values.ts';

/**
 * By the name of a fixture in test/fixtures/mistakes/, all that is said of it, behind its name: a sentence for each
 * mistake, with line and column.
 */
export type Mistakes = Readonly<Record<string, string | readonly string[]>>;

export const mistakes: Mistakes = {
  ...reading,
  ...keysAndKinds,
  ...values,
  ...together,
  ...sweep,
  ...expectations,
};
