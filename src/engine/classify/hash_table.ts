/** Numbers by their hash, by open addressing: a `Map` hashes numbers of 32 bits slowly. */
export interface HashTable {
  /** The number in each slot; -1 is an empty slot. */
  entries: Int32Array;
  /** The slot that holds a number with that hash, or else the empty slot for one. */
  slotOf(hash: number): number;
}

/** An empty table for the numbers 0, 1, …. @param hashes of the numbers; each must be set before its number is entered */
export function hashTable(hashes: Uint32Array): HashTable {
  const entries = new Int32Array(hashTableSize(hashes.length)).fill(-1);
  const shift = Math.clz32(entries.length) + 1;
  const last = entries.length - 1;
  return {
    entries,
    slotOf(hash) {
      let slot = Math.imul(hash, SPREAD) >>> shift;
      while (entries[slot] !== -1 && hashes[entries[slot]!] !== hash) slot = (slot + 1) & last;
      return slot;
    },
  };
}

/** The number of slots of a table for `numbers` numbers: a power of 2, and at least 2 · numbers. 5 numbers get 16. */
export function hashTableSize(numbers: number): number {
  return 1 << Math.max(1, 33 - Math.clz32(numbers));
}

/** 2^32 over the golden ratio, which spreads neighbouring hashes over all slots (Knuth 1973, 6.4). */
const SPREAD = 0x9e3779b1;
