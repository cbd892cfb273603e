import { runWork, type Work } from '../../core/scheduler.ts';
import type { Step } from '../../layers/stack/stack.ts';
import { allDistinct } from '../classify/equal_windows.ts';
import { windowHashes } from '../classify/window_hashes.ts';
import { inOneMap, type PaddedOutputs } from './padded_outputs.ts';
import { nextOutputs, type SharedSteps } from './shared_steps.ts';

/** The outputs of a step of a shared pass. */
export interface SharedOutputs {
  step: Step;
  outputs: PaddedOutputs;
  /** Hashes by shift, or that all outputs differ, if that is known. */
  known?: Uint32Array | 'distinct';
}

/**
 * Runs a shared pass to its end before any output is classified, and hashes the maps from the last back to the first:
 * outputs that differ at one step differ at every step before, so nothing needs to be hashed there.
 *
 * @param shifts the indices of all shifts
 * @returns the measured steps in order, and the last step
 */
export async function lookAhead(
  shared: SharedSteps,
  steps: readonly Step[],
  measured: ReadonlySet<number>,
  shifts: Int32Array,
): Promise<SharedOutputs[]> {
  const { scheduler } = shared.border;
  const ahead: SharedOutputs[] = [];
  let last: SharedOutputs | undefined;
  for (const step of steps) {
    const outputs = await nextOutputs(shared, step, shifts);
    if (!outputs) break;
    last = { step, outputs };
    if (measured.has(step.index)) {
      ahead.push({ step, outputs: inOneMap(outputs) });
      shared.bytes -= bytesOf(outputs);
    }
    if (scheduler.due()) await scheduler.yieldNow();
  }
  await runWork(hashBackwards(ahead), scheduler);
  if (last && !measured.has(last.step.index)) ahead.push(last);
  return ahead;
}

function* hashBackwards(ahead: readonly SharedOutputs[]): Work<void> {
  let distinct = false;
  for (const found of ahead.toReversed()) {
    const { map } = found.outputs;
    const hashes = distinct ? undefined : yield* windowHashes(map, true);
    distinct ||= allDistinct(map, hashes!);
    found.known = distinct ? 'distinct' : hashes!;
  }
}

/** Bytes of the corrected outputs. */
function bytesOf({ corrected, map: { shape } }: PaddedOutputs): number {
  return 4 * corrected.size * shape[0] * shape[1] * shape[2];
}
