/** A point that a network found, in pixels of the image. */
export interface Point {
  x: number;
  y: number;
  score: number;
}

/** Values of a point in an output: x, y, score, and whether it is there, 1 or 0. */
export const POINT_VALUES = 4;

/** Points as rows of x, y, score, 1, one after the other; the row of a point that was left out holds zeros. */
export function pointRows(points: readonly (Point | undefined)[]): Float32Array {
  const values = new Float32Array(points.length * POINT_VALUES);
  for (const [row, point] of points.entries()) {
    if (point) values.set([point.x, point.y, point.score, 1], row * POINT_VALUES);
  }
  return values;
}

/** The points of such rows, the inverse of `pointRows`; undefined for one that was left out. */
export function pointsInRows(values: Float32Array): (Point | undefined)[] {
  return Array.from({ length: values.length / POINT_VALUES }, (_, row) => {
    const [x, y, score, there] = values.subarray(row * POINT_VALUES) as unknown as number[];
    return there === 0 ? undefined : { x: x!, y: y!, score: score! };
  });
}
