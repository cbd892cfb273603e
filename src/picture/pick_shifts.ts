import type { Pair } from '../core/tensor.ts';
import type { ShiftClasses } from './film_strip.ts';

/** Some of the drawn shifts, from the shortest to the longest, evenly; all where there are no more. */
export function pickShifts({ dy, dx }: ShiftClasses, count: number): Pair[] {
  const moved = Array.from(dy, (down, s): Pair => [down, dx[s]!]).filter(([y, x]) => y !== 0 || x !== 0);
  const sorted = moved.sort((a, b) => shiftLength(a) - shiftLength(b) || angle(a) - angle(b));
  if (sorted.length <= count) return sorted;
  return Array.from(
    { length: count },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))]!,
  );
}

function shiftLength([dy, dx]: Pair): number {
  return Math.hypot(dy, dx);
}

/** The angle, so that shifts of like length do not all go one way. */
function angle([dy, dx]: Pair): number {
  return Math.atan2(dy, dx);
}
