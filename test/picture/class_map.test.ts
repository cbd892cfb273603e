import { describe, expect, test } from 'vitest';
import { classColours, classGrid, classMap } from '../../src/picture/class_grid.ts';
import { mapLines } from '../../src/picture/map_terminal.ts';
import { colourOfPixel } from '../../src/picture/raster.ts';

/** Written as it is seen: a row for each dy, a letter for each class; `0` is the reference's, a space was not drawn. */
function drawn(rows: readonly string[]) {
  const middle = (rows.length - 1) / 2;
  const cells = rows.flatMap((row, y) =>
    [...row].map((letter, x) => ({ dy: y - middle, dx: x - middle, letter })),
  );
  const there = cells.filter(({ letter }) => letter !== ' ');
  const names = [...new Set(['0', ...there.map(({ letter }) => letter)])];
  return {
    dy: there.map(({ dy }) => dy),
    dx: there.map(({ dx }) => dx),
    classOf: there.map(({ letter }) => names.indexOf(letter)),
  };
}

describe('a class map', () => {
  const seen = drawn(['aax', 'y00', 'b b']);
  const grid = classGrid(seen)!;

  test('puts each drawn shift in its cell: dy downwards, dx to the right, in whatever order they come', () => {
    expect([grid.rows, grid.columns]).toEqual([
      [-1, 0, 1],
      [-1, 0, 1],
    ]);
    const order = [...seen.dy.keys()].reverse();
    const turned = {
      dy: order.map((i) => seen.dy[i]!),
      dx: order.map((i) => seen.dx[i]!),
      classOf: order.map((i) => seen.classOf[i]!),
    };
    expect(classGrid(turned)!.cells).toEqual(grid.cells);
    expect(mapLines(grid, 'plain', 80)).toEqual([' a a .', ' . @ #', ' b   b']);
  });

  test('opens a gap between neighbours of different classes only', () => {
    const map = classMap(grid, 10);
    const opaque = (y: number, x: number) => colourOfPixel(map, y, x)[3] === 255;
    // Between a and a, none; between a and x, one; below a, above y, one.
    expect([opaque(5, 9), opaque(5, 19), opaque(9, 5)]).toEqual([true, false, false]);
    // Between the two cells of the reference's class none.
    expect(opaque(15, 19)).toBe(true);
    // The cell that was not drawn is empty.
    expect(opaque(25, 15)).toBe(false);
  });

  test('marks the unshifted image with a ring and the others of its class with a dot', () => {
    const map = classMap(grid, 20);
    const white = (y: number, x: number) => colourOfPixel(map, y, x).join() === '255,255,255,255';
    const marks = (top: number, left: number) => {
      let count = 0;
      for (let y = 0; y < 20; y++) for (let x = 0; x < 20; x++) if (white(top + y, left + x)) count++;
      return count;
    };
    expect(marks(20, 20)).toBeGreaterThan(marks(20, 40));
    expect(marks(20, 40)).toBeGreaterThan(0);
    expect(marks(0, 0)).toBe(0);
    // A ring is open in the middle, a dot is not.
    expect([white(29, 29), white(29, 49)]).toEqual([false, true]);
  });

  test('gives every class that several share a colour of its own, and one grey to those that are alone', () => {
    const many = classGrid(
      drawn(['aabbccd', 'ddeeffg', 'ggh0hii', 'jjkkllm', 'mmnnoop', 'ppqqrrs', 'ssttuuv']),
    )!;
    const colourOf = classColours(many);
    const shared = [...many.members]
      .filter(([found, n]) => n > 1 || found === 0)
      .map(([found]) => colourOf(found).join());
    expect(shared.length).toBe(22);
    // Seven hues, three lightnesses; the reference's is never given to another.
    expect(new Set(shared).size).toBeGreaterThanOrEqual(19);
    expect(shared.filter((colour) => colour === colourOf(0).join()).length).toBe(1);
    const alone = [...many.members]
      .filter(([, n]) => n === 1)
      .map(([found]) => found)
      .filter((found) => found > 0);
    expect(new Set(alone.map((found) => colourOf(found).join())).size).toBe(1);
  });

  test('of explicit shifts far apart is a grid of those rows and columns that there are', () => {
    const list = classGrid({ dy: [0, 100, -7.5], dx: [0, 3, 3], classOf: [0, 1, 1] })!;
    expect([list.rows, list.columns]).toEqual([
      [-7.5, 0, 100],
      [0, 3],
    ]);
  });

  test('is none where there would be more cells than can be seen', () => {
    const line = Array.from({ length: 1000 }, (_, i) => i);
    expect(classGrid({ dy: line, dx: line, classOf: line.map(() => 0) })).toBe(undefined);
  });
});
