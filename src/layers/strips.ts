/** So many rows of so many values, of which the first have a result. */
export interface Lines {
  rows: number;
  line: number;
  kept: number;
  /** Values that a row's results look at, from its first on. */
  further: number;
}

/** Computes some rows after the other. @param run is given the values of `count` rows from `first` on, and what lies further */
export function inStrips(
  data: Float32Array,
  { rows, line, kept, further }: Lines,
  run: (strip: Float32Array, first: number, count: number) => Float32Array,
): Float32Array {
  const result = new Float32Array(rows * kept);
  const step = Math.max(1, Math.ceil(STRIP / Math.max(line, kept)));
  for (let first = 0; first < rows; first += step) {
    const count = Math.min(step, rows - first);
    const begin = first * line;
    const strip = data.subarray(begin, begin + (count - 1) * line + further);
    result.set(run(strip, first, count), first * kept);
  }
  return result;
}

/** Values that are put into the memory of the loops at once: what a core's cache holds, and the result beside it. */
const STRIP = 2 ** 16;
