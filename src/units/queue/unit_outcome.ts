import { UserError } from '../../core/error.ts';
import type { UnitResult } from '../../run/unit_result.ts';
import { parseUnit } from '../unit_text.ts';
import type { JobResult } from './job.ts';

/** What becomes of a unit that was put in: it is in the store, its result came, or it failed. */
export type UnitOutcome = { kept: true } | { result: UnitResult } | { failure: UserError };

/** The failure of a unit whose result in Redis holds no unit. */
const NO_UNIT = new UserError('what the queue gives as the result of a unit is none; use another queue.', {
  kind: 'run',
});

/**
 * The outcome of a unit whose result came through Redis, as a line of a unit file: that result with the seconds that it
 * took, or a failure where the line is no unit.
 */
export function outcomeOfLine({ line, seconds }: NonNullable<JobResult>): UnitOutcome {
  const unit = parseUnit(line);
  return unit ? { result: { ...unit, seconds } } : { failure: NO_UNIT };
}

/** Why a unit failed, as its worker said, or BullMQ where its workers were lost. */
export function unitFailure(why: string): UserError {
  const message = /stalled more than/.test(why)
    ? 'the workers that computed a unit of it were lost each time; they may have run out of memory.'
    : why;
  return new UserError(
    message.split('\n').map((line) => ({ message: line })),
    { kind: 'run' },
  );
}
