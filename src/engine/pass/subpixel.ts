import { once } from '../../core/memo.ts';
import type { Pair, Shifts } from '../../core/tensor.ts';
import { splitShift } from '../../shift/split.ts';
import type { Plan } from '../plan/plan.ts';

/** Shifts as whole pixels and a part of one: shifts that share their part read the same picture. */
export interface Parts {
  /** The different parts, (y, x) in [0, 1). Only (0, 0) where all shifts are whole. */
  list: readonly Pair[];
  /** Of each shift: which part, and how many whole pixels down and right. */
  part: Int32Array;
  down: Float64Array;
  right: Float64Array;
  reach: Reach;
}

/** Found once for the same shifts. */
export const partsOf = once(({ dy, dx }: Pick<Shifts, 'dy' | 'dx'>): Parts => {
  if (areWhole(dy) && areWhole(dx)) {
    return { list: [[0, 0]], part: new Int32Array(dy.length), down: dy, right: dx, reach: reachOf(dy, dx) };
  }
  const list: Pair[] = [];
  const places = new Map<string, number>();
  const part = new Int32Array(dy.length);
  const down = new Float64Array(dy.length);
  const right = new Float64Array(dy.length);
  for (const s of dy.keys()) {
    const [wholeY, partY] = splitShift(dy[s]!);
    const [wholeX, partX] = splitShift(dx[s]!);
    const key = `${partY} ${partX}`;
    let index = places.get(key);
    if (index === undefined) {
      index = list.push([partY, partX]) - 1;
      places.set(key, index);
    }
    part[s] = index;
    down[s] = wholeY;
    right[s] = wholeX;
  }
  return { list, part, down, right, reach: reachOf(down, right) };
});

function areWhole(shifts: Float64Array): boolean {
  for (let s = 0; s < shifts.length; s++) if (Math.floor(shifts[s]!) !== shifts[s]) return false;
  return true;
}

/** Where the first pixel of a frame can lie, in whole pixels from its place at rest, [first, last] on either axis. */
interface Reach {
  y: Pair;
  x: Pair;
}

/** The pixels that some shift brings into the frame. */
function reachOf(down: Float64Array, right: Float64Array): Reach {
  return { y: span(down), x: span(right) };
}

function span(shifts: Float64Array): Pair {
  let least = 0;
  let most = 0;
  for (let s = 0; s < shifts.length; s++) {
    const shift = shifts[s]!;
    if (shift < least) least = shift;
    if (shift > most) most = shift;
  }
  return [0 - most, 0 - least];
}

/** Cells of the image that one pass over all shifts covers. @param frame [height, width] of what is seen of it */
export function areaOf(
  [height, width]: readonly number[],
  parts: Parts,
  { torus, margin: { before, after } }: Pick<Plan, 'torus' | 'margin'>,
): number {
  if (torus) return height! * width! * parts.list.length;
  const { y, x } = parts.reach;
  const down = y[1] - y[0] + before[0] + after[0];
  const across = x[1] - x[0] + before[1] + after[1];
  return (height! + down) * (width! + across) * parts.list.length;
}

/** Where a frame's first pixel lies in the image at rest: the frame is in its middle. */
export function frameOrigin(image: readonly number[], frame: readonly number[]): Pair {
  return [Math.floor((image[0]! - frame[0]!) / 2), Math.floor((image[1]! - frame[1]!) / 2)];
}
