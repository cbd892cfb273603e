import { once } from '../../core/memo.ts';
import type { Numbers, Pair, Shifts } from '../../core/tensor.ts';
import { splitShift } from '../../shift/split.ts';

/** How far an image is extended before the shared pass. */
export interface Extension {
  /** Whether shifts and windows wrap around the image. If not, the image is extended as far as shifts reach. */
  torus: boolean;
  /** Pixels by which the image is extended further, since windows read padding there; to be corrected. */
  margin: Margin;
}

/** [down, across] before and after. */
interface Margin {
  before: Pair;
  after: Pair;
}

/** Shifts as whole pixels and a fraction of one. Shifts with the same fraction read the same interpolated image. */
export interface SplitShifts {
  /** The distinct fractions, (y, x) in [0, 1). Only (0, 0) where all shifts are whole. */
  fractions: readonly Pair[];
  /** By shift, the index of its fraction. */
  fractionOf: Int32Array;
  /** By shift, whole pixels down and right. */
  down: Numbers;
  right: Numbers;
  reach: PixelReach;
}

/** Splits shifts; once for the same shifts. */
export const splitShifts = once(({ dy, dx }: Pick<Shifts, 'dy' | 'dx'>): SplitShifts => {
  if (areWhole(dy) && areWhole(dx)) {
    return {
      fractions: [[0, 0]],
      fractionOf: new Int32Array(dy.length),
      down: dy,
      right: dx,
      reach: pixelReach(dy, dx),
    };
  }
  const fractions: Pair[] = [];
  const indices = new Map<string, number>();
  const fractionOf = new Int32Array(dy.length);
  const down = new Float64Array(dy.length);
  const right = new Float64Array(dy.length);
  for (const s of dy.keys()) {
    const [wholeY, fractionY] = splitShift(dy[s]!);
    const [wholeX, fractionX] = splitShift(dx[s]!);
    const key = `${fractionY} ${fractionX}`;
    let index = indices.get(key);
    if (index === undefined) {
      index = fractions.push([fractionY, fractionX]) - 1;
      indices.set(key, index);
    }
    fractionOf[s] = index;
    down[s] = wholeY;
    right[s] = wholeX;
  }
  return { fractions, fractionOf, down, right, reach: pixelReach(down, right) };
});

function areWhole(shifts: Numbers): boolean {
  for (let s = 0; s < shifts.length; s++) if (Math.floor(shifts[s]!) !== shifts[s]) return false;
  return true;
}

/** The range [first, last] of a frame's first pixel over all shifts, on each axis, from where it is unshifted. */
interface PixelReach {
  y: Pair;
  x: Pair;
}

function pixelReach(down: Numbers, right: Numbers): PixelReach {
  return { y: spanOfShifts(down), x: spanOfShifts(right) };
}

function spanOfShifts(shifts: Numbers): Pair {
  let least = 0;
  let most = 0;
  for (let s = 0; s < shifts.length; s++) {
    const shift = shifts[s]!;
    if (shift < least) least = shift;
    if (shift > most) most = shift;
  }
  return [0 - most, 0 - least];
}

/** Pixels that one pass over all shifts covers, over all fractions. @param frame [height, width] */
export function areaOf(
  [height, width]: readonly number[],
  { fractions, reach: { y, x } }: SplitShifts,
  { torus, margin: { before, after } }: Extension,
): number {
  if (torus) return height! * width! * fractions.length;
  const down = y[1] - y[0] + before[0] + after[0];
  const across = x[1] - x[0] + before[1] + after[1];
  return (height! + down) * (width! + across) * fractions.length;
}

/** The pixel of the unshifted image that is the first of a frame in its middle. */
export function frameOrigin(image: readonly number[], frame: readonly number[]): Pair {
  return [Math.floor((image[0]! - frame[0]!) / 2), Math.floor((image[1]! - frame[1]!) / 2)];
}
