import { type Breather, breathe } from '../breathe.ts';
import type { Step } from '../layers/stack.ts';
import { windowHashes } from '../measure/hash.ts';
import type { OutputMap } from '../tensor.ts';

/** A step's map for every shift, and what is known of its outputs. */
export interface Ahead {
  map: OutputMap;
  /** Hashes by shift; or that all outputs differ. */
  known: Uint32Array | 'distinct' | undefined;
}

/**
 * Runs a shared pass to its end before any output is looked at, and hashes the maps from the last one back: outputs
 * that differ at some step have differed at every step before, so nothing need be hashed there.
 *
 * @returns the steps that are measured, and the last
 * @param next gives the map of the next step, for every shift, from the one before; none where the pass ends
 */
export async function lookAhead(
  steps: readonly Step[],
  measured: (step: number) => boolean,
  next: (step: Step, before: OutputMap | undefined) => Promise<OutputMap | undefined>,
  breath: Breather,
): Promise<Map<Step, Ahead>> {
  const ahead = new Map<Step, Ahead>();
  let last: [Step, OutputMap] | undefined;
  for (const step of steps) {
    const map = await next(step, last?.[1]);
    if (!map) break;
    if (measured(step.index)) ahead.set(step, { map, known: undefined });
    last = [step, map];
  }
  if (last && !measured(last[0].index)) ahead.set(last[0], { map: last[1], known: undefined });
  let distinct = false;
  for (const [step, found] of [...ahead].reverse()) {
    if (!measured(step.index)) continue;
    const hashes: Uint32Array | undefined = distinct
      ? undefined
      : await breathe(windowHashes(found.map), breath);
    distinct ||= new Set(hashes).size === found.map.rows.length;
    found.known = distinct ? 'distinct' : hashes;
  }
  return ahead;
}
