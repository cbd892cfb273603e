import type { Windows } from '../../core/tensor.ts';

/** Where the windows of a map begin. */
export interface WindowBounds {
  /** The least row and column in which a window begins. */
  top: number;
  left: number;
  /** Rows and columns from the least to the greatest, both included. */
  down: number;
  across: number;
  /** For each row from `top` on, 1 if a window begins in it, else 0. */
  begins: Uint8Array;
}

export const boundsOf = perWindows(findBounds);

/** A function of windows that computes each result once: most steps of a run have the same windows. */
export function perWindows<Result>(compute: (windows: Windows) => Result): (windows: Windows) => Result {
  const known = new WeakMap<Int32Array, { columns: Int32Array; result: Result }>();
  return ({ rows, columns }) => {
    const before = known.get(rows);
    if (before?.columns === columns) return before.result;
    const result = compute({ rows, columns });
    known.set(rows, { columns, result });
    return result;
  };
}

function findBounds({ rows, columns }: Windows): WindowBounds {
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  const begins = new Uint8Array(bottom - top + 1);
  for (let member = 0; member < rows.length; member++) begins[rows[member]! - top] = 1;
  return { top, left, down: bottom - top + 1, across: right - left + 1, begins };
}

/** The least and the greatest of at least one value. */
function span(values: Int32Array): [least: number, greatest: number] {
  let [least, greatest] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > greatest) greatest = values[i]!;
  }
  return [least, greatest];
}
