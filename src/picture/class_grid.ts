import { CLEAR, type Colour, category } from './colour.ts';
import type { ShiftClasses } from './film_strip.ts';
import { type Raster, raster } from './raster.ts';

/** The drawn shifts on a grid: a row for each dy, a column for each dx, and in each cell a class, or none. */
export interface ClassGrid {
  rows: readonly number[];
  columns: readonly number[];
  /** −1 where no shift was drawn. */
  cells: Int32Array;
  /** How many shifts each class has. */
  members: ReadonlyMap<number, number>;
}

/** More cells than a picture has pixels to spare. */
const MAX_CELLS = 250_000;

/** The grid, or none where it would be too large to be seen. */
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

/** A class of one shift only: told apart from every other. */
const SINGLE_SHIFT: Colour = [176, 181, 188, 255];

/** The colour of a class: the reference's, one for each other that several shifts share, grey for a shift alone. */
export function classColours({ members }: ClassGrid): (found: number) => Colour {
  const shared = [...members].filter(([found, count]) => found > 0 && count > 1).map(([found]) => found);
  const place = new Map(shared.sort((a, b) => a - b).map((found, at) => [found, at]));
  return (found) => {
    if (found < 0) return CLEAR;
    if (found === 0) return category(0);
    const at = place.get(found);
    return at === undefined ? SINGLE_SHIFT : category(colourIndex(at));
  };
}

/**
 * The class map: cells of `side` pixels, with a gap between neighbours of different classes, so that what is not
 * told apart flows together. A dot marks each shift of the reference's class, a ring the unshifted one.
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

/** Whether a pixel of a cell belongs to its mark. */
function isMark(y: number, x: number, side: number, ring: boolean): boolean {
  const middle = (side - 1) / 2;
  const far = Math.hypot(y - middle, x - middle);
  return ring ? far <= side * 0.36 && far >= side * 0.2 : far <= Math.max(0.8, side * 0.1);
}

/** The first category is the reference's own. */
function colourIndex(at: number): number {
  const others = 6;
  return Math.floor(at / others) * (others + 1) + (at % others) + 1;
}

function ascending(values: ArrayLike<number>): number[] {
  return [...new Set(Array.from(values))].sort((a, b) => a - b);
}
