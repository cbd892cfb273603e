import type { Pair } from '../../core/tensor.ts';

/** The shifts that the image can be moved by. */
export interface Reach {
  y: Pair;
  x: Pair;
}

/**
 * The nearest shift within reach.
 *
 * @param parts whether it may have quarters of a pixel, not only whole ones
 * @example shiftWithin({ y: [-3, 3], x: [-3, 3] }, [1.3, 9], false) // [1, 3]
 */
export function shiftWithin({ y, x }: Reach, [dy, dx]: Pair, parts: boolean): Pair {
  return [clamp(snap(dy, parts), y), clamp(snap(dx, parts), x)];
}

/** Parts of a pixel that the modifier allows. */
const PARTS = 4;

function snap(value: number, parts: boolean): number {
  return (parts ? Math.round(value * PARTS) / PARTS : Math.round(value)) + 0;
}

function clamp(value: number, [least, most]: Pair): number {
  return Math.min(most, Math.max(least, value)) + 0;
}

/** The shift after a key; undefined for a key that moves nothing. @param parts whether the modifier is held */
export function afterKey(key: string, [dy, dx]: Pair, parts: boolean, far: boolean): Pair | undefined {
  const by = parts ? 1 / PARTS : far ? 4 : 1;
  if (key === 'ArrowUp') return [dy - by, dx];
  if (key === 'ArrowDown') return [dy + by, dx];
  if (key === 'ArrowLeft') return [dy, dx - by];
  if (key === 'ArrowRight') return [dy, dx + by];
  if (key === 'Home' || key === '0') return [0, 0];
  return undefined;
}
