import * as v from 'valibot';
import { described, number } from '../core/options.ts';

/** Options: how far values that coincide may differ. */
export const toleranceEntries = {
  relative: described(
    'Share of the largest value of the unshifted output.',
    v.optional(number({ min: 0 }), 1e-5),
  ),
  absolute: described('In units of the values.', v.optional(number({ min: 0 }), 0)),
};

export interface ToleranceOptions {
  relative: number;
  absolute: number;
}

/**
 * The largest difference of values that coincide: absolute + relative · largest.
 *
 * @param largest max|unshifted output of that step|
 */
export function toleranceOf(largest: number, { relative, absolute }: ToleranceOptions): number {
  return absolute + relative * largest;
}

/** How a table prints the comparison: `close(1e-5)`, or `close(absolute=…, relative=…)` if there is an absolute part. */
export function toleranceLabel(name: string, { relative, absolute }: ToleranceOptions): string {
  return absolute === 0
    ? `${name}(${short(relative)})`
    : `${name}(absolute=${short(absolute)}, relative=${short(relative)})`;
}

/** `0.01`, and `1e-5` for numbers below 0.001. */
function short(x: number): string {
  return x !== 0 && x < 1e-3 ? x.toExponential() : String(x);
}
