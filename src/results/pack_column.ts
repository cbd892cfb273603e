import type { Cell } from './columns.ts';
import type { PackedColumn } from './packed_rows.ts';

/**
 * Packs the cells of a column: one for all rows, the distinct ones with places, or numbers in few bytes each.
 *
 * @param cells are changed
 */
export function packColumn(name: string, cells: (Cell | undefined)[]): PackedColumn {
  // A map would take -0 for 0.
  for (let i = 0; i < cells.length; i++) if (cells[i] === 0) cells[i] = 0;
  const numbers = areNumbers(cells) ? cells : undefined;
  const placeOf = new Map<Cell | undefined, number>();
  const distinct: (Cell | undefined)[] = [];
  const places = new Uint16Array(cells.length);
  let place: number | undefined;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    // Neighbours are often equal.
    if (place === undefined || cell !== distinct[place]) place = placeOf.get(cell);
    if (place === undefined) {
      place = distinct.length;
      placeOf.set(cell, place);
      distinct.push(cell);
      // Where most of the first rows differ, so will most of all.
      const seen = distinct.length > 256 ? i + 1 : cells.length;
      if (numbers && 2 * distinct.length > seen) return { name, cells: packNumbers(numbers) };
    }
    places[i] = place;
  }
  if (distinct.length === 1) return { name, cells: distinct };
  return {
    name,
    cells: areNumbers(distinct) ? packNumbers(distinct) : distinct,
    places: distinct.length <= 256 ? new Uint8Array(places) : places,
  };
}

function areNumbers(cells: readonly (Cell | undefined)[]): cells is number[] {
  for (let i = 0; i < cells.length; i++) if (typeof cells[i] !== 'number') return false;
  return true;
}

/** The types of numbers, and an array of one to see what it makes of a number. */
const NUMBER_TYPES = [Int8Array, Int16Array, Int32Array, Float32Array].map((type) => ({
  type,
  one: new type(1),
}));

/** The numbers in the smallest type that holds each of them exactly. */
export function packNumbers(cells: readonly number[] | Float64Array): ArrayLike<number> {
  for (const { type, one } of NUMBER_TYPES) {
    const holds = (cell: number) => {
      one[0] = cell;
      return Object.is(one[0], cell);
    };
    if (cells.every(holds)) return new type(cells);
  }
  return new Float64Array(cells);
}
