import { groupedBy } from '../core/grouped_by.ts';
import { type Cell, isSwept, type Row } from '../results/columns.ts';
import type { PlotTable } from './table.ts';

/** How far a shift moves along the axis that it moves most: max(|dy|, |dx|). */
const RADIUS = 'radius';

/** The columns that place a shift in a figure. */
const SHIFT_AXES: readonly (string | undefined)[] = ['dy', 'dx', RADIUS];

/** The axes of a figure, as they were chosen. */
interface ChosenAxes {
  x?: string | undefined;
  y?: string | undefined;
}

/** Whether a figure is drawn from the table `shifts`: one of its axes is `dy`, `dx` or `radius`. */
export function isOverShifts({ x, y }: ChosenAxes): boolean {
  return [x, y].some((axis) => SHIFT_AXES.includes(axis));
}

/** Whether it has a cell for each shift: one axis is `dy`, the other `dx`. */
export function isShiftMap({ x, y }: ChosenAxes): boolean {
  return (x === 'dx' && y === 'dy') || (x === 'dy' && y === 'dx');
}

/**
 * The table `shifts` for a figure over shifts: without class numbers, and always with `match_rate`. A map of shifts
 * keeps every row. If only one axis is about shifts (dy, dx or `radius`), the shifts with one value of it become one
 * row: sums of trials and matches, the largest `max_abs`, and means over trials of the other columns.
 */
export function shiftTable({ experiment, columns, rows }: PlotTable, axes: ChosenAxes): PlotTable {
  const own = columns.filter(({ name }) => name !== 'class');
  const map = isShiftMap(axes);
  const known = own.some(({ name }) => name === 'match_rate');
  const all: PlotTable = {
    experiment,
    columns: [...own, ...(map ? [] : [RADIUS_COLUMN]), ...(known ? [] : [MATCH_RATE_COLUMN])],
    rows: rows.map((row) => ({
      ...row,
      radius: Math.max(Math.abs(Number(row.dy)), Math.abs(Number(row.dx))),
      ...(known ? {} : { match_rate: row.class === 0 ? 1 : 0 }),
    })),
  };
  return map ? all : joinedAlong(all, axes.x ?? RADIUS);
}

const RADIUS_COLUMN = {
  name: RADIUS,
  type: 'number',
  unit: 'pixels',
  description: 'max(|dy|, |dx|)',
  identity: false,
  key: true,
} as const;

const MATCH_RATE_COLUMN = {
  name: 'match_rate',
  type: 'rate',
  unit: '1',
  description: 'Share of trials that match.',
  better: 'higher',
  identity: false,
} as const;

/** A row for each value of an axis, of each variant and step. */
function joinedAlong({ experiment, columns, rows }: PlotTable, axis: string): PlotTable {
  const kept = columns.filter(({ name, key }) => !key || name === axis);
  const names = [...columns.filter(isSwept).map(({ name }) => name), 'step', axis];
  const groups = groupedBy(rows, (row) => JSON.stringify(names.map((name) => row[name])));
  const joined = [...groups.values()].map((group) => {
    const measured = kept.filter(({ identity, key }) => !identity && !key);
    const cells = measured.map(({ name }) => [name, joinedCell(group, name)] as const);
    return { ...group[0]!, ...Object.fromEntries(cells) } as Row;
  });
  // A variant's steps stay together, in order.
  return { experiment, columns: kept, rows: joined };
}

/** One cell for several shifts; null where none has a value. */
function joinedCell(group: readonly Row[], name: string): Cell {
  const there = group.filter((row) => typeof row[name] === 'number');
  if (there.length === 0) return null;
  const sum = (of: (row: Row) => number) => there.reduce((total, row) => total + of(row), 0);
  if (name === 'trials' || name === 'matches') return sum((row) => Number(row[name]));
  if (name === 'max_abs') return there.reduce((most, row) => Math.max(most, Number(row[name])), 0);
  return sum((row) => Number(row.trials) * Number(row[name])) / sum((row) => Number(row.trials));
}
