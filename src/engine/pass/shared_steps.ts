import type { Shifts } from '../../core/tensor.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { allFinite, requireFinite } from '../finite.ts';
import type { Executor } from '../plan/executor.ts';
import { type BorderCorrection, correctBorder } from './border_correction.ts';
import { type NotedChoices, noteChoices } from './noted_choices.ts';
import { type PaddedOutputs, selectMembers, uncorrected, windowOfMember } from './padded_outputs.ts';
import type { SharedPass } from './shared_pass.ts';

/** A shared pass on its way through the steps. */
export interface SharedSteps {
  pass: SharedPass;
  shifts: Shifts;
  executor: Executor;
  border: BorderCorrection;
  /** Bytes left for corrected outputs. */
  bytes: number;
  /** The outputs of the step that the pass has reached. */
  current?: PaddedOutputs;
  /** Whether all values of its map are finite. */
  finite: boolean;
  choices: NotedChoices;
}

/**
 * The outputs of the next step for some shifts, which may become fewer from step to step.
 *
 * @returns undefined where the pass ends, since its corrections would take too much memory
 * @throws UserError (run) where a value is not finite
 */
export async function nextOutputs(
  shared: SharedSteps,
  step: Step,
  members: Int32Array,
): Promise<PaddedOutputs | undefined> {
  const { pass, shifts, executor, border, bytes, choices } = shared;
  const { scheduler } = border;
  if (step.layer?.kind.choices) noteChoices(choices, step, windowOfMember(shared.current!, 0));
  // Most often nothing needs to be waited for: a promise takes longer than a step of a small image.
  const pending = step.layer && pass.next(step);
  if (pending) await pending;
  // On a backend a layer is one piece of work, however large.
  if (scheduler.due()) await scheduler.yieldNow();
  const given = pass.outputs(step.shape, members);
  const map = given instanceof Promise ? await given : given;
  const inLoops = step.layer !== undefined && executor.inLoops(step.layer);
  const corrected = inLoops
    ? correctBorder(border, step, map, selectMembers(shared.current!, members), bytes)
    : uncorrected(map, members);
  const outputs = corrected instanceof Promise ? await corrected : corrected;
  if (!outputs) return undefined;
  const staysFinite = inLoops && step.layer!.kind.loops!.nonexpansive === true;
  shared.finite = (shared.finite && staysFinite) || allFinite(map.data);
  if (!shared.finite || !outputs.finite) requireFinite(outputs, step, shifts);
  shared.current = outputs;
  return outputs;
}
