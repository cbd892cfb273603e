/** Numbers by their hash, in an open-addressing table: a `Map` hashes numbers of 32 bits slowly. */
export interface Slots {
  /** What stands in each slot; -1 is nothing. */
  held: Int32Array;
  /** The slot of a hash: the one that holds a number of that hash, else the empty one where such belongs. */
  slotOf(hash: number): number;
}

/** @param hashes of the numbers that are put there, by number: as many as there may be of them */
export function slotsFor(hashes: Uint32Array): Slots {
  const bits = Math.max(1, 33 - Math.clz32(hashes.length));
  const held = new Int32Array(2 ** bits).fill(-1);
  const last = held.length - 1;
  return {
    held,
    slotOf(hash) {
      let slot = Math.imul(hash, SPREAD) >>> (32 - bits);
      while (held[slot] !== -1 && hashes[held[slot]!] !== hash) slot = (slot + 1) & last;
      return slot;
    },
  };
}

/** Whether no two hashes are equal. */
export function allDiffer(hashes: Uint32Array): boolean {
  const { held, slotOf } = slotsFor(hashes);
  for (let i = 0; i < hashes.length; i++) {
    const slot = slotOf(hashes[i]!);
    if (held[slot] !== -1) return false;
    held[slot] = i;
  }
  return true;
}

/** 2^32 over the golden ratio, which spreads what is near over all slots (Knuth 1973, 6.4). */
const SPREAD = 0x9e3779b1;
