import * as v from 'valibot';
import { choice, described, expects, number, options, pair, says, size } from '../core/options.ts';
import { distributions } from './distribution.ts';
import { fillModes } from './fill.ts';
import { interpolations } from './interpolation.ts';
import { paths } from './path.ts';

const names = <T extends object>(record: T) =>
  Object.keys(record) as [keyof T & string, ...(keyof T & string)[]];

const range = v.pipe(
  pair(number(), '[first, last]'),
  v.check(([first, last]) => first <= last, expects('[first, last] with first <= last')),
);
const positive = number({ min: 1e-6, max: 1e6 });
const DIFFERENT = 'a list of different shifts [dy, dx]';
const LIST = expects(DIFFERENT);

/** How far an image may be moved, with what chance, and what is seen where it left. */
export const shiftOptions = v.pipe(
  options({
    max: described(
      'In pixels: shifts from -n to n on both axes, or [y, x] for one bound per axis.',
      v.optional(
        v.union(
          [number({ min: 0 }), pair(number({ min: 0 }), '[y, x]')],
          expects('a finite number of at least 0, or two as [y, x]'),
        ),
      ),
    ),
    y: described('Rows, [first, last], both drawn; instead of max. Default: [0, 0].', v.optional(range)),
    x: described('Columns, [first, last], both drawn; instead of max. Default: [0, 0].', v.optional(range)),
    list: described(
      'Explicit shifts, [[dy, dx], …], each as likely; instead of max. It has no step, and its neighbours are those that follow each other.',
      v.optional(
        v.pipe(
          v.array(pair(number(), '[dy, dx]'), LIST),
          v.minLength(1, LIST),
          v.check(
            (given) => twice(given) === undefined,
            says(({ input }) => {
              const shift = twice(input as number[][])!;
              return { problem: `[${shift.join(', ')}] is listed twice`, expected: DIFFERENT };
            }),
          ),
        ),
      ),
    ),
    path: described(
      'With max: n, only the shifts of a line: diagonal (d, d), horizontal (0, d), vertical (d, 0), d from -n to n.',
      v.optional(choice(names(paths))),
    ),
    step: described(
      'Pixels from one shift to the next: n, or [y, x]. Shifts are k · step with whole k, and the ends of a range are too (within 1e-9). Where they fall between pixels, the image is interpolated.',
      v.optional(
        v.union(
          [positive, pair(positive, '[y, x]')],
          expects('a number from 0.000001 to 1,000,000, or two as [y, x]'),
        ),
        1,
      ),
    ),
    interpolation: described(
      'How the image is read between pixels, at a distance t from each: bilinear, by 1 - |t|; lanczos3, by sinc(t) sinc(t / 3) for |t| < 3, over their sum; fourier, the ideal one, of an image that repeats (only with fill_mode: wrap). Whole shifts are exact under each.',
      v.optional(choice(names(interpolations)), 'bilinear'),
    ),
    distribution: described(
      'uniform: every shift is equally likely. rounded: a uniform real number, rounded, as in the course: the ends are half as likely.',
      v.optional(choice(names(distributions)), 'uniform'),
    ),
    fill_mode: described(
      'What enters the frame (Keras): constant k k | a b c d | k k, nearest a a | a b c d | d d, reflect b a | a b c d | d c, wrap c d | a b c d | a b.',
      v.optional(choice(names(fillModes)), 'constant'),
    ),
    fill_value: described('The k of constant.', v.optional(number(), 0)),
    frame: described(
      'A window through which the middle of a larger image is seen: n, or [height, width]. Content enters and leaves, and nothing is filled, whatever fill_mode says. Default: the whole image.',
      v.optional(size({ max: 16_000_000 })),
    ),
  }),
  v.check(
    ({ max, y, x, list }) =>
      [max !== undefined, y !== undefined || x !== undefined, list !== undefined].filter(Boolean).length ===
      1,
    expects('one of max, ranges y and x, and list'),
  ),
  v.forward(
    v.check(({ path, max }) => path === undefined || typeof max === 'number', expects('only with max: n')),
    ['path'],
  ),
  v.forward(
    v.check(
      ({ path, step }) => path === undefined || typeof step === 'number',
      expects('one number, as path goes in steps of one length'),
    ),
    ['step'],
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    const { max, y, x, list, step } = dataset.value;
    if (list) return;
    const steps = typeof step === 'number' ? [step, step] : step;
    const ends =
      max === undefined
        ? [y ?? [0, 0], x ?? [0, 0]]
        : (typeof max === 'number' ? [max, max] : max).map((n) => [n]);
    for (const [axis, values] of ends.entries()) {
      const odd = values.find((end) => !isMultiple(end, steps[axis]!));
      if (odd === undefined) continue;
      const key = max === undefined ? (['y', 'x'] as const)[axis]! : 'max';
      const given = dataset.value[key];
      addIssue({
        message: expects(`whole multiples of the step, ${steps[axis]}`),
        input: given,
        path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: given }],
      });
      return;
    }
  }),
  v.forward(
    v.check(
      ({ distribution, step, path, list }) => distribution !== 'rounded' || (step === 1 && !path && !list),
      expects('uniform, as rounded numbers are whole: it goes with step: 1, max or ranges'),
    ),
    ['distribution'],
  ),
  v.forward(
    v.check(
      ({ interpolation, fill_mode, frame }) =>
        !interpolationIsPeriodic(interpolation) || (fill_mode === 'wrap' && !frame),
      expects('another, or fill_mode: wrap without a frame, since it takes the image to repeat'),
    ),
    ['interpolation'],
  ),
);

export type ShiftOptions = v.InferOutput<typeof shiftOptions>;

function interpolationIsPeriodic(name: keyof typeof interpolations): boolean {
  return 'periodic' in interpolations[name];
}

/** The first shift that stands in the list before. */
function twice(list: readonly (readonly number[])[]): readonly number[] | undefined {
  const known = new Set<string>();
  return list.find((shift) => known.size === known.add(String(shift)).size);
}

function isMultiple(value: number, step: number): boolean {
  const k = Math.round(value / step);
  return Number.isSafeInteger(k) && Math.abs(value / step - k) <= 1e-9;
}
