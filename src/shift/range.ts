import type { Pair } from '../core/tensor.ts';
import type { ShiftOptions } from './options.ts';
import { paths } from './path.ts';

/** The shifts of a grid: all (dy, dx) with dy in `y` and dx in `x`, ends included. */
export interface ShiftRange {
  y: Pair;
  x: Pair;
  /** Pixels from one shift to the next: one number for both axes, or [y, x]. */
  step: number | Pair;
  /** What is added to the multiples of the step, [y, x]. Default: [0, 0]. */
  offset?: Pair | undefined;
  /** Only the shifts with dy² + dx² ≤ radius². */
  radius?: number | undefined;
  /** Any real numbers instead of steps. */
  continuous?: boolean | undefined;
}

/** Explicit shifts in order, all equally likely. */
export interface ShiftList {
  count: number;
  at(index: number): Pair;
  /** The key of the stream that draws from them. */
  key: readonly unknown[];
  /** Some of the shifts, among them those that reach furthest on either axis. */
  outermost: readonly Pair[];
}

/** The shifts that can be drawn. @param options with `max` in pixels, see `inPixels` */
export function shiftRange(options: ShiftOptions): ShiftRange | ShiftList {
  const { max, y, x, list, path, step, radius, distribution } = options;
  if (list) return { count: list.length, at: (index) => list[index]!, key: ['list', list], outermost: list };
  if (path) return paths[path](max as number, step as number);
  const offset = offsetsOf(options);
  const more = {
    ...(offset && { offset }),
    ...(radius !== undefined && { radius }),
    ...(distribution === 'continuous' && { continuous: true }),
  };
  if (max === undefined && radius === undefined) return { y: y ?? [0, 0], x: x ?? [0, 0], step, ...more };
  const most = radius ?? (max as number | Pair);
  const [down, across] = typeof most === 'number' ? [most, most] : most;
  return { y: [0 - down, down], x: [0 - across, across], step, ...more };
}

/** An axis that is not written has the shift 0 only, and so no offset. */
function offsetsOf({ offset, max, y, x, radius }: ShiftOptions): Pair | undefined {
  if (offset === undefined) return undefined;
  const [down, across] = typeof offset === 'number' ? [offset, offset] : offset;
  if (max !== undefined || radius !== undefined) return [down, across];
  return [y ? down : 0, x ? across : 0];
}

/**
 * The same options with a `max` of per cents in pixels: rounded down to a step, unless shifts are continuous.
 *
 * @param size [height, width] of what is seen of the image
 * @example inPixels({ max: '10%', step: 1, … }, [28, 40]).max // [2, 4]
 */
export function inPixels(options: ShiftOptions, size: Pair): ShiftOptions {
  const { max, step, distribution } = options;
  if (max === undefined || ![max].flat().some((one) => typeof one === 'string')) return options;
  const written = Array.isArray(max) ? max : [max, max];
  const steps = stepsOf({ step });
  const pixels = ([0, 1] as const).map((axis) => {
    const one = written[axis]!;
    if (typeof one === 'number') return one;
    const exact = (Number(one.slice(0, -1)) * size[axis]) / 100;
    return distribution === 'continuous' ? exact : steps[axis] * Math.floor(exact / steps[axis] + SLACK);
  });
  return { ...options, max: pixels as [number, number] };
}

/** The number of shifts that can be drawn; Infinity for continuous ones. */
export function countShifts(range: ShiftRange | ShiftList): number {
  if ('count' in range) return range.count;
  if (range.continuous) return Number.POSITIVE_INFINITY;
  if (range.radius !== undefined) return rowsOf(range).reduce((sum, { count }) => sum + count, 0);
  const [down, across] = axesOf(range);
  return down.count * across.count;
}

/** The shifts of one axis: step · k + offset for the `count` whole numbers k from `from` on. */
export interface ShiftAxis {
  ends: Pair;
  step: number;
  offset: number;
  from: number;
  count: number;
}

/** The axes of a grid, [y, x]. */
export function axesOf(range: ShiftRange): [ShiftAxis, ShiftAxis] {
  const [down, across] = stepsOf(range);
  const { y, x, offset = [0, 0] } = range;
  return [axisOf(y, down, offset[0]), axisOf(x, across, offset[1])];
}

export function axisOf(ends: Pair, step: number, offset = 0): ShiftAxis {
  const from = Math.ceil((ends[0] - offset) / step - SLACK) + 0;
  const to = Math.floor((ends[1] - offset) / step + SLACK);
  return { ends, step, offset, from, count: to - from + 1 };
}

/** The `index`-th shift of an axis. */
export function shiftOn({ step, offset, from }: ShiftAxis, index: number): number {
  return step * (from + index) + offset;
}

/** The rows of a grid: dy, the index of the first dx, and how many there are. Rows without shifts are left out. */
export function rowsOf(range: ShiftRange): { dy: number; first: number; count: number }[] {
  const [down, across] = axesOf(range);
  const rows: { dy: number; first: number; count: number }[] = [];
  for (let row = 0; row < down.count; row++) {
    const dy = shiftOn(down, row);
    const half = range.radius === undefined ? Number.POSITIVE_INFINITY : halfWidth(range.radius, dy);
    const ends: Pair = [Math.max(across.ends[0], -half), Math.min(across.ends[1], half)];
    const { from, count } = axisOf(ends, across.step, across.offset);
    if (count > 0) rows.push({ dy, first: from - across.from, count });
  }
  return rows;
}

/** Half the width of a disc at the height dy; -Infinity above and below it. */
function halfWidth(radius: number, dy: number): number {
  const square = radius ** 2 * (1 + 1e-12) - dy ** 2;
  return square < 0 ? Number.NEGATIVE_INFINITY : Math.sqrt(square);
}

/** [y, x] pixels from one shift to the next. */
export function stepsOf({ step }: Pick<ShiftRange, 'step'>): Pair {
  return typeof step === 'number' ? [step, step] : step;
}

/** In steps: how far rounding may put the end of a range from a shift. */
const SLACK = 2e-9;
