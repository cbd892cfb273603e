import { type Arena, arenaOf, paddedSize, withArena } from '../../simd/arena.ts';

/** The rows that a loop computes from the rows of its input. */
export interface Lines {
  /** Rows with a result. */
  rows: number;
  /** Values of an input row. */
  line: number;
  /** Values of a result row. */
  kept: number;
  /** Values that the results of a row depend on, counted from the first value of its input row. */
  further: number;
}

/**
 * Computes rows from rows, in the arena that holds the values if it has room; else a strip of rows at a time in another.
 *
 * @param needs bytes that `run` allocates
 * @param run computes `count` rows from row `first` on. `strip` holds their input, and `to` is the address of the result
 */
export function inStrips(
  data: Float32Array,
  { rows, line, kept, further }: Lines,
  needs: number,
  run: (arena: Arena, strip: Float32Array, to: number, first: number, count: number) => void,
): Float32Array {
  const bytes = 4 * rows * kept;
  const holder = arenaOf(data, paddedSize(bytes) + needs);
  if (holder) {
    const to = holder.allocate(bytes);
    withArena(needs, data, (arena) => run(arena, data, to, 0, rows));
    return holder.floats(to, rows * kept);
  }
  const result = new Float32Array(rows * kept);
  const step = Math.min(rows, Math.max(1, Math.ceil(STRIP_VALUES / Math.max(line, kept))));
  const strip = paddedSize(4 * (step - 1) * line + 4 * further) + paddedSize(4 * step * kept);
  withArena(strip + needs, undefined, (arena) => {
    for (let first = 0; first < rows; first += step) {
      const count = Math.min(step, rows - first);
      const begin = first * line;
      const bottom = arena.top();
      const to = arena.allocate(4 * count * kept);
      run(arena, data.subarray(begin, begin + (count - 1) * line + further), to, first, count);
      result.set(arena.floats(to, count * kept), first * kept);
      arena.reset(bottom);
    }
  });
  return result;
}

/** Values of a strip: its input and its result fit into a core's cache. */
const STRIP_VALUES = 2 ** 16;
