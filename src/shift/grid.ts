import { squared } from '../core/power.ts';
import type { Pair } from '../core/tensor.ts';

/** The shifts of a grid: all (dy, dx) with dy in `y` and dx in `x`, ends included. */
export interface ShiftRange {
  y: Pair;
  x: Pair;
  /** Pixels from one shift to the next: one number for both axes, or [y, x]. */
  step: number | Pair;
  /** [y, x], added to the multiples of the step. Default: [0, 0]. */
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

/**
 * The shifts step · k + offset from the first end to the second, both included.
 *
 * @example axisOf([-3, 3], 2) // the shifts -2, 0, 2: { ends: [-3, 3], step: 2, offset: 0, from: -1, count: 3 }
 */
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
  const square = squared(radius) * (1 + 1e-12) - squared(dy);
  return square < 0 ? Number.NEGATIVE_INFINITY : Math.sqrt(square);
}

/** [y, x] pixels from one shift to the next. */
export function stepsOf({ step }: Pick<ShiftRange, 'step'>): Pair {
  return typeof step === 'number' ? [step, step] : step;
}

/** In steps: how far rounding may put the end of a range from a shift. */
export const SLACK = 2e-9;
