import type { Outputs } from '../running.ts';

/** The shifts whose outputs could be compared, each with its trials. */
export function counted({ shifts }: Outputs): string[] {
  const drawn = [...shifts.trials.keys()].filter((s) => shifts.trials[s]! > 0);
  return drawn.map((s) => `${shifts.trials[s]}: ${shifts.dy[s]} ${shifts.dx[s]}`).sort();
}
