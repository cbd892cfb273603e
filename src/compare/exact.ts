import { options } from '../core/options.ts';
import { defineComparison } from './kind.ts';

/** Outputs coincide if every value is the same, bit for bit; 0 and -0 are equal. */
export const exact = defineComparison({
  title: 'Every value the same, bit for bit (0 and -0 are equal).',
  options: options({}),
  label: () => 'exact',
});
