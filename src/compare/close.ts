import { options } from '../core/options.ts';
import { defineComparison } from './kind.ts';
import { toleranceEntries, toleranceLabel, toleranceOf } from './tolerance.ts';

/**
 * Outputs x and y coincide if max|x - y| ≤ absolute + relative · max|r|, with r the unshifted output of the step.
 *
 * @example with relative: 0.1 and max|r| = 5, outputs may differ by 0.5
 */
export const close = defineComparison({
  title: 'No value differs by more than absolute + relative · max|unshifted output of that step|.',
  options: options(toleranceEntries),
  label: (options) => toleranceLabel('close', options),
  tolerance: toleranceOf,
});
