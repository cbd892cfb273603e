import type { Column } from '../../results/columns.ts';
import type { Table } from '../../results/csv.ts';
import { rowAt } from '../../results/packed_rows.ts';
import type { Precision } from '../../results/precision.ts';
import { type PairedRow, printed } from './pair_rows.ts';

/** The same table under a smaller and a larger tolerance. Cells that differ between the two depend on a distance in between. */
export interface Band {
  low: Table;
  high: Table;
}

/** Relative difference of distances that is allowed between backends. */
export const RELATIVE = 1e-4;
/** Difference of distances that is allowed between backends, relative to the largest value: the default tolerance of `close`. */
export const DEFAULT_TOLERANCE = 1e-5;
/** Counts may differ if a distance is between these multiples of the tolerance. */
export const TOLERANCE_BAND = [1 / 2, 2] as const;

/**
 * The columns in which a row differs from the committed one. Cells are equal if they are printed alike. Where backends
 * differ, numbers may differ a little, and counts if another tolerance within the band changes them too.
 */
export function differingCells(
  { index, now, committed }: PairedRow,
  columns: readonly Column[],
  { exact, largest }: Precision,
  band?: Band,
): Column[] {
  return columns.filter((column) => {
    const { name } = column;
    const before = committed[name];
    if (before === undefined || printed(now, column) === before) return false;
    if (exact) return true;
    const actual = now[name];
    if (column.type === 'number' && isClose(actual, before, column.unit, largest)) return false;
    return !dependsOnBand(before, column, index, band);
  });
}

function isClose(actual: unknown, before: string, unit: string | undefined, largest: number): boolean {
  if (unit === 'dB') {
    // Compared as amplitudes. An empty cell means no noise at all.
    const amplitude = (cell: unknown) =>
      cell === null || cell === undefined || cell === '' ? 0 : 10 ** (-Number(cell) / 20);
    return isNear(amplitude(actual), amplitude(before), 1);
  }
  if (typeof actual !== 'number' || before === '') return false;
  return isNear(actual, Number(before), unit === 'value' ? largest : 1);
}

/** Whether two numbers are equal but for the rounding of backends. @param scale the largest value that went into them */
export function isNear(a: number, b: number, scale: number): boolean {
  return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b)) + DEFAULT_TOLERANCE * scale;
}

/** Whether the column changes within the band. A number of the summary must then be between its ends. */
function dependsOnBand(before: string, column: Column, index: number, band: Band | undefined): boolean {
  const [low, high] = [band && rowAt(band.low, index), band && rowAt(band.high, index)];
  if (!low || !high || printed(low, column) === printed(high, column)) return false;
  // Classes are numbered anew when one of them splits.
  if (column.unit === 'class') return true;
  const ends = [low, high].map((row) => Number(printed(row, column)));
  return Number(before) >= Math.min(...ends) && Number(before) <= Math.max(...ends);
}
