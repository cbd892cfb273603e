import { drawnInOrder, type Pair, type Shifts } from '../core/tensor.ts';
import type { ShiftAxis } from './grid.ts';

/** Distinct shifts that were drawn: the reference first, the others in the order dy, then dx. */
export type Drawn = Omit<Shifts, 'neighbours'>;

/** The positions of the shifts of an axis: multiples of the step, plus the offset. */
type GridAxis = Pick<ShiftAxis, 'step' | 'offset'>;

/** Pairs of drawn shifts that are one step apart on one axis, in the order dy, then dx of the first of each. */
export function* neighboursOnGrid(
  drawn: Drawn,
  [down, across]: readonly [GridAxis, GridAxis],
): Generator<readonly [number, number]> {
  const { dy, dx } = drawn;
  const order = [...drawnInOrder(drawn)];
  const rows = order.map((s) => Math.round((dy[s]! - down.offset) / down.step));
  const columns = order.map((s) => Math.round((dx[s]! - across.offset) / across.step));
  let below = 0;
  for (const [i, s] of order.entries()) {
    const [row, column] = [rows[i]!, columns[i]!];
    if (rows[i + 1] === row && columns[i + 1] === column + 1) yield [s, order[i + 1]!];
    while (rows[below]! < row + 1 || (rows[below] === row + 1 && columns[below]! < column)) below++;
    if (rows[below] === row + 1 && columns[below] === column) yield [s, order[below]!];
  }
}

/**
 * Pairs of drawn shifts that follow each other in a list.
 *
 * @param indices the indices that were drawn from the list, ascending
 */
export function* neighboursInList(
  { dy, dx }: Drawn,
  indices: readonly number[],
  at: (index: number) => Pair,
): Generator<readonly [number, number]> {
  const placeOf = new Map(Array.from(dy, (y, s) => [`${y} ${dx[s]}`, s]));
  const place = (index: number) => placeOf.get(at(index).join(' '))!;
  for (const [i, index] of indices.entries()) {
    if (indices[i + 1] === index + 1) yield [place(index), place(index + 1)];
  }
}
