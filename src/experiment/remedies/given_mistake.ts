import type { Mistake } from '../../core/mistake.ts';
import type { Path } from '../text/source.ts';

/** A mistake in a section, with the value that was given and the object or list that holds it. */
export interface GivenMistake {
  path: Path;
  mistake: Mistake;
  value: unknown;
  parent: unknown;
}
