import { close } from './close.ts';
import { downShift } from './down_shift.ts';
import { exact } from './exact.ts';
import { roll } from './roll.ts';

/** Every meaning of "the same", by its name in experiment files. */
export const comparisons = {
  exact,
  close,
  roll,
  down_shift: downShift,
};
