import type { Pair } from '../core/tensor.ts';
import type { ShiftOptions } from './options.ts';
import { paths } from './path.ts';

/** The shifts of a grid: all (dy, dx) from the first to the last of each axis, every `step` pixels. */
export interface ShiftRange {
  y: Pair;
  x: Pair;
  /** Pixels from one shift to the next: one number for both axes, or [y, x]. */
  step: number | Pair;
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

/** The shifts that can be drawn. */
export function shiftRange({
  max,
  y = [0, 0],
  x = [0, 0],
  list,
  path,
  step,
}: ShiftOptions): ShiftRange | ShiftList {
  if (list) return { count: list.length, at: (index) => list[index]!, key: ['list', list], outermost: list };
  if (path) return paths[path](max as number, step as number);
  if (max === undefined) return { y, x, step };
  const [down, across] = typeof max === 'number' ? [max, max] : max;
  return { y: [0 - down, down], x: [0 - across, across], step };
}

/** The number of shifts that can be drawn. */
export function countShifts(range: ShiftRange | ShiftList): number {
  if ('count' in range) return range.count;
  const [down, across] = stepsOf(range);
  return axisCount(range.y, down) * axisCount(range.x, across);
}

/** The number of shifts on one axis. */
export function axisCount([first, last]: Pair, step: number): number {
  return Math.round(last / step) - Math.round(first / step) + 1;
}

/** [y, x] pixels from one shift to the next. */
export function stepsOf({ step }: Pick<ShiftRange, 'step'>): Pair {
  return typeof step === 'number' ? [step, step] : step;
}
