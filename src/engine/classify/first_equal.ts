import type { Window } from '../../core/tensor.ts';
import { within } from './distance.ts';
import { slotsFor } from './hash_table.ts';
import type { Outputs } from './output_cache.ts';

/**
 * Finds the first output with the same bits among those that were met before, in whatever map: by its hash, and then
 * value by value, so that a collision can never merge two.
 *
 * @param hashes by shift
 * @returns takes a shift, whose hash is known, and its output; gives the first that has the same bits, or the shift
 * itself; a promise only where outputs have to be computed once more
 */
export function metOutputs(hashes: Uint32Array, outputs: Outputs) {
  const slots = slotsFor(hashes);
  /** Of one that was met, the next with the same hash. */
  const nextOf = new Map<number, number>();

  async function search(shift: number, window: Window, candidate: number): Promise<number> {
    for (;;) {
      if (within(window, await outputs.get(candidate), 0)) return candidate;
      const next = nextOf.get(candidate);
      if (next === undefined) break;
      candidate = next;
    }
    nextOf.set(candidate, shift);
    return shift;
  }

  return (shift: number, window: Window): number | Promise<number> => {
    const slot = slots.slotOf(hashes[shift]!);
    const other = slots.held[slot]!;
    if (other === -1) {
      slots.held[slot] = shift;
      return shift;
    }
    const there = outputs.here(other);
    return there && within(window, there, 0) ? other : search(shift, window, other);
  };
}
