import type { Measured } from '../measure/kind.ts';
import type { Table } from '../results/csv.ts';

/** One row per distinct drawn shift, in the order dy, then dx. */
export function* rowsOfShifts(
  identity: object,
  { shifts: { dy, dx, trials }, classOf, distances }: Measured,
): Generator<Table['rows'][number]> {
  const drawn = [...trials.keys()].filter((s) => trials[s]! > 0);
  for (const s of drawn.sort((a, b) => dy[a]! - dy[b]! || dx[a]! - dx[b]!)) {
    yield {
      ...identity,
      dy: dy[s]!,
      dx: dx[s]!,
      trials: trials[s]!,
      class: classOf[s]!,
      cosine: defined(distances[s]!.cosine),
      relative_l2: defined(distances[s]!.relativeL2),
      max_abs: distances[s]!.maxAbs,
    };
  }
}

function defined(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
