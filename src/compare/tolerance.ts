import * as v from 'valibot';
import { described, number } from '../core/options.ts';

/** How far values that coincide may differ. */
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

/** absolute + relative · max|unshifted output of that step| */
export function toleranceOf(largest: number, { relative, absolute }: ToleranceOptions): number {
  return absolute + relative * largest;
}

/** `name(1e-5)`, or `name(absolute=…, relative=…)`. */
export function toleranceLabel(name: string, { relative, absolute }: ToleranceOptions): string {
  return absolute === 0
    ? `${name}(${short(relative)})`
    : `${name}(absolute=${short(absolute)}, relative=${short(relative)})`;
}

/** `1e-5`, `0.01`: a small number is its exponent. */
function short(x: number): string {
  return x !== 0 && x < 1e-3 ? x.toExponential() : String(x);
}
