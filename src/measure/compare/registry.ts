import { close } from './close.ts';
import { exact } from './exact.ts';

/** Every meaning of "the same", by its name in experiment files. */
export const comparisons = {
  exact,
  close,
};
