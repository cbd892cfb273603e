import type { Window } from '../../core/tensor.ts';
import { hashTable } from './hash_table.ts';
import type { Outputs } from './output_cache.ts';
import { within } from './within.ts';

/**
 * Finds the first output with the same values among all that were looked up before, whichever map holds them. Outputs
 * with the same hash are compared value by value, so a collision never merges two.
 *
 * @param hashes by shift
 * @returns a function of a shift, whose hash is set, and its output: the first shift with the same output, which is the
 * shift itself where there is none before; a promise only where outputs must be recomputed
 */
export function firstEqualAmong(hashes: Uint32Array, outputs: Outputs) {
  const table = hashTable(hashes);
  /** From a shift to the next with the same hash and another output. */
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
    const slot = table.slotOf(hashes[shift]!);
    const other = table.entries[slot]!;
    if (other === -1) {
      table.entries[slot] = shift;
      return shift;
    }
    const cached = outputs.cached(other);
    return cached && within(window, cached, 0) ? other : search(shift, window, other);
  };
}
