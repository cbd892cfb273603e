import type { Work } from '../../core/scheduler.ts';
import type { OutputMap } from '../../core/tensor.ts';
import type { Loops } from '../../simd/loops.ts';
import { newArray } from '../short_arrays.ts';

/** Values of a reference that are compared with those of windows: addresses of lists. */
export interface ComparedValues {
  loops: Loops;
  /** Where each is compared: bytes from the first value of a window; and the values, as doubles. */
  placesAt: number;
  valuesAt: number;
  count: number;
  /** The first value of each window. */
  beginsAt: number;
}

/**
 * Raises the largest |x - r| so far of each of some windows.
 *
 * @param largestAt address of those, as doubles
 * @param limit no |x - r| is larger
 */
export function* raiseEach(
  { loops, placesAt, valuesAt, count, beginsAt }: ComparedValues,
  largestAt: number,
  windows: number,
  limit: number,
): Work<void> {
  for (let first = 0; first < windows; first += AT_ONCE) {
    const some = Math.min(AT_ONCE, windows - first);
    loops.largestDifferences(
      ...[placesAt, valuesAt, count, limit, beginsAt + 4 * first, some, largestAt + 8 * first],
    );
    yield;
  }
}

/** Raises the largest |x - r| of all of those windows together. @returns it */
export function* raiseTogether(
  { loops, placesAt, valuesAt, count, beginsAt }: ComparedValues,
  largest: number,
  windows: number,
  limit: number,
): Work<number> {
  let most = largest;
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = Math.min(AT_ONCE, count - first);
    most = loops.largestDifference(
      ...[placesAt + 4 * first, valuesAt + 8 * first, some, limit, beginsAt, windows, most],
    );
    yield;
  }
  return most;
}

/** Windows, or values, to compare before work yields. */
const AT_ONCE = 256;

/** Bytes from a row of a window to the next, and from a cell to the next. */
export function byteSteps({ dilation, width, shape }: OutputMap): [number, number] {
  return [4 * dilation[0] * width * shape[2], 4 * dilation[1] * shape[2]];
}

/** The address of the first value of each member's window. @param from address of the map */
export function beginsOf(map: OutputMap, members: Int32Array, from: number): Int32Array {
  const begins = newArray(Int32Array, members.length);
  for (let i = 0; i < members.length; i++) {
    const member = members[i]!;
    begins[i] = from + 4 * (map.rows[member]! * map.width + map.columns[member]!) * map.shape[2];
  }
  return begins;
}
