import type { Experiment } from '../../experiment/parse.ts';
import { unitsOf } from '../../run/unit.ts';

/** Threads are started only for work that takes longer, in milliseconds: by estimate, or else once it does. */
export const THREADS_AFTER_MS = 1000;

/**
 * Adds up what experiments take, by estimate.
 *
 * @returns adds an experiment, without units that are kept; says whether all so far are long, and several units
 */
export function addingWork(): (experiment: Experiment, isKept?: (index: number) => boolean) => boolean {
  let seconds = 0;
  let count = 0;
  const isLong = () => count > 1 && 1000 * seconds > THREADS_AFTER_MS;
  return (experiment, isKept = () => false) => {
    const units = unitsOf(experiment);
    for (let index = 0; index < units.count && !isLong(); index++) {
      if (isKept(index)) continue;
      seconds += units.seconds(index);
      count++;
    }
    return isLong();
  };
}
