import * as v from 'valibot';
import { expects } from './options.ts';

/** One number for all channels, or a list of one per channel. */
export type PerChannel = number | readonly number[];

/** The schema of `PerChannel`, made of the schema of a single number. Its messages are those of the single number. */
export function perChannel(
  item: v.GenericSchema<number, number>,
): v.GenericSchema<number | number[], number | number[]> {
  const list = v.pipe(v.array(item), v.minLength(1, expects('a number, or a list of one per channel')));
  const either = v.union([item, list]);
  return v.lazy((input): typeof either => {
    const branch: v.GenericSchema<any, any> =
      input === undefined ? either : Array.isArray(input) ? list : item;
    return branch as typeof either;
  });
}

/** The number of channel `c`. */
export function ofChannel(given: PerChannel, c: number): number {
  return typeof given === 'number' ? given : given[c]!;
}
