import * as v from 'valibot';
import { boolean } from '../../core/options.ts';
import { only } from './kind.ts';

/** Options of a recurrent layer beside those of its cell. */
export const recurrentOptions = {
  return_sequences: v.optional(boolean(), false),
  return_state: v.optional(boolean(), false),
  go_backwards: v.optional(boolean(), false),
  stateful: only(false),
  time_major: only(false),
  zero_output_for_mask: v.any(),
};
