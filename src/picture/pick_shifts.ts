import type { Pair } from '../core/tensor.ts';
import type { ShiftClasses } from './film_strip.ts';

/** Picks `count` of the drawn shifts, evenly from the shortest to the longest, without (0, 0); all if there are fewer. */
export function pickShifts({ dy, dx }: ShiftClasses, count: number): Pair[] {
  const moved = Array.from(dy, (down, s): Pair => [down, dx[s]!]).filter(([y, x]) => y !== 0 || x !== 0);
  const sorted = moved.sort((a, b) => shiftLength(a) - shiftLength(b) || angle(a) - angle(b));
  if (sorted.length <= count) return sorted;
  return Array.from(
    { length: count },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / Math.max(1, count - 1))]!,
  );
}

/** Pixels that a shift moves, along the diagonal. @example shiftLength([3, 4]) // 5 */
export function shiftLength([dy, dx]: Pair): number {
  return Math.hypot(dy, dx);
}

/** Orders shifts of equal length by direction, so that the picked ones do not all point one way. */
function angle([dy, dx]: Pair): number {
  return Math.atan2(dy, dx);
}
