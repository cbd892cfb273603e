import { beside, type Space, space, spaceOf, taking } from '../../simd/arena.ts';

/** So many rows of so many values, of which the first have a result. */
export interface Lines {
  rows: number;
  line: number;
  kept: number;
  /** Values that a row's results look at, from its first on. */
  further: number;
}

/**
 * Computes rows from rows: in the space where the values lie, if it has room for them; else some rows after the other.
 *
 * @param needs bytes that `run` needs besides
 * @param run is given the values of `count` rows from `first` on, and what lies further; it writes to `to`
 */
export function inStrips(
  data: Float32Array,
  { rows, line, kept, further }: Lines,
  needs: number,
  run: (space: Space, strip: Float32Array, to: number, first: number, count: number) => void,
): Float32Array {
  const bytes = 4 * rows * kept;
  const home = spaceOf(data, taking(bytes) + needs);
  if (home) {
    const to = home.room(bytes);
    const work = beside(data, needs);
    run(work, data, to, 0, rows);
    work.release();
    return home.floats(to, rows * kept);
  }
  const result = new Float32Array(rows * kept);
  const step = Math.min(rows, Math.max(1, Math.ceil(STRIP / Math.max(line, kept))));
  const strip = taking(4 * (step - 1) * line + 4 * further) + taking(4 * step * kept);
  const work = space(strip + needs);
  const bottom = work.top();
  for (let first = 0; first < rows; first += step) {
    const count = Math.min(step, rows - first);
    const begin = first * line;
    const to = work.room(4 * count * kept);
    run(work, data.subarray(begin, begin + (count - 1) * line + further), to, first, count);
    result.set(work.floats(to, count * kept), first * kept);
    work.back(bottom);
  }
  work.release();
  return result;
}

/** Values that are put into the memory of the loops at once: what a core's cache holds, and the result beside it. */
const STRIP = 2 ** 16;
