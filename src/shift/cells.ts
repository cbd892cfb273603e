import type { Pair, Shifts } from '../core/tensor.ts';
import { splitShift } from './split.ts';

/** A shift in whole cells of an output; undefined where it is not whole in cells. */
export type WholeCells = Pair | undefined;

/**
 * Shifts in cells of an output: shift / stride on both axes, where both are whole numbers within 1e-9.
 *
 * @param stride pixels from one cell of the output to the next; undefined where the output has no places
 */
export function cellsOf({ dy, dx }: Pick<Shifts, 'dy' | 'dx'>, stride: Pair | undefined): WholeCells[] {
  return Array.from(dy, (y, s) => {
    if (!stride) return undefined;
    const cells = [y / stride[0], dx[s]! / stride[1]] as const;
    const whole = [Math.round(cells[0]) + 0, Math.round(cells[1]) + 0] as const;
    return whole.every((n, axis) => Math.abs(n - cells[axis]!) <= 1e-9) ? whole : undefined;
  });
}

/** Shifts in cells of an output, whole or not: those within 1e-9 of a whole number are whole. */
export function exactCellsOf({ dy, dx }: Pick<Shifts, 'dy' | 'dx'>, stride: Pair | undefined): WholeCells[] {
  const cells = (d: number, s: number) => {
    const [whole, part] = splitShift(d / s);
    return whole + part;
  };
  return Array.from(dy, (y, s) => stride && ([cells(y, stride[0]), cells(dx[s]!, stride[1])] as const));
}

/** The longest shift on each axis, in cells. @example reachOf([[1, -2], undefined, [-3, 0]]) // [3, 2] */
export function reachOf(cells: readonly WholeCells[]): Pair {
  const longest = (axis: 0 | 1) => cells.reduce((most, one) => Math.max(most, Math.abs(one?.[axis] ?? 0)), 0);
  return [longest(0), longest(1)];
}
