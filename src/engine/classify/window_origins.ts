import type { Windows } from '../../core/tensor.ts';

/** Where a map's windows begin. */
export interface Origins {
  /** The least row and column. */
  top: number;
  left: number;
  /** From the least to the greatest. */
  down: number;
  across: number;
  /** Whether any begins in a row, from the first on: 1 or 0. */
  begins: Uint8Array;
}

export const originsOf = perWindows(look);

/** The same of what follows from windows: looked at once, since most steps of a run have the same. */
export function perWindows<Found>(look: (windows: Windows) => Found): (windows: Windows) => Found {
  const known = new WeakMap<Int32Array, { columns: Int32Array; found: Found }>();
  return ({ rows, columns }) => {
    const before = known.get(rows);
    if (before?.columns === columns) return before.found;
    const found = look({ rows, columns });
    known.set(rows, { columns, found });
    return found;
  };
}

function look({ rows, columns }: Windows): Origins {
  const [top, bottom] = span(rows);
  const [left, right] = span(columns);
  const begins = new Uint8Array(bottom - top + 1);
  for (let member = 0; member < rows.length; member++) begins[rows[member]! - top] = 1;
  return { top, left, down: bottom - top + 1, across: right - left + 1, begins };
}

/** Of values, one at least. */
function span(values: Int32Array): [least: number, greatest: number] {
  let [least, greatest] = [values[0]!, values[0]!];
  for (let i = 1; i < values.length; i++) {
    if (values[i]! < least) least = values[i]!;
    if (values[i]! > greatest) greatest = values[i]!;
  }
  return [least, greatest];
}
