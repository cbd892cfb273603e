import { count } from '../core/error.ts';
import { sizeLabel } from '../core/tensor.ts';
import type { Row } from '../results/columns.ts';

/** A row as a sentence. @example '250 of 1000 trials match; 49 shifts give 45 outputs.' */
export function rowInWords(row: Row): string {
  const [trials, matches, classes, shifts] = [row.trials!, row.matches!, row.classes!, row.shifts!];
  const matching = matchesInWords(matches, trials);
  if (row.images === undefined) return `${matching}; ${shiftsInWords(classes, shifts, matches === trials)}.`;
  return `of ${count(row.images as number, 'picture')}, ${matching}; ${meanShiftsInWords(classes, shifts, matches === trials)}.`;
}

function matchesInWords(matches: number, trials: number): string {
  if (trials === 0) return 'no trial';
  if (matches === trials) return trials === 1 ? 'the trial matches' : `all ${trials} trials match`;
  if (matches === 0) return `none of ${trials} trials matches`;
  return `${matches} of ${trials} trials match`;
}

function shiftsInWords(classes: number, shifts: number, all: boolean): string {
  if (all) return shifts === 1 ? 'there is one shift' : 'all shifts give the same output';
  if (classes === shifts)
    return shifts === 1 ? 'there is one shift' : `all ${shifts} shifts give different outputs`;
  return `${shifts} shifts give ${count(classes, 'output')}`;
}

/** For sets: the counts are means over the pictures. */
function meanShiftsInWords(classes: number, shifts: number, all: boolean): string {
  if (all) return 'all shifts give the same output';
  const [outputs, given] = [classes, shifts].map((mean) => Number(mean.toPrecision(3)));
  return classes === shifts
    ? 'all shifts of a picture give different outputs'
    : `${given} shifts of a picture give ${count(outputs!, 'output')} on average`;
}

/** @returns for example `depth 3, max_pool 8×8` */
export function stepLabel({ depth, layer, height, width, channels }: Row): string {
  return `depth ${depth}, ${layer} ${sizeLabel([height, width, channels])}`;
}
