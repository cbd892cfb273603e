import type { Cell } from './columns.ts';
import { packColumn, packNumbers } from './pack_column.ts';
import { cellOfRow, type PackedColumn, type PackedRows } from './packed_rows.ts';

/** Packed rows as one, at most 65,536 rows together. Numbers are never cells of their own on the way. */
export function joinRows(few: readonly PackedRows[], length: number): PackedRows {
  const names: string[] = [];
  for (const { columns } of few)
    for (let at = 0; at < columns.length; at++) {
      const { name } = columns[at]!;
      if (names[at] !== name && !names.includes(name)) names.push(name);
    }
  return { length, columns: names.map((name, at) => joinColumn(name, few, length, at)) };
}

/** @param like where the column probably is */
function joinColumn(name: string, few: readonly PackedRows[], length: number, like: number): PackedColumn {
  const parts = few.map(({ columns }) =>
    columns[like]?.name === name ? columns[like] : columns.find((column) => column.name === name),
  );
  if (parts.every((part) => part?.among)) return joinNumbers(name, numbersOfParts(parts, few, length));
  const { cells, places } = parts[0] ?? NO_PART;
  if (!places && parts.every((part) => part?.cells === cells && !part.places && !part.among))
    return repeatColumn(packColumn(name, Array.from(cells)), cells.length, length);
  const all: (Cell | undefined)[] = [];
  for (const [i, part] of parts.entries())
    for (let row = 0; row < few[i]!.length; row++) all.push(part && cellOfRow(part, row));
  return packColumn(name, all);
}

const NO_PART: PackedColumn = { name: '', cells: [] };

function numbersOfParts(
  parts: readonly (PackedColumn | undefined)[],
  few: readonly PackedRows[],
  length: number,
): Float64Array {
  const numbers = new Float64Array(length);
  let at = 0;
  for (const [i, part] of parts.entries()) {
    const { cells, among } = part!;
    const { first, each } = among!;
    // Tables print -0 as 0.
    for (let row = 0; row < few[i]!.length; row++) numbers[at++] = (cells[first + row * each] as number) + 0;
  }
  return numbers;
}

/** @param numbers NaN is not defined */
function joinNumbers(name: string, numbers: Float64Array): PackedColumn {
  const placeOf = new Map<number, number>();
  const places = new Uint16Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i]!;
    let place = placeOf.get(number);
    if (place === undefined) {
      place = placeOf.size;
      placeOf.set(number, place);
      // Where most of the first rows differ, so will most of all.
      const seen = placeOf.size > 256 ? i + 1 : numbers.length;
      if (2 * placeOf.size > seen) return { name, cells: packNumbers(numbers), among: { first: 0, each: 1 } };
    }
    places[i] = place;
  }
  const cells = Array.from(placeOf.keys(), (number) => (Number.isNaN(number) ? null : number));
  if (cells.length === 1) return { name, cells };
  return { name, cells, places: cells.length <= 256 ? new Uint8Array(places) : places };
}

/** A column whose cells are repeated, up to a length. @param period how many cells it has */
function repeatColumn({ name, cells, places }: PackedColumn, period: number, length: number): PackedColumn {
  if (cells.length === 1) return { name, cells };
  const all = cells.length <= 256 ? new Uint8Array(length) : new Uint16Array(length);
  for (let row = 0; row < length; row++) all[row] = places ? places[row % period]! : row % period;
  return { name, cells, places: all };
}
