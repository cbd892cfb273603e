import { type Breather, breathe } from '../breathe.ts';
import type { Step } from '../layers/stack.ts';
import { windowHashes } from '../measure/hash.ts';
import type { OutputMap } from '../tensor.ts';

/** A step's map for every shift, and what is known of its outputs. */
export interface Ahead {
  map: OutputMap;
  /** Hashes by shift; or that all outputs differ. */
  known: Float64Array | 'distinct' | undefined;
}

/**
 * Runs a shared pass to its end before any output is looked at, and hashes the maps from the last one back: outputs
 * that differ at some step have differed at every step before, so nothing need be hashed there.
 *
 * @param next gives the map of the next step, for every shift
 */
export async function lookAhead(
  steps: readonly Step[],
  measured: (step: number) => boolean,
  next: (step: Step) => Promise<OutputMap>,
  breath: Breather,
): Promise<Map<Step, Ahead>> {
  const ahead = new Map<Step, Ahead>();
  for (const step of steps) ahead.set(step, { map: await next(step), known: undefined });
  let distinct = false;
  for (const step of [...steps].reverse()) {
    if (!measured(step.index)) continue;
    const found = ahead.get(step)!;
    const hashes: Float64Array | undefined = distinct
      ? undefined
      : await breathe(windowHashes(found.map), breath);
    distinct ||= new Set(hashes).size === found.map.rows.length;
    found.known = distinct ? 'distinct' : hashes;
  }
  return ahead;
}
