import { runWork, type Scheduler } from '../../core/scheduler.ts';
import type { Step } from '../../layers/stack.ts';
import { allDiffer } from '../classify/equal_windows.ts';
import { windowHashes } from '../classify/window_hashes.ts';
import { type Mended, whole } from './padded_outputs.ts';

/** A step's outputs, and what is known of them. */
export interface Ahead {
  outputs: Mended;
  /** Hashes by shift; or that all outputs differ. */
  known: Uint32Array | 'distinct' | undefined;
}

/**
 * Runs a shared pass to its end before any output is looked at, and hashes the maps from the last one back: outputs
 * that differ at some step have differed at every step before, so nothing need be hashed there.
 *
 * @returns the steps that are measured, and the last
 * @param next gives the outputs of the next step, for every shift; none where the pass ends
 */
export async function lookAhead(
  steps: readonly Step[],
  measured: (step: number) => boolean,
  next: (step: Step) => Promise<Mended | undefined>,
  scheduler: Scheduler,
): Promise<Map<Step, Ahead>> {
  const ahead = new Map<Step, Ahead>();
  let last: [Step, Mended] | undefined;
  for (const step of steps) {
    const outputs = await next(step);
    if (!outputs) break;
    if (measured(step.index)) ahead.set(step, { outputs: whole(outputs), known: undefined });
    last = [step, outputs];
    if (scheduler.due()) await scheduler.yieldNow();
  }
  if (last && !measured(last[0].index)) ahead.set(last[0], { outputs: last[1], known: undefined });
  let distinct = false;
  for (const [step, found] of [...ahead].reverse()) {
    if (!measured(step.index)) continue;
    const { map } = found.outputs;
    const hashes: Uint32Array | undefined = distinct
      ? undefined
      : await runWork(windowHashes(map), scheduler);
    distinct ||= allDiffer(map, hashes!);
    found.known = distinct ? 'distinct' : hashes;
  }
  return ahead;
}
