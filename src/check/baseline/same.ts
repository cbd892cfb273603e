import type { Column } from '../../results/columns.ts';
import type { Table } from '../../results/csv.ts';
import type { Precision } from '../../results/precision.ts';
import { type PairedRow, printed } from './pair_rows.ts';

/** The same table under other tolerances: what differs between the two depends on a distance in that band. */
export interface Band {
  low: Table;
  high: Table;
}

/** Between backends, distances may differ by this much of themselves, … */
export const RELATIVE = 1e-4;
/** … or by this much of the largest value: as far as outputs lie apart that coincide by default. */
export const ROUNDING = 1e-5;
/** Counts may differ where a distance lies between these times the tolerance. */
export const BAND = [1 / 2, 2] as const;

/**
 * The columns in which a row is not what was committed. Cells are equal if they are printed alike; and where backends
 * differ, if they are numbers that lie close together, or counts that another tolerance within the band changes too.
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
    // Of a ratio of amplitudes; where there is no noise at all, nothing is printed.
    const amplitude = (cell: unknown) =>
      cell === null || cell === undefined || cell === '' ? 0 : 10 ** (-Number(cell) / 20);
    return near(amplitude(actual), amplitude(before), 1);
  }
  if (typeof actual !== 'number' || before === '') return false;
  return near(actual, Number(before), unit === 'value' ? largest : 1);
}

function near(a: number, b: number, scale: number): boolean {
  return Math.abs(a - b) <= RELATIVE * Math.max(Math.abs(a), Math.abs(b)) + ROUNDING * scale;
}

/** Whether the column changes within the band. A number of the summary must then lie between its ends. */
function dependsOnBand(before: string, column: Column, index: number, band: Band | undefined): boolean {
  const [low, high] = [band?.low.rows[index], band?.high.rows[index]];
  if (!low || !high || printed(low, column) === printed(high, column)) return false;
  // Classes are numbered anew when one of them splits.
  if (column.unit === 'class') return true;
  const ends = [low, high].map((row) => Number(printed(row, column)));
  return Number(before) >= Math.min(...ends) && Number(before) <= Math.max(...ends);
}
