import type { Pair, Window } from '../../core/tensor.ts';

/**
 * The cells that an output and the reference moved have both: windows of one shape on the same values.
 *
 * @param by whole cells that the reference is moved, down and to the right
 * @returns [the output's, the reference's]; undefined where they share no cell
 * @example
 * sharedCells(x, r, [1, 0]); // rows 1 to the last of x, rows 0 to the last but one of r
 */
export function sharedCells(x: Window, r: Window, [down, right]: Pair): [Window, Window] | undefined {
  const [height, width, channels] = r.shape;
  const shape = [height - Math.abs(down), width - Math.abs(right), channels] as const;
  if (shape[0] <= 0 || shape[1] <= 0) return undefined;
  const from = (window: Window, row: number, column: number): Window => ({
    ...window,
    shape,
    offset: window.offset + row * window.rowStep + column * window.columnStep,
  });
  return [from(x, Math.max(0, down), Math.max(0, right)), from(r, Math.max(0, -down), Math.max(0, -right))];
}
