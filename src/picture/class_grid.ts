import { CLASS_COLOURS, CLEAR, type Colour, SINGLE_SHIFT } from './colour.ts';
import type { ShiftClasses } from './film_strip.ts';
import { type Raster, raster } from './raster.ts';

/** The classes of the drawn shifts on a grid: a row for each dy, a column for each dx. */
export interface ClassGrid {
  /** The values of dy, ascending. */
  rows: readonly number[];
  /** The values of dx, ascending. */
  columns: readonly number[];
  /** The class of each cell, row by row; −1 if its shift was not drawn. */
  cells: Int32Array;
  /** The number of shifts in each class. */
  members: ReadonlyMap<number, number>;
}

/** Larger grids are not drawn. */
const MAX_CELLS = 250_000;

/** Arranges shifts on a grid; undefined if the grid has too many cells to be drawn. */
export function classGrid({ dy, dx, classOf }: ShiftClasses): ClassGrid | undefined {
  const [rows, columns] = [ascending(dy), ascending(dx)];
  if (rows.length * columns.length > MAX_CELLS) return undefined;
  const [row, column] = [rows, columns].map((list) => new Map(list.map((value, at) => [value, at])));
  const cells = new Int32Array(rows.length * columns.length).fill(-1);
  const members = new Map<number, number>();
  for (let s = 0; s < dy.length; s++) {
    const found = classOf[s]!;
    if (found < 0) continue;
    cells[row!.get(dy[s]!)! * columns.length + column!.get(dx[s]!)!] = found;
    members.set(found, (members.get(found) ?? 0) + 1);
  }
  return { rows, columns, cells, members };
}

/** The classes of several shifts but class 0, ascending, each with its place among them: 2, 5 and 9 have 0, 1 and 2. */
export function sharedClasses(members: ClassGrid['members']): ReadonlyMap<number, number> {
  const shared = [...members].filter(([found, count]) => found > 0 && count > 1).map(([found]) => found);
  return new Map(shared.sort((a, b) => a - b).map((found, at) => [found, at]));
}

/** The colours of classes: blue for class 0, a colour for each other class of several shifts, grey for single shifts. */
export function classColours({ members }: ClassGrid): (found: number) => Colour {
  const place = sharedClasses(members);
  return (found) => {
    if (found < 0) return CLEAR;
    if (found === 0) return CLASS_COLOURS[0]!;
    const at = place.get(found);
    return at === undefined ? SINGLE_SHIFT : CLASS_COLOURS[1 + (at % (CLASS_COLOURS.length - 1))]!;
  };
}

/**
 * Draws a class map with cells of `side` pixels. A gap separates neighbours of different classes, so shifts of one class
 * form an area. A dot marks each shift of class 0, a ring the shift (0, 0).
 * The raster has rows · side × columns · side pixels.
 */
export function classMap(grid: ClassGrid, side: number): Raster {
  const colourOf = classColours(grid);
  const [height, width] = [grid.rows.length, grid.columns.length];
  const at = (row: number, column: number) =>
    row < 0 || column < 0 || row >= height || column >= width ? -1 : grid.cells[row * width + column]!;
  const gap = side >= 4 ? 1 : 0;
  return raster(width * side, height * side, (y, x) => {
    const [row, column] = [Math.floor(y / side), Math.floor(x / side)];
    const [down, across] = [y % side, x % side];
    const found = at(row, column);
    if (found < 0) return CLEAR;
    const right = across >= side - gap && at(row, column + 1) !== found;
    const below = down >= side - gap && at(row + 1, column) !== found;
    const corner = across >= side - gap && down >= side - gap && at(row + 1, column + 1) !== found;
    if (right || below || corner) return CLEAR;
    const ring = grid.rows[row] === 0 && grid.columns[column] === 0;
    return found === 0 && side >= 6 && isMark(down, across, side - gap, ring) ? WHITE : colourOf(found);
  });
}

const WHITE: Colour = [255, 255, 255, 255];

/** Whether a pixel of a cell is part of its dot or ring. */
function isMark(y: number, x: number, side: number, ring: boolean): boolean {
  const middle = (side - 1) / 2;
  const far = Math.hypot(y - middle, x - middle);
  return ring ? far <= side * 0.36 && far >= side * 0.2 : far <= Math.max(0.8, side * 0.1);
}

function ascending(values: ArrayLike<number>): number[] {
  return [...new Set(Array.from(values))].sort((a, b) => a - b);
}
