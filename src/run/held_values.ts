import { packColumn } from '../results/pack_column.ts';
import type { PackedColumn } from '../results/packed_rows.ts';

/** The numbers that pictures have, of each equally many, in little memory: most of them are few distinct ones. */
export interface HeldValues {
  /** Adds the numbers of further pictures, one picture after the other. */
  add(values: Float64Array): void;
  /** One number of a picture. -0 is 0. */
  at(column: number, picture: number): number;
}

/** Pictures whose numbers are packed together. */
const PICTURES_AT_ONCE = 2048;

/**
 * Keeps some numbers of each picture, packed: they are added in the order of pictures, and read by column and picture.
 *
 * @param width how many a picture has
 */
export function holdValues(width: number): HeldValues {
  const packed: (readonly PackedColumn[])[] = [];
  /** The values of the last pictures: too few to be packed yet. */
  const open = new Float64Array(width * PICTURES_AT_ONCE);
  let filled = 0;
  const pack = () => {
    const cellsOf = (column: number) =>
      Array.from({ length: PICTURES_AT_ONCE }, (_, picture) => open[picture * width + column]!);
    packed.push(Array.from({ length: width }, (_, column) => packColumn('', cellsOf(column))));
    filled = 0;
  };
  return {
    add(values) {
      for (let from = 0; from < values.length; ) {
        const some = values.subarray(from, from + open.length - filled);
        open.set(some, filled);
        filled += some.length;
        from += some.length;
        if (filled === open.length) pack();
      }
    },
    at(column, picture) {
      const place = picture % PICTURES_AT_ONCE;
      const columns = packed[(picture - place) / PICTURES_AT_ONCE];
      if (!columns) return open[place * width + column]! + 0;
      const { cells, places } = columns[column]!;
      return cells[places ? places[place]! : cells.length === 1 ? 0 : place] as number;
    },
  };
}
