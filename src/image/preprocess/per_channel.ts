import * as v from 'valibot';
import { expects } from '../../core/options.ts';

/** One number for all channels, or a list of one per channel. */
export type PerChannel = number | readonly number[];

/** The schema of `PerChannel`, with the schema of a single number. */
export function perChannel<S extends v.GenericSchema<number, number>>(item: S) {
  const noun = expects('a number, or a list of one per channel');
  return v.union([item, v.pipe(v.array(item), v.minLength(1, noun))], noun);
}

/** The number of channel `c`. */
export function ofChannel(given: PerChannel, c: number): number {
  return typeof given === 'number' ? given : given[c]!;
}
