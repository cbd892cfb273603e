import { close } from './close.ts';
import { downShift } from './down_shift.ts';
import { exact } from './exact.ts';
import { roll } from './roll.ts';

/** All kinds of comparison, by their names in experiment files. */
export const comparisons = {
  exact,
  close,
  roll,
  down_shift: downShift,
};
