import fc from 'fast-check';
import type { OutputMap, Shape } from '../../src/core/tensor.ts';

/** A random map of a few windows, and its cells once more as nested lists: grid[row][column][channel]. */
export interface RandomMap {
  map: OutputMap;
  grid: number[][][];
}

/** Few values, both zeros among them, so that windows are often equal. */
const some = fc.constantFrom(0, -0, 1, 2, -1.5, 0.1);
export const mostlyZero = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(0, -0) },
  { weight: 1, arbitrary: some },
);

/** Maps of up to 3 channels with windows of up to 4×4 at dilations up to 3. */
export function outputMaps(value: fc.Arbitrary<number> = some): fc.Arbitrary<RandomMap> {
  const upTo = (max: number, min = 1) => fc.integer({ min, max });
  return fc
    .record({
      shape: fc.tuple(upTo(4), upTo(4), upTo(3)) as fc.Arbitrary<Shape>,
      dilation: fc.tuple(upTo(3), upTo(3)),
      room: fc.tuple(upTo(6, 0), upTo(6, 0)),
      beyond: fc.tuple(upTo(2, 0), upTo(2, 0)),
      members: upTo(8),
    })
    .chain(({ shape, dilation, room, beyond, members }) => {
      const height = (shape[0] - 1) * dilation[0] + 1 + room[0] + beyond[0];
      const width = (shape[1] - 1) * dilation[1] + 1 + room[1] + beyond[1];
      const exactly = (length: number) => ({ minLength: length, maxLength: length });
      return fc
        .record({
          grid: fc.array(
            fc.array(fc.array(value.map(Math.fround), exactly(shape[2])), exactly(width)),
            exactly(height),
          ),
          places: fc.array(fc.tuple(upTo(room[0], 0), upTo(room[1], 0)), exactly(members)),
        })
        .map(({ grid, places }) => ({
          grid,
          map: {
            data: Float32Array.from(grid.flat(2)),
            width,
            dilation,
            shape,
            rows: Int32Array.from(places, ([row]) => row),
            columns: Int32Array.from(places, ([, column]) => column),
          },
        }));
    });
}

/** The values of one of the map's windows, in row-major order, channel last. */
export function valuesOf({ map, grid }: RandomMap, member: number): number[] {
  const [height, width] = map.shape;
  return Array.from({ length: height * width }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return grid[map.rows[member]! + y * map.dilation[0]]![map.columns[member]! + x * map.dilation[1]]!;
  }).flat();
}
