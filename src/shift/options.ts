import * as v from 'valibot';
import { choice, described, number, options, pair, size, whole } from '../options.ts';
import type { Pair } from '../tensor.ts';
import { distributions } from './distribution.ts';
import { type FillMode, fillModes } from './fill.ts';

const range = v.pipe(
  pair(whole(), '[first, last]'),
  v.check(([first, last]) => first <= last, 'expected [first, last] with first <= last'),
);

const names = <T extends object>(record: T) =>
  Object.keys(record) as [keyof T & string, ...(keyof T & string)[]];

/** How far an image may be moved, with what chance, and what is seen where it left. */
export const shiftOptions = v.pipe(
  options({
    max: described(
      'In pixels: shifts from -n to n on both axes, or [y, x] for one bound per axis.',
      v.optional(size({ min: 0 })),
    ),
    y: described('Rows, [first, last], both drawn; instead of max. Default: [0, 0].', v.optional(range)),
    x: described('Columns, [first, last], both drawn; instead of max. Default: [0, 0].', v.optional(range)),
    distribution: described(
      'uniform: every whole shift alike. rounded: a uniform real number, rounded, as in the course: the ends are half as likely.',
      v.optional(choice(names(distributions)), 'uniform'),
    ),
    fill_mode: described(
      'What enters the frame (Keras): constant k k | a b c d | k k, nearest a a | a b c d | d d, reflect b a | a b c d | d c, wrap c d | a b c d | a b.',
      v.optional(choice(names(fillModes)), 'constant'),
    ),
    fill_value: described('The k of constant.', v.optional(number(), 0)),
  }),
  v.check(
    ({ max, y, x }) => (max === undefined) !== (y === undefined && x === undefined),
    'expected either max, or ranges y and x',
  ),
);

export type ShiftOptions = v.InferOutput<typeof shiftOptions>;

/** The shifts that can be drawn: all (dy, dx) with ends included, every `step` pixels. */
export interface ShiftRange {
  y: Pair;
  x: Pair;
  step: number;
}

/** A picture's surroundings. */
export interface Fill {
  mode: FillMode;
  value: number;
}

export function shiftRange({ max, y = [0, 0], x = [0, 0] }: ShiftOptions): ShiftRange {
  const symmetric = (n: number): Pair => [n === 0 ? 0 : -n, n];
  return max ? { y: symmetric(max[0]), x: symmetric(max[1]), step: 1 } : { y, x, step: 1 };
}

/** How many shifts the range holds. */
export function countShifts({ y, x, step }: ShiftRange): number {
  return (Math.round((y[1] - y[0]) / step) + 1) * (Math.round((x[1] - x[0]) / step) + 1);
}
