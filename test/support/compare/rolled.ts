import type { Image } from '../../../src/core/tensor.ts';

/** [row][column][channel] */
export type Grid = number[][][];

export function gridOf({ data, shape: [height, width, channels] }: Image): Grid {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) =>
      Array.from(data.subarray((y * width + x) * channels, (y * width + x + 1) * channels)),
    ),
  );
}

/** One cell down, or one to the right: what leaves comes in at the other side. */
const down = (grid: Grid): Grid => [grid.at(-1)!, ...grid.slice(0, -1)];
const right = (grid: Grid): Grid => grid.map((row) => [row.at(-1)!, ...row.slice(0, -1)]);

/** Every roll of a grid, cell by cell. */
export function* rolls(grid: Grid): Generator<Grid> {
  let start = grid;
  for (const _ of grid) {
    let rolled = start;
    for (const _ of grid[0]!) {
      yield rolled;
      rolled = right(rolled);
    }
    start = down(start);
  }
}

/** Whether some roll of one lies within the tolerance of the other: by trying all. */
export function someRoll(x: Image, y: Image, tolerance: number): boolean {
  const other = gridOf(y).flat(2);
  return [...rolls(gridOf(x))].some((rolled) =>
    rolled.flat(2).every((value, i) => Math.abs(value - other[i]!) <= tolerance),
  );
}

export function imageOf(grid: Grid): Image {
  return {
    shape: [grid.length, grid[0]!.length, grid[0]![0]!.length],
    data: Float32Array.from(grid.flat(2)),
  };
}
