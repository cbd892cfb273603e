import * as v from 'valibot';
import { isObject } from '../../core/is_object.ts';
import { type AnySchema, choice, described, expects, number, options } from '../../core/options.ts';
import type { Policy } from '../../expect/policy.ts';
import type { BaselineInput } from './input.ts';

/** The value of `baseline`. Words and objects have schemas of their own, so that a mistake in one is not reported for the other. */
export function baselinePolicy() {
  const word = choice(['same', 'off']);
  const object = v.pipe(
    options({
      no_worse_by: described(
        'The most that match_rate, pair_rate and cosine may fall, and position_bits rise.',
        v.optional(number({ min: 0 })),
      ),
      no_worse: described('The test that finds a drop.', v.optional(choice(['significant']))),
    }),
    v.check(
      (given) => (given.no_worse_by === undefined) !== (given.no_worse === undefined),
      expects('one of no_worse_by and no_worse'),
    ),
  );
  const either = v.union(
    [word, object],
    expects('same, off, { no_worse_by: NUMBER } or { no_worse: significant }'),
  );
  return v.lazy((input): AnySchema => {
    if (typeof input === 'string') return word;
    return isObject(input) ? object : either;
  }) as v.GenericSchema<BaselineInput | undefined, Policy>;
}
