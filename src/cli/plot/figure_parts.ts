import { formatMistake, unknownName } from '../../core/mistake.ts';
import type { Experiment } from '../../experiment/parse.ts';
import { isOverShifts, isShiftMap, shiftTable } from '../../plot/by_shift.ts';
import { defaultY } from '../../plot/default_y.ts';
import type { PlotChoice } from '../../plot/figure.ts';
import type { PlotTable } from '../../plot/table.ts';
import type { Column, Row } from '../../results/columns.ts';
import { tableKind } from '../../results/tables/registry.ts';
import type { Result } from '../../run/run.ts';

/** The columns that the user chose for a figure. */
type ChosenColumns = Pick<PlotChoice, 'x' | 'y' | 'color'>;

/** The table that a figure is drawn from, and its columns: those that were chosen, else those with the most information. */
export function figureParts(
  { name, expect }: Experiment,
  { table, shifts }: Result,
  { x, y, color }: ChosenColumns,
): { table: PlotTable } & ChosenColumns {
  const expected = expect.map(({ metric }) => metric);
  if (!isOverShifts({ x, y })) {
    const summary = { experiment: name, ...table };
    return { table: summary, x, y: y ?? defaultY(summary, expected), color };
  }
  const { columns, rows } = shifts!;
  const ofShifts = shiftTable({ experiment: name, columns, rows: rows as readonly Row[] }, { x, y });
  if (!isShiftMap({ x, y })) {
    const up = y ?? defaultY(ofShifts, expected);
    return { table: withDefinedSteps(ofShifts, up), x, y: up, color };
  }
  // For one image the distance says whether a shift matches, too: then it is 0.
  const first = columns.some((column) => column.name === 'match_rate') ? expected : ['relative_l2'];
  const shown = color ?? defaultY(ofShifts, first);
  return { table: withDefinedSteps(ofShifts, shown), x, y, color: shown };
}

/** The rows of the steps at which a measure is defined; all rows, if it is at none. */
function withDefinedSteps(table: PlotTable, name: string): PlotTable {
  const steps = new Set(table.rows.flatMap((row) => (row[name] === null ? [] : [row.step])));
  return steps.size === 0 ? table : { ...table, rows: table.rows.filter(({ step }) => steps.has(step)) };
}

/** The mistakes in options that name columns of the summary. */
export function columnMistakes({ columns }: Experiment, { x, y, color }: ChosenColumns): string[] {
  return [
    ...columnMistake('--x', x, columns),
    ...columnMistake('--y', y, columns),
    ...numberMistake('--y', y, columns),
    ...columnMistake('--color', color, columns),
  ];
}

/** The mistakes in options of a figure over shifts. */
export function shiftMistakes(
  { name, swept, measures, set }: Experiment,
  { x, y, color }: ChosenColumns,
): string[] {
  const given = tableKind('shifts').columns({ swept, measures, set });
  const { columns } = shiftTable({ experiment: name, columns: given, rows: [] }, { x: 'dx', y: 'dy' });
  if (isShiftMap({ x, y }))
    return [...columnMistake('--color', color, columns), ...numberMistake('--color', color, columns)];
  if (isOverShifts({ x: y })) {
    const other = y === 'dx' ? 'dy' : 'dx';
    return y === 'radius'
      ? [`--y ${y}: a radius stands on x: --x radius --y match_rate.`]
      : [`--y ${y}: a map of shifts has the other axis on x: --x ${other} --y ${y}.`];
  }
  return [
    ...columnMistake('--y', y, columns),
    ...numberMistake('--y', y, columns),
    ...columnMistake('--color', color, columns),
  ];
}

/** The mistake in an option that names no column. */
function columnMistake(option: string, name: string | undefined, columns: readonly Column[]): string[] {
  if (name === undefined || columns.some((one) => one.name === name)) return [];
  const names = columns.filter((one) => one.name !== 'experiment').map((one) => one.name);
  return [formatMistake({ place: `${option} ${name}`, ...unknownName('column', name, names) })];
}

/** The mistake in an option that names a column of words. */
function numberMistake(option: string, name: string | undefined, columns: readonly Column[]): string[] {
  const type = columns.find((one) => one.name === name)?.type;
  if (type !== 'string' && type !== 'boolean') return [];
  return [`${option} ${name}: expected a column of numbers, such as match_rate.`];
}
