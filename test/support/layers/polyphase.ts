import type { Grid } from '../engine/oracle.ts';

interface Polyphase {
  strides: readonly [number, number];
  norm: string;
  select: string;
  tie: string;
}

const norms: Readonly<Record<string, (values: number[]) => number>> = {
  l1: (values) => values.map(Math.abs).reduce((a, b) => a + b, 0),
  l2: (values) => values.map((value) => value ** 2).reduce((a, b) => a + b, 0),
  max: (values) => Math.max(...values.map(Math.abs)),
};

/**
 * Adaptive polyphase sampling by lists: every phase is cut out, and the one with the largest norm kept. Valid where
 * norms that should tie are computed without rounding, as for small whole numbers, and where none is nearly another.
 */
export function polyphase(grid: Grid, options: Polyphase): Grid {
  if (options.select === 'sample') return kept(grid, options);
  const channels = grid[0]![0]!.map((_, c) =>
    kept(
      grid.map((row) => row.map((cell) => [cell[c]!])),
      options,
    ),
  );
  return channels[0]!.map((row, y) => row.map((_, x) => channels.map((one) => one[y]![x]![0]!)));
}

function kept(grid: Grid, { strides: [down, across], norm, tie }: Polyphase): Grid {
  const phases: Grid[] = [];
  for (let b = 0; b < across; b++)
    for (let a = 0; a < down; a++)
      phases.push(grid.filter((_, y) => y % down === a).map((row) => row.filter((_, x) => x % across === b)));
  const sizes = phases.map((phase) => norms[norm]!(phase.flat(2)));
  const largest = phases.filter((_, i) => sizes[i] === Math.max(...sizes));
  if (tie === 'first') return largest[0]!;
  return largest.toSorted((a, b) => compare(rotations(b)[0]!, rotations(a)[0]!))[0]!;
}

/** Whether each channel, or all of them together, are the same up to a roll. */
export function sameUpToRoll(one: Grid, other: Grid, select: string): boolean {
  const parts = (grid: Grid) =>
    select === 'sample'
      ? [grid]
      : grid[0]![0]!.map((_, c) => grid.map((row) => row.map((cell) => [cell[c]!])));
  const first = (grid: Grid) => JSON.stringify(parts(grid).map((part) => rotations(part)[0]));
  return first(one) === first(other);
}

/** Every cyclic rotation of a grid, as a list of values, the greatest first. */
function rotations(grid: Grid): number[][] {
  const turned = grid.flatMap((_, dy) =>
    grid[0]!.map((_, dx) => {
      const rows = [...grid.slice(dy), ...grid.slice(0, dy)];
      return rows.map((row) => [...row.slice(dx), ...row.slice(0, dx)]).flat(2);
    }),
  );
  return turned.sort((a, b) => compare(b, a));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
