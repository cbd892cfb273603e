import * as v from 'valibot';
import { checkAt, choice, described, expects, number, options, pair, says, size } from '../core/options.ts';
import { perChannel } from '../core/per_channel.ts';
import { distributions } from './distribution.ts';
import { fillModes } from './fill.ts';
import { axisOf } from './grid.ts';
import { interpolations } from './interpolation.ts';
import { paths } from './path.ts';

const keysOf = <T extends object>(record: T) =>
  Object.keys(record) as [keyof T & string, ...(keyof T & string)[]];

const range = v.pipe(
  pair(number(), '[first, last]'),
  v.check(([first, last]) => first <= last, expects('[first, last] with first <= last')),
);
const BOUND = expects('a finite number of at least 0, a percentage such as 10%, or two as [y, x]');

/** A bound on one axis: pixels, or a share of the size of what is seen. */
const bound = v.union([number({ min: 0 }), v.pipe(v.string(), v.regex(/^\d+(\.\d+)?%$/, BOUND))], BOUND);
const positive = number({ min: 1e-6, max: 1e6 });
const DIFFERENT = 'a list of different shifts [dy, dx]';
const LIST = expects(DIFFERENT);

/** How far an image may be moved, with what chance, and what is seen where it left. */
export const shiftOptions = v.pipe(
  options({
    max: described(
      'In pixels: shifts from -n to n on both axes, or [y, x] for one bound per axis. A percentage such as 10% is that share of the height and of the width of what is seen, rounded down to a step.',
      v.optional(v.union([bound, pair(bound, '[y, x]')], BOUND)),
    ),
    radius: described(
      'In pixels: all shifts of the grid in a disc, dy² + dx² at most radius²; instead of max.',
      v.optional(number({ min: 0, max: 1e6 })),
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
      'With max: n, only the shifts of a line: diagonal (d, d), horizontal (0, d), vertical (d, 0), d from -n to n; with offset: o, d = k · step + o.',
      v.optional(choice(keysOf(paths))),
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
    offset: described(
      'Pixels that are added to the multiples of the step: o, or [y, x]. Shifts are k · step + o within the range, whose ends may be any numbers. An axis that is not written stays at 0. Default: 0.',
      v.optional(v.union([number(), pair(number(), '[y, x]')], expects('a number, or two as [y, x]'))),
    ),
    interpolation: described(
      'How the image is read between pixels, at a distance t from each: bilinear, by 1 - |t|; bicubic, by the cubic convolution with a = -1/2; lanczos3, by sinc(t) sinc(t / 3) for |t| < 3, over their sum; fourier, the ideal one, of an image that repeats (only with fill_mode: wrap). Whole shifts are exact under each.',
      v.optional(choice(keysOf(interpolations)), 'bilinear'),
    ),
    distribution: described(
      'uniform: every shift is equally likely. rounded: a uniform real number, rounded, as in the course: the ends are half as likely. continuous: uniform real numbers between the ends (Engstrom et al. 2019; not with trials: all).',
      v.optional(choice(keysOf(distributions)), 'uniform'),
    ),
    fill_mode: described(
      'What enters the frame (Keras): constant k k | a b c d | k k, nearest a a | a b c d | d d, reflect b a | a b c d | d c, wrap c d | a b c d | a b.',
      v.optional(choice(keysOf(fillModes)), 'constant'),
    ),
    fill_value: described(
      'The k of constant: a number, or one per channel of the image.',
      v.optional(perChannel(number()), 0),
    ),
    frame: described(
      'A window through which the middle of a larger image is seen: n, or [height, width]. Content enters and leaves, and nothing is filled: fill_mode has no effect. Default: the whole image.',
      v.optional(size({ max: 16_000_000 })),
    ),
  }),
  v.check(
    ({ max, y, x, list, radius }) =>
      [max, y ?? x, list, radius].filter((one) => one !== undefined).length === 1,
    expects('one of max, ranges y and x, radius, and list'),
  ),
  checkAt(
    'path',
    ({ path, max }) => path === undefined || typeof max === 'number',
    expects('only with max: n'),
  ),
  checkAt(
    'step',
    ({ path, step }) => path === undefined || typeof step === 'number',
    expects('one number, as path goes in steps of one length'),
  ),
  checkAt(
    'offset',
    ({ offset, list }) => offset === undefined || !list,
    expects('only with max, ranges, a path or radius'),
  ),
  checkAt(
    'offset',
    ({ path, offset }) => path === undefined || !Array.isArray(offset),
    expects('one number, as path goes in steps of one length'),
  ),
  checkAt(
    'distribution',
    (given) => given.distribution !== 'continuous' || isWholeBox(given),
    expects('uniform, as continuous shifts have no steps: it goes with max or ranges alone'),
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.issues) return;
    const { max, y, x, list, step, radius, offset, distribution } = dataset.value;
    if (list || distribution === 'continuous') return;
    const steps = typeof step === 'number' ? [step, step] : step;
    const offsets = typeof offset === 'number' ? [offset, offset] : offset;
    const most = radius ?? max;
    const ends: (readonly (number | string)[] | undefined)[] =
      most === undefined ? [y, x] : (Array.isArray(most) ? most : [most, most]).map((n) => [n]);
    for (const [axis, written] of ends.entries()) {
      const values = (written ?? []).filter((end) => typeof end === 'number');
      if (values.length === 0) continue;
      const wrong = offsets
        ? !holdsShift(values, steps[axis]!, offsets[axis]!)
        : radius === undefined && values.some((end) => !isMultiple(end, steps[axis]!));
      if (!wrong) continue;
      const key = radius !== undefined ? 'radius' : max === undefined ? (['y', 'x'] as const)[axis]! : 'max';
      const given = dataset.value[key];
      addIssue({
        message: offsets
          ? says(() => ({ problem: `no shift k · ${steps[axis]} + ${offsets[axis]} is within it` }))
          : multiplesOf(steps[axis]!, values),
        input: given,
        path: [{ type: 'object', origin: 'value', input: dataset.value, key, value: given }],
      });
      return;
    }
  }),
  checkAt(
    'distribution',
    (given) => given.distribution !== 'rounded' || isWholeBox(given),
    expects('uniform, as rounded numbers are whole: it goes with step: 1, max or ranges'),
  ),
  checkAt(
    'interpolation',
    ({ interpolation, fill_mode, frame }) =>
      !interpolationIsPeriodic(interpolation) || (fill_mode === 'wrap' && !frame),
    expects('another, or fill_mode: wrap without a frame, since it takes the image to repeat'),
  ),
);

