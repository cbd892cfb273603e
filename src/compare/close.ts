import { options } from '../core/options.ts';
import { defineComparison } from './kind.ts';
import { toleranceEntries, toleranceLabel, toleranceOf } from './tolerance.ts';

export const close = defineComparison({
  title: 'No value further off than absolute + relative · max|unshifted output of that step|.',
  options: options(toleranceEntries),
  label: (options) => toleranceLabel('close', options),
  tolerance: toleranceOf,
});
