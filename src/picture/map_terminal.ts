import { type ClassGrid, classColours, sharedClasses } from './class_grid.ts';
import { raster } from './raster.ts';
import { background, type Palette, rasterLines } from './terminal.ts';

/**
 * Draws a class map as lines of characters: two characters per cell. If that is wider than `width`, one character shows
 * two cells, one above the other. Returns undefined if that is too wide as well.
 */
export function mapLines(grid: ClassGrid, palette: Palette, width: number): string[] | undefined {
  const [height, across] = [grid.rows.length, grid.columns.length];
  if (2 * across <= width) {
    const mark = palette === 'plain' ? letterMark(grid) : colouredMark(grid, palette);
    return grid.rows.map((_, row) => grid.columns.map((_, column) => mark(row, column)).join(''));
  }
  if (across > width) return undefined;
  const colourOf = classColours(grid);
  const cell = (y: number, x: number) => grid.cells[y * across + x]!;
  return rasterLines(
    raster(height === 0 ? 0 : across, height, (y, x) => colourOf(cell(y, x))),
    palette,
  );
}

/** The number of characters in a line of `mapLines`: two per column of the grid if they fit into `width`, else one. */
export function mapWidth(grid: ClassGrid, width: number): number {
  return 2 * grid.columns.length <= width ? 2 * grid.columns.length : grid.columns.length;
}

type Mark = (row: number, column: number) => string;

/** `@` is the unshifted image, `#` a shift of its class, a letter a class of several shifts, `.` a single shift. */
function letterMark(grid: ClassGrid): Mark {
  const places = sharedClasses(grid.members);
  return (row, column) => {
    const found = grid.cells[row * grid.columns.length + column]!;
    if (found < 0) return '  ';
    const place = places.get(found);
    if (found > 0) return place === undefined ? ' .' : ` ${CLASS_LETTERS[place % CLASS_LETTERS.length]}`;
    return isReference(grid, row, column) ? ' @' : ' #';
  };
}

const CLASS_LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

function colouredMark(grid: ClassGrid, palette: Palette): Mark {
  const colourOf = classColours(grid);
  return (row, column) => {
    const found = grid.cells[row * grid.columns.length + column]!;
    if (found < 0) return '  ';
    const mark = found > 0 ? '  ' : isReference(grid, row, column) ? '◖◗' : ' ·';
    return `\u001b[97;${background(colourOf(found), palette)}m${mark}\u001b[0m`;
  };
}

function isReference({ rows, columns }: ClassGrid, row: number, column: number): boolean {
  return rows[row] === 0 && columns[column] === 0;
}
