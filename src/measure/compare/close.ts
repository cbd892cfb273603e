import * as v from 'valibot';
import { described, number, options } from '../../options.ts';
import { comparison } from './kind.ts';

export const close = comparison({
  title: 'No value further off than absolute + relative · max|unshifted output of that step|.',
  options: options({
    relative: described(
      'Share of the largest value of the unshifted output.',
      v.optional(number({ min: 0 }), 1e-5),
    ),
    absolute: described('In units of the values.', v.optional(number({ min: 0 }), 0)),
  }),
  label: ({ relative, absolute }) =>
    absolute === 0
      ? `close(${short(relative)})`
      : `close(absolute=${short(absolute)}, relative=${short(relative)})`,
  tolerance: (largest, { relative, absolute }) => absolute + relative * largest,
});

/** `1e-5`, `0.01`: a small number is its exponent. */
function short(x: number): string {
  return x !== 0 && x < 1e-3 ? x.toExponential() : String(x);
}
