import { distinctShifts } from '../experiment/variants/bounds.ts';
import type { Variant } from '../experiment/variants/variant.ts';
import type { SetStep } from '../measure/kind.ts';

/** What is known of each measured step of a set. */
export function setSteps(
  { steps, measured, trials, shift }: Pick<Variant, 'steps' | 'measured' | 'trials' | 'shift'>,
  pictures: number,
): SetStep[] {
  const shifts = distinctShifts(trials, shift);
  return steps
    .filter(({ index }) => measured.has(index))
    .map(({ shape: [height, width, channels] }) => ({ pictures, shifts, values: height * width * channels }));
}