export type ShiftOptions = v.InferOutput<typeof shiftOptions>;

/** Whether shifts are all whole ones between `max` or ranges, of which other distributions than `uniform` draw. */
function isWholeBox({ step, path, list, radius, offset }: Record<string, unknown>): boolean {
  return step === 1 && [path, list, radius, offset].every((one) => one === undefined);
}

function interpolationIsPeriodic(name: keyof typeof interpolations): boolean {
  return 'periodic' in interpolations[name];
}

/** The first shift that equals an earlier one of the list. */
function twice(list: readonly (readonly number[])[]): readonly number[] | undefined {
  const known = new Set<string>();
  return list.find((shift) => known.size === known.add(String(shift)).size);
}

function isMultiple(value: number, step: number): boolean {
  const k = Math.round(value / step);
  return Number.isSafeInteger(k) && Math.abs(value / step - k) <= 1e-9;
}

/** Whether an axis has a shift of the grid. @param ends [first, last], or [n] for -n to n */
function holdsShift(ends: readonly number[], step: number, offset: number): boolean {
  const [first, last = -first!] = ends;
  return axisOf([Math.min(first!, last), Math.max(first!, last)], step, offset).count > 0;
}

/** Ends that are all as far from a multiple of the step are one grid with an offset. */
function multiplesOf(step: number, ends: readonly number[]) {
  const expected = `whole multiples of the step, ${step}`;
  const rests = ends.map((end) => Number((end - step * Math.floor(end / step)).toPrecision(9)));
  if (rests.length < 2 || rests.some((rest) => rest !== rests[0])) return expects(expected);
  return says(() => ({
    expected,
    remedy: `or write offset: ${rests[0]} for the shifts k · ${step} + ${rests[0]}`,
  }));
}
