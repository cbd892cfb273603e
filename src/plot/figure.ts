import type { Cell } from '../results/columns.ts';
import { isOverShifts, isShiftMap } from './by_shift.ts';
import { distinctValues, isNumericKey, type PlotTable, stepAxis, variedKeys } from './table.ts';

/** The columns that a plot shows, and its size. Defaults follow from the table. */
export interface PlotChoice {
  /** Column on the x axis. */
  x?: string | undefined;
  /** Numeric column that is shown. Default: `match_rate`; `defaultY` gives a better choice. */
  y?: string | undefined;
  /**
   * Column with a line for each of its values; of a map of shifts, the measure. Default: a swept key, or `depth` if x is a
   * swept key; of a map, `match_rate`.
   */
  color?: string | undefined;
  /** true: no title, for pages that have one. */
  bare?: boolean | undefined;
  /** Size of a panel in pixels. Default: what its labels need. */
  panel?: { width?: number | undefined; height?: number | undefined } | undefined;
  /** Room for a legend and the title, from the left edge of the first panel, in pixels. */
  room?: number | undefined;
  /** Room for the names at the left, in pixels. */
  names?: number | undefined;
  /** Panels side by side. Default: 1 to 3, by their width. */
  columns?: number | undefined;
  /** Size of text in pixels. Default 12. */
  fontSize?: number | undefined;
}

/** What a figure shows where. */
export interface Figure {
  /**
   * `lines`: y over x, a line for each value of `color`. `rows`: a row with a dot for each value of `x`, from the best to the worst, y
   * to the right. `heat`: a cell for each value of `x` and of `up`, y as its colour.
   */
  form: 'lines' | 'rows' | 'heat';
  x: string;
  y: string;
  color?: string | undefined;
  up?: string | undefined;
  /** For `heat`: whether its cells are shifts. */
  ofShifts?: boolean | undefined;
  /** Swept keys with a panel for each combination of their values; or the column that counts steps. */
  free: readonly string[];
  /** The column that counts steps. */
  place: 'depth' | 'step';
}

/** A key of numbers with more values than this is an axis; with fewer values it gets colours. */
const FEW_NUMBERS = 5;
const MIN_HEAT_CELLS = 12;
/** A key of more numbers than this is the x axis of lines: cells of a heat map would be too narrow. */
const MAX_HEAT_SIDE = 200;
/** A figure of dots has all steps of a variant, if there are no more. */
const MAX_DOT_STEPS = 6;
/** A swept key of names with more values than this gets panels instead of colours. */
const MAX_COLOURS = 8;

/**
 * The figure that fits a table. By default, two swept keys of numbers make a heat map, one key of many numbers is the x
 * axis, names make dots with intervals, and all else is drawn by depth. Where no layer pools, as in a model, there is
 * no depth to follow: the figure shows the last step of each variant.
 */
export function figureOf(table: PlotTable, { x, y = 'match_rate', color }: PlotChoice): Figure {
  const place = stepAxis(table);
  const swept = variedKeys(table);
  const others = (...taken: (string | undefined)[]) => swept.filter((name) => !taken.includes(name));
  if (isShiftMap({ x, y })) {
    const steps = swept.length === 0 && distinctValues(table.rows, place).length > 1;
    const free = steps ? [place] : swept;
    return { form: 'heat', x: x!, up: y, y: color ?? 'match_rate', ofShifts: true, free, place };
  }
  if (isOverShifts({ x })) {
    const hue = color ?? place;
    return { form: 'lines', x: x!, y, color: hue, free: others(hue), place };
  }
  if (x !== undefined || color !== undefined) {
    const across = x ?? place;
    const hue = color ?? defaultColour(table, swept, across, place);
    return { form: 'lines', x: across, y, color: hue, free: others(across, hue), place };
  }
  const size = (name: string) => distinctValues(table.rows, name).length;
  const numbers = swept
    .filter((name) => isNumericKey(table.rows, name))
    .sort((one, other) => size(other) - size(one));
  const names = others(...numbers).sort((one, other) => size(other) - size(one));
  const flat = table.rows.every(({ depth }) => depth === 0);
  const [first, second] = numbers;
  const cells = second === undefined ? 0 : size(first!) * size(second);
  if (second && size(second) > 2 && cells >= MIN_HEAT_CELLS && size(first!) <= MAX_HEAT_SIDE)
    return { form: 'heat', x: first!, up: second, y, free: others(first, second), place };
  if (first && (flat || size(first) > FEW_NUMBERS)) {
    const hue = flat ? names[0] : place;
    return { form: 'lines', x: first, y, color: hue, free: others(first, hue), place };
  }
  if (names[0] || flat) {
    const steps = distinctValues(table.rows, place).length;
    const every = names[0] !== undefined && !flat && steps <= MAX_DOT_STEPS;
    const row = names[0] ?? 'step';
    return { form: 'rows', x: row, y, color: every ? place : undefined, free: others(row), place };
  }
  return { form: 'lines', x: place, y, color: first, free: others(first), place };
}

/** Whether a figure shows every step of a variant, and not only the last. */
export function showsEverySteps({ x, color, free }: Figure): boolean {
  return [x, color, ...free].some((name) => name !== undefined && PER_STEP.has(name));
}

const PER_STEP = new Set(['step', 'depth', 'layer', 'height', 'width', 'channels']);

/** The figure in words. */
export function describeFigure({ experiment }: PlotTable, figure: Figure): string {
  const { form, x, y, color, up } = figure;
  if (form === 'heat')
    return `${experiment}: ${y} by ${x} and ${up}${showsEverySteps(figure) ? '' : ', at the last step'}`;
  const each = color === undefined ? '' : `, a ${form === 'rows' ? 'dot' : 'line'} for each ${color}`;
  return `${experiment}: ${y} by ${x}${each}`;
}

/** The label of a panel: `pool.type max_pool, shift.max 3`, or `depth 2 max_pool`; empty if nothing is free. */
export function panelLabel(
  row: Readonly<Record<string, Cell | undefined>>,
  names: readonly string[],
): string {
  const layer = (name: string) => (PER_STEP.has(name) && name !== 'layer' ? ` ${row.layer}` : '');
  return names.map((name) => `${name} ${row[name]}${layer(name)}`).join(', ');
}

function defaultColour(
  table: PlotTable,
  swept: readonly string[],
  x: string,
  place: string,
): string | undefined {
  if (swept.includes(x)) return place;
  return swept.find((name) => {
    return isNumericKey(table.rows, name) || distinctValues(table.rows, name).length <= MAX_COLOURS;
  });
}
