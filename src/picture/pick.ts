import type { Pair } from '../core/tensor.ts';
import type { Drawn } from './shown.ts';

/** Some of the drawn shifts, from the shortest to the longest, evenly; all where there are no more. */
export function pickShifts({ dy, dx }: Drawn, count: number): Pair[] {
  const moved = Array.from(dy, (down, s): Pair => [down, dx[s]!]).filter(([y, x]) => y !== 0 || x !== 0);
  const sorted = moved.sort((a, b) => length(a) - length(b) || turn(a) - turn(b));
  if (sorted.length <= count) return sorted;
  return Array.from(
    { length: count },
    (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (count - 1))]!,
  );
}

function length([dy, dx]: Pair): number {
  return Math.hypot(dy, dx);
}

/** The angle, so that shifts of like length do not all go one way. */
function turn([dy, dx]: Pair): number {
  return Math.atan2(dy, dx);
}
